import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock, readHolder } from '../../lib/store/lock.ts';
import { processBirth, processRuns } from '../../lib/store/process.ts';
import { tempFolder } from '../helpers/temp.ts';
import { refusal } from './refusal.ts';

const started = new Date('2026-01-01T09:30:00Z');
const mine = { command: 'chron plan --env local', started };

/** A process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

/** Leaves a term behind as another process would have. */
function leave(path: string, term: number, facts: object | string): void {
  mkdirSync(join(path, String(term)), { recursive: true });
  const text = typeof facts === 'string' ? facts : JSON.stringify(facts);
  writeFileSync(join(path, String(term), 'holder.json'), text);
}

const theirs = {
  pid: process.pid,
  host: hostname(),
  command: 'chron emulate --env local',
  started: '2026-01-01T08:00:00.000Z',
};

describe('acquireLock', () => {
  it('refuses a second holder, naming the first', async () => {
    const path = join(await tempFolder(), 'local.lock');
    acquireLock(path, { ...mine, port: 4711 });
    const error = refusal(() => acquireLock(path, mine));
    expect(error.message).toBe(
      `"chron plan --env local" (process ${process.pid}, port 4711) has ${path} since 2026-01-01T09:30:00.000Z`,
    );
    expect(error.hint).toBe('wait until it has ended, or end it');
  });

  it('may be taken again once it is released, any number of times', async () => {
    const path = join(await tempFolder(), 'local.lock');
    for (let round = 0; round < 12; round += 1) acquireLock(path, mine).release();
    expect(readHolder(path)).toBeUndefined();
    expect(readdirSync(path)).toEqual(['12']);
  });

  it('does not release the lock of its successor', async () => {
    const path = join(await tempFolder(), 'local.lock');
    const first = acquireLock(path, mine);
    first.release();
    const second = acquireLock(path, mine);
    first.release();
    expect(readHolder(path)?.pid).toBe(process.pid);
    second.release();
    expect(readHolder(path)).toBeUndefined();
  });

  it.each<[title: string, facts: () => object | string]>([
    ['a dead process', () => ({ ...theirs, pid: deadPid() })],
    ['a process whose number was given to another', () => ({ ...theirs, birth: 'boot:1' })],
    ['a file that the power failed in', () => ''],
    ['a file that says nothing', () => '{"pid":"7"}'],
  ])('succeeds %s', async (_title, facts) => {
    const path = join(await tempFolder(), 'local.lock');
    leave(path, 7, facts());
    expect(readHolder(path)).toBeUndefined();
    acquireLock(path, mine);
    expect(readHolder(path)?.command).toBe(mine.command);
    expect(readdirSync(path)).toEqual(['8']);
  });

  it.each<[title: string, facts: object, hint: RegExp]>([
    ['a living process', theirs, /end it/],
    ['a living process without a known birth', { ...theirs, birth: undefined }, /end it/],
    [
      'a process of another machine',
      { ...theirs, host: 'elsewhere', pid: 1 },
      /remove .*local\.lock/,
    ],
  ])('does not succeed %s', async (_title, facts, hint) => {
    const path = join(await tempFolder(), 'local.lock');
    leave(path, 7, facts);
    const error = refusal(() => acquireLock(path, mine));
    expect(error.message).toContain('"chron emulate --env local"');
    expect(error.hint).toMatch(hint);
    expect(readdirSync(path)).toEqual(['7']);
  });

  it('counts the highest term, whatever stands beside it', async () => {
    const path = join(await tempFolder(), 'local.lock');
    leave(path, 9, theirs);
    leave(path, 10, { released: true });
    leave(path, 2, theirs);
    mkdirSync(join(path, 'new-killed'));
    acquireLock(path, mine);
    expect(readdirSync(path)).toEqual(['11']);
  });

  it('shows a hostile command line as text', async () => {
    const path = join(await tempFolder(), 'local.lock');
    leave(path, 1, { ...theirs, command: 'chron \u001b[2J\n::error::x' });
    expect(refusal(() => acquireLock(path, mine)).message).toContain(
      'chron <U+001B>[2J\\n::error::x',
    );
  });
});

describe('readHolder', () => {
  it('tells the port once the holder serves', async () => {
    const path = join(await tempFolder(), 'local.lock');
    const lock = acquireLock(path, mine);
    expect(readHolder(path)).toEqual({ pid: process.pid, host: hostname(), ...mine });
    lock.publish(4711);
    expect(readHolder(path)).toEqual({ pid: process.pid, host: hostname(), ...mine, port: 4711 });
    lock.release();
    expect(readHolder(path)).toBeUndefined();
  });

  it('finds nobody where no lock was ever taken', async () => {
    expect(readHolder(join(await tempFolder(), 'local.lock'))).toBeUndefined();
  });
});

describe('processBirth', () => {
  it('stays the same for a process and differs between two', () => {
    expect(processBirth(process.pid)).toBe(processBirth(process.pid));
    expect(processBirth(process.pid)).not.toBe(processBirth(process.ppid));
    expect(processBirth(deadPid())).toBeUndefined();
  });

  it('goes with processRuns', () => {
    expect([processRuns(process.pid), processRuns(1), processRuns(deadPid())]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
