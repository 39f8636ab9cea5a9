import { describe, expect, it } from 'vitest';

import { converges, failures, keepsTheConsole, meetsATenant, runsTwice } from './trials.ts';

describe('apply, run again after any end', () => {
  it.each<[title: string, histories: number, trial: typeof converges]>([
    ['converges, whatever faults and crashes came before', 3000, converges],
    ['keeps what the console did', 1500, keepsTheConsole],
    ['leaves what is held at first contact', 1500, meetsATenant],
    ['makes no duplicates where two applies run at once', 1500, runsTwice],
  ])('%s: %i histories', async (_title, histories, trial) => {
    expect(await failures(histories, trial)).toEqual([]);
  });
});
