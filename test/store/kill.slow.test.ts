import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHolder } from '../../lib/store/lock.ts';
import { openRecords } from '../../lib/store/records.ts';
import { tempFolder } from '../helpers/temp.ts';

function start(script: string, ...args: readonly string[]): ChildProcess {
  const path = join(import.meta.dirname, script);
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('openRecords, killed', () => {
  it('loses no record that was acknowledged and keeps no half of an append, over 20 kills', async () => {
    const path = join(await tempFolder(), 'local.jsonl');
    let acknowledged = -1;
    for (let round = 0; round < 20; round += 1) {
      const child = start('append-until-killed.ts', path);
      let said = '';
      // Between the first acknowledgement and some hundreds after it, another place in each round.
      const enough = 1 + ((round * 7919) % 4000);
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.length > enough) child.kill('SIGKILL');
      });
      const [, signal] = await once(child, 'close');
      expect(signal).toBe('SIGKILL');
      const whole = said.slice(0, said.lastIndexOf('\n')).split('\n').map(Number);
      expect(whole[0]).toBeGreaterThan(acknowledged);
      acknowledged = whole.at(-1) ?? acknowledged;

      const records = await openRecords(path);
      const found = new Map((await records.load()).map(({ key, value }) => [key, Number(value)]));
      await records.close();
      const newest = found.get('newest') ?? -1;
      expect(newest).toBeGreaterThanOrEqual(acknowledged);
      expect(found.get(`k${newest % 3}`)).toBe(newest);
      acknowledged = newest;
    }
    expect(acknowledged).toBeGreaterThan(500);
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
