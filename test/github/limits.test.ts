import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { summaryRoom, writeSummary } from '../../cmd/comment-post.ts';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import type { Wanted } from '../../lib/github/next-step.ts';
import { keptBody } from '../../lib/model/comment-stamp.ts';
import { GITHUB_LIMITS } from '../../lib/model/github-limits.ts';
import { checkAnnotations } from '../../lib/report/github-annotations.ts';
import { COMMENT_BUDGET, fits } from '../../lib/report/markdown-budget.ts';
import { checkSarif } from '../../lib/report/sarif.ts';
import { HEAD } from '../helpers/fake-github.ts';
import { openGitHubDesk } from '../helpers/github-desk.ts';
import { tempFolder } from '../helpers/temp.ts';

// A body of 65,535, 65,536 and 65,537 characters is posted in comment.test.ts.

describe('what is posted', () => {
  it.each([
    [59_999, true],
    [60_000, true],
    [60_001, false],
  ])('may have %i characters: %s', (length, expected) => {
    expect(fits('x'.repeat(length), COMMENT_BUDGET)).toBe(expected);
  });

  it('leaves room for marker, stamp and line ends below the limit of GitHub', () => {
    const stamp = {
      kind: 'no-plan' as const,
      head: 'f'.repeat(64),
      run: `${'9'.repeat(20)}.999999`,
    };
    const body = keptBody('plan', stamp, 'x'.repeat(COMMENT_BUDGET.characters));
    expect(body.length).toBeLessThan(GITHUB_LIMITS.bodyCharacters);
  });

  it.each([99, 100, 101])('is found behind %i comments of others', async (before) => {
    const { github, comment } = await openGitHubDesk();
    const [pull, token] = [github.pull(), github.token()];
    for (let count = 0; count < before; count += 1) github.comment(pull, 'a remark');
    const wanted: Wanted = {
      kept: 'plan',
      stamp: { kind: 'plan', head: HEAD },
      textAfter: () => 'x',
    };
    github.comment(pull, keptBody('plan', wanted.stamp, 'old'), 'github-actions[bot]');
    await comment(wanted, { pull, token });
    expect(github.comments(pull)).toHaveLength(before + 1);
    expect(github.comments(pull).at(-1)).toBe(keptBody('plan', wanted.stamp, 'x'));
  });
});

describe('the summary of a step', () => {
  it.each([
    [0, 1_000_000],
    [GITHUB_LIMITS.summaryBytes - 1024 - 1, 1],
    [GITHUB_LIMITS.summaryBytes - 1024, 0],
    [GITHUB_LIMITS.summaryBytes - 1024 + 1, 0],
  ])('that has %i bytes takes %i more', async (there, room) => {
    const path = join(await tempFolder(), 'summary.md');
    if (there > 0) writeFileSync(path, 'x'.repeat(there));
    expect(summaryRoom(path)).toBe(room);
    const said: string[] = [];
    const err = { write: (text: string) => void said.push(text), terminal: false, columns: 80 };
    writeSummary(path, 'y'.repeat(room), { env: {}, err });
    expect(statSync(path).size).toBeLessThanOrEqual(GITHUB_LIMITS.summaryBytes);
    expect(said).toEqual([]);
  });
});

describe('annotations', () => {
  it.each([9, 10, 11])('of %i errors are never more than GitHub shows', (count) => {
    const lines = checkAnnotations({ diagnostics: many(count) }, new Map(), (path) => path)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(Math.min(count, GITHUB_LIMITS.annotationsOfALevel));
    expect(lines.join('\n').includes('more error')).toBe(count > 9);
  });

  it.each([GITHUB_LIMITS.annotationCharacters - 1, GITHUB_LIMITS.annotationCharacters + 1])(
    'of a message of %i characters are cut before the runner does',
    (length) => {
      const [one] = many(1);
      const found = one === undefined ? [] : [{ ...one, message: '%'.repeat(length) }];
      const text = checkAnnotations({ diagnostics: found }, new Map(), (path) => path);
      expect(text.length).toBeLessThan(GITHUB_LIMITS.annotationCharacters);
    },
  );
});

describe('a SARIF file', () => {
  it.each([
    [GITHUB_LIMITS.sarifResultsKept - 1, GITHUB_LIMITS.sarifResultsKept - 1],
    [GITHUB_LIMITS.sarifResultsKept, GITHUB_LIMITS.sarifResultsKept],
    [GITHUB_LIMITS.sarifResultsKept + 1, GITHUB_LIMITS.sarifResultsKept],
  ])('of %i results has %i', (count, kept) => {
    expect(sarif(many(count)).text.split('"ruleIndex"')).toHaveLength(kept + 1);
  });

  it('stays below its size, however long the messages', () => {
    // More than gzip looks back over.
    const messages = Array.from({ length: 64 }, (_, seed) => noise(seed, 1200));
    const { bytes, text } = sarif(
      many(5000).map((one, at) => ({ ...one, message: messages[at % 64] ?? '' })),
    );
    expect(bytes).toBeLessThan(GITHUB_LIMITS.sarifBytes);
    expect(text).toContain('…');
  });
});

function sarif(diagnostics: readonly Diagnostic[]): {
  readonly text: string;
  readonly bytes: number;
} {
  const text = checkSarif({ chron: '1.0.0', diagnostics }, new Map(), (path) => path);
  return { text, bytes: gzipSync(text, { level: 1 }).length };
}

function many(count: number): readonly Diagnostic[] {
  return Array.from({ length: count }, (_, at) => ({
    id: 'FLD001',
    severity: 'error',
    message: 'no such field',
    path: `rules/r${at}.yaral`,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
    span: { start: 0, end: 1 },
  }));
}

/** Letters that hardly compress, the same each time. */
function noise(seed: number, length: number): string {
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}
