import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHolder } from '../../lib/store/lock.ts';
import { tempFolder } from '../helpers/temp.ts';
import { killAppending, start } from './killing.ts';

describe('openRecords, killed', () => {
  it('loses no record that was acknowledged and keeps no half of an append, over 20 kills', async () => {
    expect(await killAppending(20)).toBeGreaterThan(500);
  });
});

describe('acquireLock, raced', () => {
  it('never has two holders, though six processes are after it and three die holding it', async () => {
    const folder = await tempFolder();
    const [lock, counter] = [join(folder, 'local.lock'), join(folder, 'counter')];
    writeFileSync(counter, '0');
    const ends = [1, 2, 3, 4, 5, 6].map(async (number) => {
      const child = start('lock-and-count.ts', lock, counter, '100', number % 2 ? 'die' : '');
      const [code, signal] = await once(child, 'close');
      return String(code ?? signal);
    });
    expect(await Promise.all(ends)).toEqual(['SIGKILL', '0', 'SIGKILL', '0', 'SIGKILL', '0']);
    expect(readFileSync(counter, 'utf8')).toBe(String(3 * 100 + 3 * 99));
    expect(readHolder(lock)).toBeUndefined();
  });

  it('lets exactly one of eight succeed a dead holder', async () => {
    const folder = await tempFolder();
    const [lock, counter] = [join(folder, 'local.lock'), join(folder, 'counter')];
    writeFileSync(counter, '0');
    await once(start('lock-and-count.ts', lock, counter, '1', 'die'), 'close');
    const ends = Array.from({ length: 8 }, () =>
      once(start('lock-and-count.ts', lock, counter, '25'), 'close'),
    );
    expect((await Promise.all(ends)).map(([code]) => Number(code))).toEqual(Array(8).fill(0));
    expect(readFileSync(counter, 'utf8')).toBe('200');
  });
});
