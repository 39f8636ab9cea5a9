import type { OptionTable } from '../../../cmd/command.ts';

/** What the action takes besides the options of chron's commands; the rest of action.yml's inputs are options. */
export const OWN_INPUTS = [
  'command',
  'words',
  'stdout',
  'accept',
  'args',
  'token',
] as const satisfies readonly string[];

/** The inputs of a step by their names in action.yml; one that was not given is empty. */
export type Inputs = Readonly<Record<string, string>>;

/**
 * The inputs that the runner hands over: `INPUT_DRIFT-ONLY` is `drift-only`. Names are upper-cased by the runner,
 * spaces become underscores, hyphens stay.
 */
export function inputsOf(env: Readonly<Record<string, string | undefined>>): Inputs {
  const inputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('INPUT_') || value === undefined || value.trim() === '') continue;
    inputs[name.slice('INPUT_'.length).toLowerCase()] = value.trim();
  }
  return inputs;
}

/**
 * The command line that inputs ask for. Every value is written as `--name=value`, so that none is ever read as an
 * option; an option that is a list takes one value a line. `args` adds whole words, one a line, as they are: a
 * workflow that passes on what others wrote leaves it alone.
 */
export function commandLine(inputs: Inputs, options: OptionTable): readonly string[] {
  const own: readonly string[] = OWN_INPUTS;
  const given = Object.entries(inputs).filter(([name]) => !own.includes(name));
  const unknown = given.map(([name]) => name).filter((name) => options[name] === undefined);
  if (unknown.length > 0) {
    throw new Error(`chron ${inputs['command'] ?? ''} takes no ${unknown.map(quoted).join(', ')}`);
  }
  const words = lines(inputs['words']);
  const hidden = words.find((word) => word.startsWith('-'));
  if (hidden !== undefined) throw new Error(`${quoted(hidden)} is an option, not a word`);
  return [
    inputs['command'] ?? '',
    ...words,
    ...given.flatMap(([name, value]) => optionWords(name, value, options)),
    ...lines(inputs['args']),
  ];
}

function optionWords(name: string, value: string, options: OptionTable): readonly string[] {
  const option = options[name];
  if (option?.type === 'boolean') {
    if (value !== 'true' && value !== 'false') {
      throw new Error(`${quoted(name)} is true or false, not ${quoted(value)}`);
    }
    return [value === 'true' ? `--${name}` : `--no-${name}`];
  }
  if (option?.array === true) return lines(value).map((one) => `--${name}=${one}`);
  return [`--${name}=${value}`];
}

/** The exit codes that do not fail the step: `accept: 4 5`. */
export function acceptedOf(inputs: Inputs): readonly number[] {
  return (inputs['accept'] ?? '')
    .split(/[\s,]+/)
    .flatMap((word) => (word === '' ? [] : [Number(word)]));
}

function lines(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
