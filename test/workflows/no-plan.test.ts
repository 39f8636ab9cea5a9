import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { machinePlansSchema } from '../../lib/model/machine-plan.ts';
import { tempFolder } from '../helpers/temp.ts';
import { readLintFile, stepsOf } from './lint-file.ts';
import { fillText } from './runner/expressions.ts';

const WORKFLOWS = resolve(import.meta.dirname, '../../.github/workflows');

/** Names that would end the text of a name, or write a plan of their own. */
const NAMES = [
  'prod',
  'a"b\\c',
  'x", "status": "planned", "x": "',
  "it's $(touch pwned) `touch pwned` %s %n",
  'two\nlines',
  'ü\u2028\u0000',
];

it.each(['plan.yml', 'drift.yml'].flatMap((file) => NAMES.map((name) => [file, name] as const)))(
  '%s says that there is no plan of %j, and nothing else',
  async (file, environment) => {
    const cwd = await tempFolder();
    const steps = stepsOf(readLintFile(readFileSync(join(WORKFLOWS, file), 'utf8')));
    const [, step] = steps.find(([, { name }]) => name === 'Say that there is no plan') ?? [];
    const scope = { success: false, failure: true, cancelled: false, hashFiles: () => '' };
    const contexts = { matrix: { environment } };
    const variable = fillText(step?.env?.['ENVIRONMENT'], { ...scope, contexts });
    const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', step?.run ?? 'false'], {
      cwd,
      env: { PATH: process.env['PATH'], ENVIRONMENT: variable },
    });
    expect(status).toBe(0);
    const { plans } = machinePlansSchema.parse(
      JSON.parse(readFileSync(join(cwd, 'out/none.json'), 'utf8')),
    );
    expect(plans).toEqual([
      {
        environment,
        status: 'refused',
        exit: 1,
        error: { message: 'the job ended before there was a plan; its log says why' },
      },
    ]);
  },
);
