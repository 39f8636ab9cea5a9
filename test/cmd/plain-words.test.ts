import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cmd/chron.ts';
import type { Command } from '../../cmd/command.ts';
import { readPlainWords } from '../../cmd/plain-words.ts';
import { processContext } from '../../cmd/process-context.ts';
import { readTypedWords } from '../../cmd/typed-words.ts';

const COMMANDS_LOADED = await Promise.all(COMMANDS.map(({ load }) => load()));

const CONTEXT = processContext({});

/** What of a command's options is set, and its words. */
function told(command: Command, args: object): Record<string, unknown> {
  const known = ['positionals', ...Object.keys(command.options)];
  return Object.fromEntries(Object.entries(args).filter(([name]) => known.includes(name)));
}

/** What yargs makes of the words; undefined if it refuses them or has something to say itself. */
async function typed(
  command: Command,
  argv: readonly string[],
): Promise<Record<string, unknown> | undefined> {
  let args: object | undefined;
  const spy: Command = {
    ...command,
    run: (given) => {
      args = given;
      return Promise.resolve(0);
    },
  };
  try {
    const { start } = await readTypedWords(argv, { alone: spy, loaded: spy, context: CONTEXT });
    await start?.();
  } catch {
    return undefined;
  }
  return args === undefined ? undefined : told(command, args);
}

const WORDS = [
  ...'rules/aws prod a,b %list ../x.yaral C:/x é - -- --no-unicode --strict=true --env=prod'.split(
    ' ',
  ),
  ...'true false 0 12 1e3 .5 +1 0x10 20m NaN null undefined text json github local'.split(' '),
  ...'--help -h --version -y --nosuch --format --format=json --timeout=5m --from=2026-01-01'.split(
    ' ',
  ),
  ...'\'quoted\' "quoted" back\\slash a=b --a.b --__proto__ --constructor [x] $0 _'.split(' '),
  '',
  'with space',
  'two\nlines',
];

describe('readPlainWords', () => {
  it.each(COMMANDS_LOADED.map((command) => [command.name, command] as const))(
    'takes the words of chron %s as yargs does, or leaves them to it',
    async (_name, command) => {
      const own = Object.keys(command.options).flatMap((name) => [`--${name}`, `--${name}=one`]);
      const word = fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom('one', 'two', ...own));
      await fc.assert(
        fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (argv) => {
          const plain = readPlainWords(command, argv);
          if (plain === undefined) return;
          expect(told(command, plain)).toEqual(await typed(command, argv));
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each<[name: string, words: string, takes: object]>([
    ['check', '', { positionals: [], format: 'text', strict: false }],
    ['check', 'rules/a.yaral --strict', { positionals: ['rules/a.yaral'], strict: true }],
    ['check', '--format json a b', { positionals: ['a', 'b'], format: 'json' }],
    ['check', '--format=github', { positionals: [], format: 'github' }],
    ['plan', '--env prod --env dev --full', { env: ['prod', 'dev'], full: true }],
    ['plan', '--env prod', { env: ['prod'], overwrite: [], timeout: '20m', unicode: true }],
  ])('takes chron %s %s', async (name, words, takes) => {
    const argv = words.split(' ').filter((word) => word !== '');
    const command = COMMANDS_LOADED.find((one) => one.name === name);
    expect(command && readPlainWords(command, argv)).toMatchObject(takes);
  });

  it.each([
    ['an option that is not there', ['--strct']],
    ['another sign than text', ['--format', 'xml']],
    ['an option without its value', ['--format']],
    ['an option that is given twice', ['--format', 'json', '--format', 'text']],
    ['a value that an option takes', ['--strict', 'true']],
    ['help', ['rules', '--help']],
    ['what stands behind --', ['--', 'rules']],
    ['quotes', ['"rules"']],
  ])('leaves to yargs: %s', (_title, argv) => {
    const command = COMMANDS_LOADED.find((one) => one.name === 'check');
    expect(command).toBeDefined();
    expect(command && readPlainWords(command, argv)).toBeUndefined();
  });
});
