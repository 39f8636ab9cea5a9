import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle } from './scratch.ts';
import type { Watched } from './watch.ts';

/** How one process ended, and what it took. */
export interface Ran extends Watched {
  readonly out: string;
}

/** Runs the bundle as a user would, watched from within. Throws where it does not end as expected. */
export async function runChron(
  words: readonly string[],
  {
    bundle,
    cwd,
    env = {},
    code: expected = 0,
  }: {
    readonly bundle: Bundle;
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly code?: number;
  },
): Promise<Ran> {
  const report = join(cwd, '..', `watched-${process.pid}.json`);
  const { code, out, err } = await runNode(['--import', bundle.watch, bundle.chron, ...words], {
    cwd,
    env: { ...env, CHRON_BENCH_REPORT: report },
  });
  if (code !== expected)
    throw new Error(`chron ${words.join(' ')} ended with ${code}\n${out.slice(-2000)}\n${err}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- watch.ts wrote it a moment ago
  const watched = JSON.parse(await readFile(report, 'utf8')) as Watched;
  return { ...watched, out };
}

/** Runs a script in a node of its own, with nothing of this machine's settings for git or chron. */
export function runNode(
  argv: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
