import type { InferredOptionTypes, Options } from 'yargs';
import type { Random, Clock } from '../lib/ports/clock.ts';
import type { ExitCode } from './exit.ts';

/** A stream that a person or a pipe reads. */
export interface Voice {
  write(text: string): void;
  /** A terminal: colours and moving progress are welcome. */
  readonly terminal: boolean;
  readonly columns: number;
}

/** All that a command may use of the world outside. Made once in main.ts, and by tests. */
export interface Context {
  readonly cwd: string;
  /** Environment variables; only cmd/settings.ts reads them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The product. */
  readonly out: Voice;
  /** Everything said on the way. */
  readonly err: Voice;
  /** Asks the person at the terminal; undefined when there is none. */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: typeof globalThis.fetch;
  /** Calls back on Ctrl-C or SIGTERM, until the returned function is called. */
  readonly onInterrupt: (stop: () => void) => () => void;
}

export type OptionTable = Readonly<Record<string, Options>>;

/** A command as data: what it is called, what it takes, what it does. */
export interface Command<Table extends OptionTable = OptionTable> {
  readonly name: string;
  /** Positional words as yargs writes them: `[file]`, `[path..]`. */
  readonly words: string;
  readonly summary: string;
  readonly options: Table;
  /** At least one: the command as typed, and what it is good for. */
  readonly examples: readonly (readonly [command: string, effect: string])[];
  // A method, so that a command with a narrower table is still a command.
  run(args: Arguments<Table>, context: Context): Promise<ExitCode>;
}

/** What was typed: options by their kebab-case names, `words` by position. */
export type Arguments<Table extends OptionTable> = InferredOptionTypes<Table> & {
  readonly positionals: readonly string[];
};

/** Ties the types of a command's options to what its `run` is given. The one file that knows yargs' types. */
export function defineCommand<const Table extends OptionTable>(
  command: Command<Table>,
): Command<Table> {
  return command;
}
