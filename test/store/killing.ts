import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openRecords } from '../../lib/store/records.ts';
import { tempFolder } from '../helpers/temp.ts';

/** A script of this folder in a process of its own. */
export function start(script: string, ...args: readonly string[]): ChildProcess {
  const path = join(import.meta.dirname, script);
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Kills a process that appends, so many times, and looks each time what is left. Gives how far it came. */
export async function killAppending(rounds: number): Promise<number> {
  const path = join(await tempFolder(), 'local.jsonl');
  let acknowledged = -1;
  for (let round = 0; round < rounds; round += 1) {
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
  return acknowledged;
}
