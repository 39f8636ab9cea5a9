import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { COMMANDS, main } from '../../../cmd/chron.ts';
import { processContext } from '../../../cmd/process-context.ts';
import { acceptedOf, commandLine, inputsOf } from './inputs.ts';
import { failsStep, outputLines, outputsOf } from './outputs.ts';

/** One step: inputs in, the command in this process, outputs out. Called by the runner with its environment. */
async function run(env: NodeJS.ProcessEnv): Promise<void> {
  const inputs = inputsOf(env);
  const name = inputs['command'] ?? '';
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    throw new Error(`"command" is one of ${COMMANDS.map((one) => one.name).join(', ')}`);
  }
  const argv = commandLine(inputs, (await command.load()).options);
  const token = inputs['token'];
  const context = processContext({
    ...withoutInputs(env),
    ...(token === undefined ? {} : { GITHUB_TOKEN: token }),
  });
  const file = inputs['stdout'];
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  let printed = '';
  const exit = await main(argv, {
    ...context,
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
  const to = env['GITHUB_OUTPUT'];
  if (to !== undefined) appendFileSync(to, outputLines(outputs, `chron-${randomUUID()}`));
  if (failsStep(outputs, acceptedOf(inputs))) process.exitCode = exit;
}

/** What chron sees: the environment without the inputs, a token among them. */
function withoutInputs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('INPUT_')));
}

try {
  await run(process.env);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stdout.write(
    `::error title=chron::${why.replaceAll('%', '%25').replaceAll(/\r?\n/g, '%0A')}\n`,
  );
  process.exitCode = 1;
}
