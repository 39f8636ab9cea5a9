import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { COMMITS, git } from './many-rules.ts';
import type { HistoryTook } from './read-history.ts';
import { runNode } from './run-chron.ts';
import type { Scratch } from './scratch.ts';

const FIRST_MS = 3000;
const AFTER_MS = 100;
const FIRST_TIMES = 3;
const TIMES_AFTER = 7;

/** What a history of 10,000 commits costs: read as a whole, from the cache, and with one commit more. */
export async function benchHistory(scratch: Scratch): Promise<readonly Figure[]> {
  const { folder } = await scratch.manyRules();
  const head = git(folder, ['rev-parse', 'HEAD']);
  const { readHistory } = await scratch.bundle();
  const read = async (): Promise<HistoryTook> => {
    const { code, out, err } = await runNode([readHistory], { cwd: folder });
    if (code !== 0) throw new Error(`reading the history ended with ${code}\n${err}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- read-history.ts wrote it a moment ago
    return JSON.parse(out) as HistoryTook;
  };

  const first: HistoryTook[] = [];
  for (let turn = 0; turn < FIRST_TIMES; turn += 1) {
    await rm(join(folder, '.chron'), { recursive: true, force: true });
    first.push(await read());
  }
  const after: HistoryTook[] = [];
  for (let turn = 0; turn < TIMES_AFTER; turn += 1) after.push(await read());
  const more: HistoryTook[] = [];
  for (let turn = 0; turn < FIRST_TIMES; turn += 1) {
    git(folder, ['commit', '--quiet', '--allow-empty', '--message', `one more ${turn}`]);
    more.push(await read());
  }
  // Others measure plans of this repository, and of this commit.
  git(folder, ['reset', '--quiet', '--hard', head]);

  return [
    figure('the first time', historyOf(first), FIRST_MS),
    figure('after', historyOf(after), AFTER_MS),
    figure('after one more commit', historyOf(more)),
    figure(
      'git facts beside it',
      after.map(({ openMs }) => openMs),
    ),
  ];
}

function figure(what: string, samples: readonly number[], limit?: number): Figure {
  return {
    bar: 'history',
    what: `${COMMITS.toLocaleString('en-US')} commits: ${what}`,
    unit: 'ms',
    samples,
    by: 'median',
    ...(limit === undefined ? {} : { limit }),
  };
}

function historyOf(all: readonly HistoryTook[]): readonly number[] {
  return all.map(({ historyMs }) => historyMs);
}
