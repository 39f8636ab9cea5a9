import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Figure } from './figure.ts';
import { git } from './many-rules.ts';
import { runChron } from './run-chron.ts';
import type { Scratch } from './scratch.ts';
import { TOP } from './top.ts';

const RUNS = 5;
const RULES = 300;
const CASES = 5;
const SHIPPED_MS = 2000;
const MANY_MS = 15_000;
const WATCH_MS = 500;
const SAVES = 9;

/** What rule tests cost: those that ship, 300 rules of 5 cases, and one rule that is saved under `--watch`. */
export async function benchRuleTests(scratch: Scratch): Promise<readonly Figure[]> {
  const bundle = await scratch.bundle();
  // DuckDB is a package beside the bundle.
  symlinkSync(join(TOP, 'node_modules'), join(scratch.folder, 'node_modules'));
  const shipped = join(scratch.folder, 'shipped-tests');
  cpSync(join(TOP, 'rules'), join(shipped, 'rules'), { recursive: true });
  git(shipped, ['init', '--quiet', '--initial-branch=main']);
  const many = join(scratch.folder, 'many-tests');
  makeTests(many);
  const run = async (what: string, cwd: string, limit: number): Promise<readonly Figure[]> => {
    const [wall, cpu]: [number[], number[]] = [[], []];
    for (let at = 0; at < RUNS; at += 1) {
      const { wallMs, cpuMs } = await runChron(['test'], { bundle, cwd });
      wall.push(wallMs);
      cpu.push(cpuMs);
    }
    return [figure(what, wall, limit), figure(`${what}, CPU`, cpu)];
  };
  return [
    ...(await run('chron test of the shipped rules', shipped, SHIPPED_MS)),
    ...(await run(`chron test of ${RULES} rules with ${CASES} cases each`, many, MANY_MS)),
    figure('chron test --watch, one rule saved', await saves(bundle.chron, shipped), WATCH_MS),
  ];
}

function figure(what: string, samples: readonly number[], limit?: number): Figure {
  const shared = { bar: 'test', what, unit: 'ms', samples, by: 'median' } as const;
  return limit === undefined ? shared : { ...shared, limit };
}

/** Rules out of those that chron ships, each with a name of its own and the first of its cases. */
function makeTests(folder: string): void {
  const shipped = readdirSync(join(TOP, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaral'))
    .toSorted();
  mkdirSync(join(folder, 'rules/bench'), { recursive: true });
  cpSync(join(TOP, 'rules/lists'), join(folder, 'rules/lists'), { recursive: true });
  for (let index = 0; index < RULES; index += 1) {
    const path = shipped[index % shipped.length] ?? '';
    const name = `${basename(path, '.yaral')}_${index}`;
    const to = join(folder, 'rules/bench', name);
    const rule = readFileSync(join(TOP, 'rules', path), 'utf8');
    writeFileSync(`${to}.yaral`, rule.replace(/^rule \w+/m, `rule ${name}`));
    const text = readFileSync(join(TOP, 'rules', path.replace(/\.yaral$/, '.test.yaml')), 'utf8');
    const test = parseDocument(text);
    test.set('rule', name);
    for (let at = CASES; test.hasIn(['cases', at]);) test.deleteIn(['cases', at]);
    writeFileSync(`${to}.test.yaml`, test.toString({ lineWidth: 0 }));
  }
  git(folder, ['init', '--quiet', '--initial-branch=main']);
}

/** Saves one rule again and again, and measures until its result is there. */
async function saves(chron: string, cwd: string): Promise<readonly number[]> {
  const child = spawn(process.execPath, [chron, 'test', '--watch'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  let wake: (() => void) | undefined;
  const hear = (): void => wake?.();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    hear();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    hear();
  });
  child.on('close', hear);
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) {
      if (child.exitCode !== null) throw new Error(`chron test --watch ended\n${out}${err}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  try {
    await until(() => err.includes('watching'));
    const path = join(cwd, 'rules/okta/okta_mfa_fatigue.yaral');
    const text = readFileSync(path, 'utf8');
    const samples: number[] = [];
    for (let save = 0; save < SAVES; save += 1) {
      out = '';
      const began = performance.now();
      writeFileSync(path, `${text}// ${save}\n`);
      await until(() => out.includes('all passed'));
      samples.push(performance.now() - began);
    }
    return samples;
  } finally {
    child.kill('SIGKILL');
  }
}
