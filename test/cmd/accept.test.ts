import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { workTree } from '../../lib/repo/file-tree.ts';
import { textHash } from '../../lib/plan/hash.ts';
import { ruleText } from '../helpers/builders.ts';
import { chron } from '../helpers/chron.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { ruleFiles, testRepository } from '../helpers/repository.ts';

const GATED = [
  '# ours',
  'api: embedded',
  'deployment: [{ enabled: true, alerting: false }]',
  'gate:',
  '  window: 7d # a week',
  '',
].join('\n');

async function desk() {
  const repository = await testRepository({
    ...ruleFiles('noisy', 'quiet'),
    'environments/prod.yaml': GATED,
  });
  const clock = new VirtualClock('2026-06-01T12:00:00Z');
  return {
    repository,
    accept: (...words: readonly string[]) =>
      chron(['accept', ...words], { cwd: repository.root, clock }),
  };
}

const WHY = ['--reason', 'the "drill" of June', '--until', '2026-06-30'];

describe('chron accept', () => {
  it('writes one line for the text at hand, and refuses to write it twice', async () => {
    const { repository, accept } = await desk();
    const first = await accept('noisy', '--env', 'prod', ...WHY);
    expect(first).toMatchObject({ code: 0, out: '' });
    expect(first.err).toContain('commit it, and have it reviewed');
    expect(repository.read('environments/prod.yaml').startsWith(GATED.trimEnd())).toBe(true);
    const { environment } = await readEnvironment(workTree(repository.root), 'prod');
    expect(environment?.gate).toMatchObject({
      accept: [
        {
          rule: 'noisy',
          text: textHash(ruleText('noisy')),
          reason: 'the "drill" of June',
          until: new Date('2026-07-01T00:00:00Z'),
        },
      ],
    });
    const second = await accept('noisy', '--env', 'prod', ...WHY);
    expect(second.code).toBe(1);
    expect(second.err).toContain('is accepted until 2026-06-30 already');
  });

  it('refuses what it cannot accept, says why, and writes nothing', async () => {
    const { repository, accept } = await desk();
    const prod = ['noisy', '--env', 'prod', '--reason', 'x', '--until'];
    const refused: readonly (readonly [words: readonly string[], said: string])[] = [
      [['noisi', '--env', 'prod', ...WHY], 'did you mean noisy?'],
      [[...prod, '2026-05-31'], 'over already'],
      [[...prod, '2026-06-31'], 'is not a day'],
      [['noisy', '--env', 'local', ...WHY], 'the gate of local is off'],
      [['noisy', '--env', '*', ...WHY], '2 were named'],
      [['noisy', '--env', 'prod', '--reason', ' ', '--until', '2026-06-30'], '--reason is empty'],
    ];
    for (const [words, said] of refused) {
      const { code, err } = await accept(...words);
      expect([code, err]).toEqual([1, expect.stringContaining(said)]);
    }
    expect(repository.read('environments/prod.yaml')).toBe(GATED);
  });
});
