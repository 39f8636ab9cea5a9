import yargs from 'yargs';
import { UserError } from '../lib/errors.ts';
import { nearest } from '../lib/text.ts';
import { COMMANDS, VERSION } from './chron.ts';
import type { Arguments, Command, Context, OptionTable } from './command.ts';
import { EXIT_MEANINGS, type ExitCode } from './exit.ts';
import { SETTINGS } from './settings.ts';

/** What came of the words that were typed. */
export interface TypedWords {
  /** Help, a version or completions; empty if none was asked for. */
  readonly said: string;
  /** Runs the command that was asked for. */
  readonly start: (() => Promise<ExitCode>) | undefined;
}

/**
 * Reads any words at all. `alone` is the command that they are for, without its name among them; where completions are
 * asked for, the command stands among all others. Throws `UserError` for a misuse.
 */
export async function readTypedWords(
  argv: readonly string[],
  {
    alone,
    loaded,
    context,
  }: {
    readonly alone: Command | undefined;
    readonly loaded: Command | undefined;
    readonly context: Context;
  },
): Promise<TypedWords> {
  let start: (() => Promise<ExitCode>) | undefined;

  const parser = yargs([])
    .scriptName(alone === undefined ? 'chron' : `chron ${alone.name}`)
    .usage(
      alone === undefined
        ? '$0 <command>\n\nKeeps YARA-L rules in git and Google SecOps tenants in step with it.'
        : `$0 ${alone.words}\n\n${alone.summary}`,
    )
    .exitProcess(false)
    .fail(false)
    .strict()
    .demandCommand(alone === undefined ? 1 : 0, 'name a command; chron --help lists them')
    .wrap(Math.min(100, context.out.columns))
    .version(VERSION)
    .help()
    .alias('h', 'help')
    .parserConfiguration({ 'parse-numbers': true, 'parse-positional-numbers': false })
    .epilogue(loaded === undefined ? epilogue() : 'exit codes: chron --help');

  if (alone === undefined)
    parser.completion('completion', 'print a script that completes chron in your shell');
  for (const { name, summary } of COMMANDS) {
    if (loaded === undefined || loaded.name !== name) {
      if (alone === undefined) parser.command(name, summary);
      continue;
    }
    const command: Command = loaded;
    parser.command(
      `${alone === undefined ? command.name : '$0'}${command.words === '' ? '' : ` ${command.words}`}`,
      summary,
      (own) => {
        for (const [typed, effect] of command.examples) own.example(typed, effect);
        return own.options(command.options);
      },
      (parsed) => {
        start = () => command.run(argumentsOf(command, parsed), context);
      },
    );
  }
  if (loaded === undefined) {
    parser.example('chron apply --env local', 'try it: a Detection Engine of your own, no tenant');
    parser.example('chron plan --env prod', 'what a merge would change in prod');
  }

  let said = '';
  try {
    await parser.parseAsync([...argv], {}, (_error, _parsed, output) => {
      said = output;
    });
  } catch (error) {
    throw usageError(error, loaded);
  }
  return { said, start };
}

/** Misuse of the command line, in our words where yargs' are not enough. */
function usageError(error: unknown, command: Command | undefined): UserError {
  const message = error instanceof Error ? error.message : String(error);
  const help = command === undefined ? 'chron --help' : `chron ${command.name} --help`;
  const [, unknown] = /^Unknown arguments?: ([^,]+)/.exec(message) ?? [];
  if (unknown === undefined)
    return new UserError(lowerFirst(message), { hint: help, cause: error });
  const meant = nearest(unknown, Object.keys(command?.options ?? {}));
  return new UserError(`there is no option or word "${unknown}" here`, {
    hint: meant === undefined ? help : `did you mean --${meant}? ${help} lists all`,
    cause: error,
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function argumentsOf<Table extends OptionTable>(
  command: Command<Table>,
  parsed: Record<string, unknown>,
): Arguments<Table> {
  const words = command.words
    .split(' ')
    .map((word) => word.replace(/[[\]<>.]/g, ''))
    .filter((word) => word !== '');
  const positionals = words.flatMap((word) => parsed[word] ?? []).map(String);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- yargs has parsed exactly this table
  return { ...parsed, positionals } as unknown as Arguments<Table>;
}

function epilogue(): string {
  const codes = Object.entries(EXIT_MEANINGS).map(
    ([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`,
  );
  const settings = Object.entries(SETTINGS).map(([name, use]) => `  ${name}  ${use}`);
  return ['Exit codes:', ...codes, '', 'Environment variables:', ...settings].join('\n');
}
