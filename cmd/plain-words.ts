import type { Arguments, Command, OptionTable } from './command.ts';

type Option = OptionTable[string];
type Value = string | number | boolean | string[];

/**
 * Reads the words behind a command where nobody can take them for anything else: options that the command has, written
 * out, each with one plain value. Undefined for all others, right or wrong: yargs reads those, says what is wrong, and
 * takes longer to load than most commands take to check a rule.
 */
export function readPlainWords(
  { words, options }: Pick<Command, 'words' | 'options'>,
  argv: readonly string[],
): Arguments<OptionTable> | undefined {
  const found = new Map<string, Value>();
  const positionals: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (!word.startsWith('-')) {
      if (!isPlain(word)) return undefined;
      positionals.push(word);
      continue;
    }
    const [, name = '', behind] = OPTION.exec(word) ?? [];
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined || !isKnown(option)) return undefined;
    if (option.type === 'boolean') {
      if (behind !== undefined || found.has(name)) return undefined;
      found.set(name, true);
      continue;
    }
    const text = behind ?? argv[(at += 1)] ?? '';
    // A list goes on to the next option.
    if (option.array === true && at + 1 < argv.length && argv[at + 1]?.startsWith('-') !== true)
      return undefined;
    const value = isPlain(text) ? valueOf(option, text, found.get(name)) : undefined;
    if (value === undefined) return undefined;
    found.set(name, value);
  }
  if (!takes(words, positionals.length)) return undefined;
  const read: Record<string, unknown> = { positionals };
  for (const [name, { default: usual, demandOption }] of Object.entries(options)) {
    const value = found.get(name) ?? (usual as unknown);
    if (value === undefined && demandOption !== undefined) return undefined;
    if (value !== undefined) read[name] = value;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each option has the value that its table says
  return read as Arguments<OptionTable>;
}

const OPTION = /^--([a-z][a-z-]*)(?:=([^]+))?$/;

/** Nothing that a parser could take for quotes, a number, a truth, an option or a name of its own (`$0`). */
function isPlain(text: string): boolean {
  return /^[^\s'"`\\=$-][^\s'"`\\=$]*$/.test(text) && !/^(?:true|false|[\d.+].*)$/s.test(text);
}

/** What of an option is understood here. */
const KNOWN: ReadonlySet<string> = new Set([
  'alias',
  'array',
  'choices',
  'default',
  'demandOption',
  'describe',
  'requiresArg',
  'type',
]);

function isKnown(option: Option): boolean {
  return Object.keys(option).every((key) => KNOWN.has(key));
}

/** Given twice is an error, or a list. */
function valueOf(
  { type, array, choices }: Option,
  text: string,
  before: Value | undefined,
): Value | undefined {
  if (choices !== undefined && !choices.includes(text)) return undefined;
  if (type !== 'string' && (type !== undefined || choices === undefined)) return undefined;
  if (array === true) return Array.isArray(before) ? [...before, text] : [text];
  return before === undefined ? text : undefined;
}

/** Whether there may be so many words: `<one>` is needed, `[one]` is not, and of `[any..]` there may be more. */
function takes(words: string, count: number): boolean {
  const places = words.split(' ').filter((word) => word !== '');
  const least = places.filter((word) => word.startsWith('<')).length;
  return count >= least && (words.includes('..') || count <= places.length);
}
