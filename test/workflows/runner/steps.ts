import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill, fillText, holds, type Scope } from './expressions.ts';
import { hashOf } from './globs.ts';
import { STAND_INS, type Standing } from './stand-ins.ts';
import type { StepFile } from './workflow-file.ts';
import type { Conclusion, StepRecord } from './world.ts';

/** What the steps of a job share. */
export interface Bench extends Omit<Standing, 'inputs' | 'env' | 'say' | 'setEnv'> {
  readonly job: string;
  readonly contexts: Readonly<Record<string, unknown>>;
  /** The runner's own variables. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder outside the workspace. */
  readonly temp: string;
  /** Variables that a step gets on top, by what stands in its inputs. */
  readonly more: (inputs: Readonly<Record<string, string>>, become?: string) => Standing['env'];
}

export interface StepsDone {
  readonly result: Conclusion;
  readonly steps: readonly StepRecord[];
  /** The context `steps`. */
  readonly outputs: Readonly<Record<string, Outcome>>;
  readonly log: string;
  readonly summary: string;
}

interface Outcome {
  readonly outcome: Conclusion;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A step summary may not be larger than this many bytes, or it is dropped. */
const SUMMARY_LIMIT = 1024 * 1024;

/** Runs the steps of a job one after the other, as their conditions say. */
export async function runSteps(steps: readonly StepFile[], bench: Bench): Promise<StepsDone> {
  const outputs: Record<string, Outcome> = {};
  const records: StepRecord[] = [];
  const later: Record<string, string> = {};
  let [log, summary, failed] = ['', '', false];
  for (const [index, step] of steps.entries()) {
    const name = step.name ?? step.uses ?? step.run ?? '';
    const cancelled = bench.signal.aborted;
    const scope: Scope = {
      contexts: { ...bench.contexts, steps: outputs, env: { ...bench.env, ...later } },
      success: !failed && !cancelled,
      failure: failed,
      cancelled,
      hashFiles: (patterns) => hashOf(bench.workspace, patterns),
    };
    let outcome: Conclusion = 'skipped';
    let said: Readonly<Record<string, string>> = {};
    if (holds(step.if, scope)) {
      const files = stepFiles(bench.temp, index);
      log += `## ${name}\n`;
      const doing: Doing = {
        bench,
        later,
        files,
        say: (text) => {
          log += text;
        },
      };
      const before = (await bench.world.onStep?.(bench.job, name)) ?? 'runs';
      const code = before === 'fails' ? 1 : await runOne(step, scope, doing);
      outcome = bench.signal.aborted ? 'cancelled' : code === 0 ? 'success' : 'failure';
      said = readPairs(files.GITHUB_OUTPUT);
      Object.assign(later, readPairs(files.GITHUB_ENV));
      const added = readFileSync(files.GITHUB_STEP_SUMMARY);
      if (added.length <= SUMMARY_LIMIT) summary += added.toString('utf8');
      else log += '::error::$GITHUB_STEP_SUMMARY upload aborted, supports content up to 1024k\n';
      failed ||= outcome === 'failure';
    }
    records.push({ name, outcome });
    if (step.id !== undefined) outputs[step.id] = { outcome, conclusion: outcome, outputs: said };
  }
  const result = bench.signal.aborted ? 'cancelled' : failed ? 'failure' : 'success';
  return { result, steps: records, outputs, log, summary };
}

interface Doing {
  readonly bench: Bench;
  readonly later: Record<string, string>;
  readonly files: ReturnType<typeof stepFiles>;
  readonly say: (text: string) => void;
}

async function runOne(step: StepFile, scope: Scope, doing: Doing): Promise<number> {
  const { bench, later, files, say } = doing;
  const own = texts(step.env, scope);
  const env = { ...bench.env, ...files, ...later, ...own };
  if (step.run !== undefined) return runScript(step.run, { ...doing, env });
  const stand = STAND_INS.find(([uses]) => step.uses?.startsWith(uses))?.[1];
  if (stand === undefined) throw new Error(`nobody stands in for ${step.uses ?? 'nothing'}`);
  const inputs = texts(step.with, scope);
  return stand({
    ...bench,
    inputs,
    env: { ...env, ...bench.more(inputs, later['BECOME']) },
    say,
    setEnv: (name, value) => {
      later[name] = value;
    },
  });
}

/** A script as the runner starts it: bash, ended at the first failure. Only the script's own variables, and PATH. */
async function runScript(
  script: string,
  { bench, files, say, env }: Doing & { readonly env: Readonly<Record<string, string>> },
): Promise<number> {
  const path = join(bench.temp, 'script.sh');
  writeFileSync(path, script);
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', path], {
      cwd: bench.workspace,
      env: { PATH: process.env['PATH'] ?? '', ...env, ...files },
    });
    child.stdout.on('data', (data: Buffer) => say(data.toString('utf8')));
    child.stderr.on('data', (data: Buffer) => say(data.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function texts(values: Readonly<Record<string, unknown>>, scope: Scope): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? fillText(value, scope) : String(fill(value, scope)),
    ]),
  );
}

function stepFiles(
  temp: string,
  index: number,
): Readonly<Record<'GITHUB_OUTPUT' | 'GITHUB_ENV' | 'GITHUB_STEP_SUMMARY', string>> {
  const folder = join(temp, `step-${index}`);
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => {
    writeFileSync(join(folder, name), '');
    return join(folder, name);
  };
  return {
    GITHUB_OUTPUT: file('output'),
    GITHUB_ENV: file('env'),
    GITHUB_STEP_SUMMARY: file('summary'),
  };
}

/** `name=value` and `name<<delimiter` lines. */
export function readPairs(path: string): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = {};
  const lines = (existsSync(path) ? readFileSync(path, 'utf8') : '').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, block, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (block !== undefined) {
      const end = lines.indexOf(delimiter ?? '', at + 1);
      pairs[block] = lines.slice(at + 1, end).join('\n');
      at = end;
      continue;
    }
    const equals = line.indexOf('=');
    if (equals > 0) pairs[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return pairs;
}
