import { describe, expect, it } from 'vitest';
import type { Fault } from './simulation.ts';
import {
  converges,
  failures,
  keepsTheConsole,
  meetsATenant,
  pointsSwept,
  runsTwice,
} from './trials.ts';

describe('apply, run again after any end', () => {
  it.each<Fault>(['crash-before', 'crash-after', 'lost-before', 'lost-after', 'rejected'])(
    'converges in one more run after %s at any call, of a first and of a later apply',
    async (fault) => {
      expect((await pointsSwept(fault, 0)) + (await pointsSwept(fault, 1))).toBeGreaterThan(25);
    },
  );

  it.each<[title: string, histories: number, trial: typeof converges]>([
    ['converges, whatever faults and crashes came before', 150, converges],
    ['keeps what the console did', 80, keepsTheConsole],
    ['leaves what is held at first contact', 100, meetsATenant],
    ['makes no duplicates where two applies run at once', 80, runsTwice],
  ])('%s: %i histories', async (_title, histories, trial) => {
    expect(await failures(histories, trial)).toEqual([]);
  });
});
