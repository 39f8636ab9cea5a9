import packageFile from '../package.json' with { type: 'json' };
import { ApiError, UserError } from '../lib/errors.ts';
import { nearest, visible } from '../lib/text.ts';
import type { Command, Context } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { readPlainWords } from './plain-words.ts';

export const VERSION: string = packageFile.version;

/** The commands: name, one line, and how to load the rest, so that no command pays for another. */
export const COMMANDS: readonly {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}[] = [
  {
    name: 'plan',
    summary: 'show what apply would change in an environment',
    load: async () => (await import('./plan.ts')).planCommand,
  },
  {
    name: 'apply',
    summary: 'plan, show, ask, and carry out',
    load: async () => (await import('./apply.ts')).applyCommand,
  },
  {
    name: 'accept',
    summary: 'accept the noise of one text of a rule, by a line that is reviewed',
    load: async () => (await import('./accept.ts')).acceptCommand,
  },
  {
    name: 'retrohunt',
    summary: 'run stored rules over the past of a tenant, and count what they find',
    load: async () => (await import('./retrohunt.ts')).retrohuntCommand,
  },
  {
    name: 'verify',
    summary: "ask a tenant's own compiler about rules; nothing is stored",
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'doctor',
    summary: 'find out why chron cannot work with a tenant, and what to do',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  {
    name: 'health',
    summary: 'show rules of a tenant that fail, that drown, and how full its quota is',
    load: async () => (await import('./health.ts')).healthCommand,
  },
  {
    name: 'comment',
    summary: 'keep one comment on a pull request with what was planned or applied',
    load: async () => (await import('./comment.ts')).commentCommand,
  },
  {
    name: 'emulate',
    summary: 'run a Detection Engine on this machine',
    load: async () => (await import('./emulate.ts')).emulateCommand,
  },
  {
    name: 'check',
    summary: 'find what is wrong with rules and lists, without a tenant',
    load: async () => (await import('./check.ts')).checkCommand,
  },
  {
    name: 'test',
    summary: 'run the cases of rules: given these events, expect these detections',
    load: async () => (await import('./test.ts')).testCommand,
  },
  {
    name: 'replay',
    summary: 'run rules over an export of events, on this machine',
    load: async () => (await import('./replay.ts')).replayCommand,
  },
  {
    name: 'fmt',
    summary: 'put rules into the one style, keeping every comment',
    load: async () => (await import('./fmt.ts')).fmtCommand,
  },
  {
    name: 'init',
    summary: 'set up a repository of rules, its workflows and identities',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'explain',
    summary: 'say what a finding of chron check means, with examples',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
];

/**
 * Runs one command line. Everything that ends a command passes here: the only catch-all,
 * the only place that turns an error into words and an exit code.
 */
export async function main(argv: readonly string[], context: Context): Promise<ExitCode> {
  if (argv.length === 1 && argv[0] === '--version') {
    context.out.write(`${VERSION}\n`);
    return EXIT.ok;
  }
  try {
    return await dispatch(argv, context);
  } catch (error) {
    return explain(error, context);
  }
}

async function dispatch(argv: readonly string[], context: Context): Promise<ExitCode> {
  const completing = argv.some((one) => one.startsWith('--get-yargs-completions'));
  const words = argv.filter((one) => !one.startsWith('-'));
  // A completion script puts the name of the program before the words typed so far.
  const word = completing ? words[1] : words[0];
  const chosen = COMMANDS.find(({ name }) => name === word);
  if (word !== undefined && chosen === undefined && !completing) refuseCommand(word);
  const loaded = await chosen?.load();
  // Alone on the stage a command costs no rendering of the help of all.
  const alone = completing ? undefined : loaded;
  const rest = alone === undefined ? argv : without(argv, alone.name);
  const plain = alone === undefined ? undefined : readPlainWords(alone, rest);
  if (alone !== undefined && plain !== undefined) return alone.run(plain, context);
  const { readTypedWords } = await import('./typed-words.ts');
  const { said, start } = await readTypedWords(rest, { alone, loaded, context });
  if (said !== '') context.out.write(`${said}\n`);
  // Started only now, so that whatever was thrown before is a misuse, and whatever comes is not.
  return start === undefined ? EXIT.ok : start();
}

/** The words without the first one that is this. */
function without(argv: readonly string[], word: string): string[] {
  const at = argv.indexOf(word);
  return argv.filter((_, index) => index !== at);
}

/** `completion` is yargs' own. */
function refuseCommand(word: string): void {
  if (word === 'completion') return;
  const names = COMMANDS.map(({ name }) => name);
  const meant = nearest(word, names);
  throw new UserError(`there is no command "${word}"`, {
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}known are ${names.join(', ')}`,
  });
}

/** The code that an error ends a command with. */
export function exitOf(error: unknown): ExitCode {
  if (error instanceof UserError) return error.exit;
  const denied = error instanceof ApiError && (error.status === 401 || error.status === 403);
  return denied ? EXIT.denied : EXIT.failed;
}

/** Says an error on stderr in words for whoever can fix it, and gives the code that it ends a command with. */
export function explain(error: unknown, { err }: Pick<Context, 'err'>): ExitCode {
  if (error instanceof UserError || error instanceof ApiError) {
    err.write(`chron: ${visible(error.message)}\n${hintLine(error.hint)}`);
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    err.write(
      `chron: this is a bug in chron ${VERSION} (node ${NODE_VERSION})\n${visible(stack)}\n`,
    );
  }
  return exitOf(error);
}

const NODE_VERSION = globalThis.process.version;

function hintLine(hint: string | undefined): string {
  return hint === undefined ? '' : `  hint: ${visible(hint)}\n`;
}
