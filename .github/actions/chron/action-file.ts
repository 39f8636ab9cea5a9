import type { Command } from '../../../cmd/command.ts';

/** The inputs that are the action's own, with what they are for. */
const OWN = {
  command: 'the command of chron to run: plan, apply, check, test, verify, comment, retrohunt, …',
  words: 'what stands beside the options, one word a line: a saved plan, paths, names of rules',
  stdout: 'a file that takes what the command prints, instead of the log',
  accept:
    'exit codes that do not fail the step, such as "5"; 4 of a plan is only accepted if the rest of it was saved',
  args: 'further words of the command line, one a line; never text that somebody else wrote',
  token: 'for comment: a token of GitHub that may write where the comment goes',
} as const;

const OUTPUTS = {
  'exit-code': 'what the command ended with (README.md, exit codes)',
  stale: 'true if the saved plan was moved from under it (exit 5): plan again',
  changes: 'true if there is something to carry out; needs "format: json", as all that follow do',
  held: 'how many rules and lists are held',
  drift: 'how many rules and lists were changed outside chron',
  digest: 'the digest of the plan that was saved, for apply',
  verdict:
    'the worst verdict of the gate: pass, warn, unproven or fail; empty if nothing was measured',
  report: 'the folder with the report',
} as const;

/** `emulate` runs until it is stopped, which no step can do; `init` is for a desk. */
export function isForActions({ name }: { readonly name: string }): boolean {
  return name !== 'emulate' && name !== 'init';
}

/** The text of action.yml: the action's own inputs, and every option of every command, once. */
export function actionFile(commands: readonly Pick<Command, 'name' | 'options'>[]): string {
  const options = new Map<string, { readonly says: string; readonly of: readonly string[] }>();
  for (const { name, options: table } of commands) {
    for (const [option, { describe }] of Object.entries(table)) {
      const of = options.get(option)?.of ?? [];
      const says = options.get(option)?.says ?? describe ?? '';
      options.set(option, { says, of: [...of, name] });
    }
  }
  const inputs = [...options]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { says, of }]) => entry(name, `${of.join(', ')}: ${says}`));
  return [
    '# Written by `npm run action:inputs` from the options of the commands.',
    'name: chron',
    'description: Runs one command of chron. Nothing is installed; the bundle comes with the release.',
    'author: the authors of chron',
    '',
    'inputs:',
    ...Object.entries(OWN).map(([name, says]) => entry(name, says, name === 'command')),
    ...inputs,
    '',
    'outputs:',
    ...Object.entries(OUTPUTS).map(([name, says]) => entry(name, says)),
    '',
    'runs:',
    '  using: node24',
    '  main: main.mjs',
    '',
  ].join('\n');
}

function entry(name: string, says: string, required = false): string {
  const lines = [`  ${name}:`, `    description: ${JSON.stringify(says)}`];
  return [...lines, ...(required ? ['    required: true'] : [])].join('\n');
}
