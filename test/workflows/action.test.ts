import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actionFile, isForActions } from '../../.github/actions/chron/action-file.ts';
import { packageOfModule } from '../../.github/actions/chron/contents.ts';
import {
  acceptedOf,
  commandLine,
  inputsOf,
  OWN_INPUTS,
} from '../../.github/actions/chron/inputs.ts';
import { failsStep, outputLines, outputsOf } from '../../.github/actions/chron/outputs.ts';
import { COMMANDS } from '../../cmd/chron.ts';
import { planCommand } from '../../cmd/plan.ts';

const ACTION = resolve(import.meta.dirname, '../../.github/actions/chron/action.yml');

const plan = (counts: object, more: object = {}): object => ({
  counts: { changes: 0, held: 0, drift: 0, ...counts },
  ...more,
});
const printed = (...plans: readonly object[]): string => JSON.stringify({ version: 1, plans });

describe('inputsOf', () => {
  it('takes what the runner sets, without what was not given', () => {
    const env = { 'INPUT_DRIFT-ONLY': 'true', INPUT_ENV: ' prod\n', INPUT_RULE: '', HOME: '/root' };
    expect(inputsOf(env)).toEqual({ 'drift-only': 'true', env: 'prod' });
  });
});

describe('commandLine', () => {
  it.each([
    ['an option', { env: 'prod' }, ['plan', '--env=prod']],
    ['a list, one a line', { env: 'staging\n prod' }, ['plan', '--env=staging', '--env=prod']],
    ['a flag', { 'drift-only': 'true' }, ['plan', '--drift-only']],
    ['a flag that is off', { 'drift-only': 'false' }, ['plan', '--no-drift-only']],
    ['words', { words: 'a\nb' }, ['plan', 'a', 'b']],
    ['further words', { args: '--full' }, ['plan', '--full']],
    ['nothing of the action itself', { stdout: 'x', accept: '4', token: 't' }, ['plan']],
  ])('writes %s', (_, given, words) => {
    expect(commandLine({ command: 'plan', ...given }, planCommand.options)).toEqual(words);
  });

  it.each([
    ['an option that the command has not', { digest: 'a' }, 'chron plan takes no "digest"'],
    ['a flag that is neither', { 'drift-only': 'yes' }, '"drift-only" is true or false, not "yes"'],
    ['an option among words', { words: 'a\n--allow-dirty' }, '"--allow-dirty" is an option'],
  ])('refuses %s', (_, given, message) => {
    expect(() => commandLine({ command: 'plan', ...given }, planCommand.options)).toThrow(message);
  });

  it('never lets a value become an option', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const inputs = inputsOf({ INPUT_COMMAND: 'plan', INPUT_ENV: value, INPUT_OUT: value });
        const [command, ...words] = commandLine(inputs, planCommand.options);
        expect(command).toBe('plan');
        for (const word of words) expect(word).toMatch(/^--(env|out)=/);
      }),
    );
  });
});

describe('outputsOf', () => {
  it.each([
    ['no changes', printed(plan({})), { changes: 'false', held: '0', digest: '' }],
    [
      'a saved plan',
      printed(plan({ changes: 2 }, { saved: { digest: 'ab' } })),
      { changes: 'true', digest: 'ab' },
    ],
    [
      'two environments, which have no one digest',
      printed(plan({ held: 1 }, { saved: { digest: 'a' } }), plan({ held: 2, drift: 1 })),
      { changes: 'false', held: '3', drift: '1', digest: '' },
    ],
    ['a refusal', printed({ status: 'refused' }), { changes: 'false', held: '0' }],
    [
      'the worst verdict',
      printed(
        plan({}, { changes: [{ verdict: 'pass' }, { gate: { verdict: { status: 'unproven' } } }] }),
      ),
      { verdict: 'unproven' },
    ],
    ['text', 'No changes.', { changes: '', held: '', digest: '', verdict: '' }],
    ['JSON that was cut', '{"version":1,"pl', { changes: '' }],
  ])('reads %s', (_, text, outputs) => {
    expect(outputsOf(0, text, 'out/report')).toMatchObject({ ...outputs, report: 'out/report' });
  });

  it.each([
    [5, 'true'],
    [0, 'false'],
    [4, 'false'],
  ])('says after exit %i that stale is %s', (exit, stale) => {
    expect(outputsOf(exit, '', '')).toMatchObject({ stale, 'exit-code': String(exit) });
  });
});

describe('failsStep', () => {
  const saved = { digest: 'ab', changes: 'true' };
  it.each([
    [0, '', {}, false],
    [4, '', saved, true],
    [4, '4', saved, false],
    [4, '4', { digest: '', changes: 'true' }, true],
    [4, '4', { digest: 'ab', changes: 'false' }, true],
    [5, '4, 5', {}, false],
    [1, '4 5', {}, true],
  ])('after exit %i, accepting "%s", of %j: %s', (exit, accept, known, fails) => {
    const outputs = { ...outputsOf(exit, '', ''), ...known };
    expect(failsStep(outputs, acceptedOf({ accept }))).toBe(fails);
  });
});

it('keeps an output from beginning another', () => {
  const lines = outputLines(outputsOf(0, '', 'a\nverdict<<x\npass\nx'), 'delimiter');
  expect(lines.split('\n').filter((line) => line.endsWith('<<delimiter'))).toHaveLength(8);
});

describe('action.yml', () => {
  const { inputs }: { inputs: Record<string, unknown> } = parse(readFileSync(ACTION, 'utf8'));

  it('names no input that no command takes', async () => {
    const tables = await Promise.all(COMMANDS.map(async ({ load }) => (await load()).options));
    const options = new Set([...OWN_INPUTS, ...tables.flatMap((table) => Object.keys(table))]);
    expect(Object.keys(inputs).filter((name) => !options.has(name))).toEqual([]);
  });

  it('is what `npm run action:inputs` writes', async () => {
    const commands = await Promise.all(COMMANDS.filter(isForActions).map(({ load }) => load()));
    expect(parse(readFileSync(ACTION, 'utf8'))).toEqual(parse(actionFile(commands)));
  });
});

it.each([
  ['/w/node_modules/zod/v4/index.js', 'zod'],
  ['/w/node_modules/@duckdb/node-api/lib/a.js', '@duckdb/node-api'],
  ['/w/node_modules/a/node_modules/b/c.js', 'b'],
  ['\0commonjs:/w/node_modules/qs/lib/x.js', 'qs'],
  ['/w/lib/text.ts', undefined],
])('packageOfModule(%s) is %s', (id, name) => {
  expect(packageOfModule(id)).toBe(name);
});
