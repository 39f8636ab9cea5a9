import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { COMMANDS, main } from '../../../cmd/chron.ts';
import type { Context } from '../../../cmd/command.ts';
import { acceptedOf, commandLine, inputsOf } from './inputs.ts';
import { failsStep, outputLines, outputsOf } from './outputs.ts';

/**
 * One step of a workflow: inputs in, the command in this process, outputs out. `context` is the world as the runner
 * made it, with the inputs among its variables. Gives the code that the step ends with, 0 for one that is accepted.
 */
export async function runStep(context: Context): Promise<number> {
  try {
    return await run(context);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    context.out.write(`::error title=chron::${escaped(why)}\n`);
    return 1;
  }
}

async function run(context: Context): Promise<number> {
  const inputs = inputsOf(context.env);
  const name = inputs['command'] ?? '';
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    throw new Error(`"command" is one of ${COMMANDS.map((one) => one.name).join(', ')}`);
  }
  const argv = commandLine(inputs, (await command.load()).options);
  const token = inputs['token'];
  const [file] = ['stdout', 'out'].map((input) => placeFor(inputs[input], context.cwd));
  let printed = '';
  const exit = await main(argv, {
    ...context,
    env: {
      ...withoutInputs(context.env),
      ...(token === undefined ? {} : { GITHUB_TOKEN: token }),
    },
    out: {
      terminal: false,
      columns: 120,
      write: (text) => {
        printed += text;
        if (file === undefined) context.out.write(text);
      },
    },
  });
  if (file !== undefined) writeFileSync(file, printed);
  const outputs = outputsOf(exit, printed, inputs['report'] ?? '');
  const to = context.env['GITHUB_OUTPUT'];
  if (to !== undefined) appendFileSync(to, outputLines(outputs, `chron-${randomUUID()}`));
  return failsStep(outputs, acceptedOf(inputs)) ? exit : 0;
}

/** Where a file is to be, in a folder that is there. */
function placeFor(path: string | undefined, cwd: string): string | undefined {
  if (path === undefined) return undefined;
  const place = resolve(cwd, path);
  mkdirSync(dirname(place), { recursive: true });
  return place;
}

/** What chron sees: the environment without the inputs, a token among them. */
function withoutInputs(env: Context['env']): Context['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('INPUT_')));
}

/** As the runner reads the text of a workflow command. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
