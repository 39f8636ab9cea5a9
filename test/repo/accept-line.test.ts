import { describe, expect, it } from 'vitest';
import { withAcceptLine } from '../../lib/repo/accept-line.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

const TEXT = '0123456789abcdef'.repeat(4);
const LINE = { rule: 'noisy', text: TEXT, reason: 'a "drill": #1', until: '2026-12-31' };
const HEAD = 'api: embedded\ndeployment: [{ enabled: true }] # all\n';
const other = `{ rule: other, text: "${TEXT}", reason: known, until: 2026-11-30 }`;

async function acceptOf(text: string) {
  const reading = await readEnvironment(memoryTree({ 'environments/e.yaml': text }), 'e');
  expect(said(reading.diagnostics)).toEqual([]);
  const gate = reading.environment?.gate;
  return gate === 'off' ? gate : gate?.accept.map(({ rule, reason }) => [rule, reason]);
}

describe('withAcceptLine', () => {
  it.each<[title: string, before: string, kept: readonly string[]]>([
    ['no gate', HEAD, [HEAD]],
    ['no line end', HEAD.trimEnd(), [HEAD.trimEnd()]],
    [
      'a gate',
      `${HEAD}gate:\n  window: 7d # a week\n\n# rates\nrates: none\n`,
      ['  window: 7d # a week\n', '\n\n# rates\nrates: none\n'],
    ],
    ['a gate at the end', `${HEAD}gate:\n    maxWorstDay: 9`, ['    maxWorstDay: 9\n']],
    [
      'lines',
      `${HEAD}gate:\n  accept:\n  # why\n  - ${other}\n  onUnproven: warn\n`,
      [`  # why\n  - ${other}\n  - rule: noisy`, '  onUnproven: warn\n'],
    ],
    ['a gate in brackets', `${HEAD}gate: { maxWorstDay: 9 } # few\n`, ['# few', '# all']],
    ['lines in brackets', `${HEAD}gate:\n  accept: [${other}] # one\n`, ['# one', '# all']],
    ['an empty gate', `${HEAD}gate: {}\n`, ['# all']],
  ])('keeps what stands there: %s', async (_title, before, kept) => {
    const after = withAcceptLine(before, LINE);
    for (const part of kept) expect(after).toContain(part);
    const found = await acceptOf(after);
    expect(found).toEqual([
      ...(before.includes('other') ? [['other', 'known']] : []),
      ['noisy', LINE.reason],
    ]);
    expect((await acceptOf(withAcceptLine(after, LINE)))?.length).toBe((found?.length ?? 0) + 1);
  });
});
