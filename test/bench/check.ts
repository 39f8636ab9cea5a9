import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Figure } from './figure.ts';
import { git, RULES } from './many-rules.ts';
import { runChron } from './run-chron.ts';
import type { Scratch } from './scratch.ts';
import { TOP } from './top.ts';

const RUNS = 5;
const PAIRS = 21;
/** Of the process' own time: what else the machine does is no part of it (design §6). */
const CPU_MS = 1000;
const PEAK_MB = 200;
const ONE_OVER_BARE_MS = 150;
const HOSTILE_BYTES = 262_144;

/** What checking costs: 1,000 rules, one rule, and a file that is as large and as bad as one may be. */
export async function benchCheck(scratch: Scratch): Promise<readonly Figure[]> {
  const bundle = await scratch.bundle();
  const folder = join(scratch.folder, 'check');
  const one = makeRules(folder);
  const many = await watched(['check', 'rules'], 0);
  writeFileSync(join(folder, 'hostile.yaral'), hostile());
  const worst = await watched(['check', 'hostile.yaral'], 3);
  const took = (argv: readonly string[]): number => {
    const begun = performance.now();
    const { status } = spawnSync(process.execPath, argv, { cwd: folder, stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${argv.join(' ')} ended with ${status}`);
    return performance.now() - begun;
  };
  took([bundle.chron, 'check', one]);
  const pairs = Array.from({ length: PAIRS }, () => {
    const bare = took(['-e', '0']);
    return took([bundle.chron, 'check', one]) - bare;
  });
  const what = `chron check of ${RULES.toLocaleString('en-US')} rules`;
  return [
    figure(`${what}, CPU`, 'ms', many.cpuMs, CPU_MS),
    figure(`${what}, peak`, 'MB', many.peakMb, PEAK_MB),
    figure('chron check of 256 KiB of brackets, CPU', 'ms', worst.cpuMs, CPU_MS),
    figure('chron check ONE over node -e 0', 'ms', pairs, ONE_OVER_BARE_MS),
  ];

  async function watched(words: readonly string[], code: number): Promise<Samples> {
    const samples: Samples = { cpuMs: [], peakMb: [] };
    for (let run = 0; run < RUNS; run += 1) {
      const { cpuMs, peakBytes } = await runChron(words, { bundle, cwd: folder, code });
      samples.cpuMs.push(cpuMs);
      samples.peakMb.push(peakBytes / 1_000_000);
    }
    return samples;
  }
}

interface Samples {
  readonly cpuMs: number[];
  readonly peakMb: number[];
}

function figure(
  what: string,
  unit: Figure['unit'],
  samples: readonly number[],
  limit: number,
): Figure {
  return { bar: 'check', what, unit, samples, by: unit === 'MB' ? 'max' : 'median', limit };
}

/** Makes rules out of those that chron ships, each with a name and an id of its own; gives the path of one. */
function makeRules(folder: string): string {
  const shipped = readdirSync(join(TOP, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaral'))
    .toSorted();
  mkdirSync(join(folder, 'rules/bench'), { recursive: true });
  cpSync(join(TOP, 'rules/lists'), join(folder, 'rules/lists'), { recursive: true });
  const paths = Array.from({ length: RULES }, (_, index) => {
    const path = shipped[index % shipped.length] ?? '';
    const name = `${basename(path, '.yaral')}_${index}`;
    const text = readFileSync(join(TOP, 'rules', path), 'utf8')
      .replace(/^rule \w+/m, `rule ${name}`)
      .replace(/rule_id = "[^"]*/, (id) => `${id}${index}`)
      // Without something of its own it would be reported as the same as another; like the shipped ones it is clean.
      .replace(
        /^ {2}events:$/m,
        (head) => `${head}\n    $bench.principal.hostname != "h${index}" nocase`,
      )
      .replaceAll('$bench', firstVariable(join(TOP, 'rules', path)));
    writeFileSync(join(folder, 'rules/bench', `${name}.yaral`), text);
    return `rules/bench/${name}.yaral`;
  });
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  return paths[0] ?? '';
}

function firstVariable(path: string): string {
  return /^ {2}events:\n[^]*?(\$\w+)\./m.exec(readFileSync(path, 'utf8'))?.[1] ?? '$e';
}

function hostile(): string {
  const head = 'rule hostile {\n  meta:\n  events:\n    ';
  return head + '($e.a == '.repeat((HOSTILE_BYTES - head.length) / 9);
}
