import { resolve as resolvePath } from 'node:path';
import type { Options } from 'yargs';
import { chooseOptions, EMULATOR_OPTIONS, type EmulatorOptions } from '../lib/emulator/options.ts';
import { UserError } from '../lib/errors.ts';
import { readEnvironment } from '../lib/repo/environment.ts';
import { counted, visibleLine } from '../lib/text.ts';
import { defineCommand, type Context, type OptionTable } from './command.ts';
import { EMULATE, holdState } from './embedded.ts';
import { EXIT } from './exit.ts';
import type { HeldEvents } from './held-events.ts';
import { sayLines } from './say.ts';
import { findPlace, refuseBroken } from './workspace.ts';

/** Every row of the emulator's own table, as an option of the command line. */
const CHOICES: Readonly<Record<string, Options & { readonly type: 'string' }>> = Object.fromEntries(
  Object.entries(EMULATOR_OPTIONS).map(([name, { values, doc }]) => [
    kebab(name),
    {
      type: 'string',
      choices: values,
      describe: `${doc} [${values[0]}]`,
      requiresArg: true,
      group:
        'What the service leaves open, and what a tenant can be set to (first is the default):',
    },
  ]),
);

export const emulateCommand = defineCommand({
  name: 'emulate',
  words: '',
  summary: 'run a Detection Engine on this machine',
  options: {
    env: {
      type: 'string',
      default: 'local',
      describe: 'the embedded environment whose state it keeps',
      requiresArg: true,
    },
    port: {
      type: 'number',
      default: 0,
      describe: 'where to listen; 0 takes a free port',
      requiresArg: true,
    },
    events: {
      type: 'string',
      array: true,
      describe: 'files of UDM events to take in first: NDJSON, gzipped or not, or JSON',
      requiresArg: true,
    },
    'export-events': {
      type: 'string',
      describe: 'write all events that it holds to this file as NDJSON, and end',
      requiresArg: true,
    },
    'enforce-quotas': {
      type: 'boolean',
      default: false,
      describe: 'short for --quotas published',
    },
    delete: {
      type: 'boolean',
      default: true,
      describe: 'DeleteRule is open to this tenant; --no-delete is short for --delete-rule denied',
    },
    ...(CHOICES satisfies OptionTable),
  },
  examples: [
    ['chron emulate --env local --port 8321', 'then: chron apply --env local, or plain curl'],
    ['chron emulate --enforce-quotas', 'rehearse with the published rates'],
    [
      'chron emulate --events day.ndjson.gz',
      'hunt in events of your own, beside those of the rule tests',
    ],
    ['chron emulate --export-events held.ndjson', 'what hunts look at, as a file'],
  ],
  async run(args, context) {
    const place = findPlace(context);
    const { environment, diagnostics, texts } = await readEnvironment(place.tree, args.env);
    refuseBroken(diagnostics, texts, context);
    if (environment?.api !== 'embedded') {
      throw new UserError(`environment "${visibleLine(args.env)}" is a tenant of its own`, {
        hint: 'emulate serves environments with `api: embedded`',
      });
    }
    if (!Number.isInteger(args.port) || args.port < 0 || args.port > 65_535) {
      throw new UserError('--port takes a port number, 0 to 65535');
    }
    const stop = new AbortController();
    const stopped = new Promise((resolve) => {
      stop.signal.addEventListener('abort', resolve);
    });
    const forget = context.onInterrupt(() => stop.abort());
    const options = chosen(args, environment.tier);
    const held = await holdState({
      state: place.state,
      environment: environment.name,
      command: EMULATE,
      clock: context.clock,
      tests: place.tree,
      say: (line) => sayLines(context, line),
    });
    try {
      for (const path of args.events ?? []) {
        if (stop.signal.aborted) return EXIT.interrupted;
        await takeIn(resolvePath(context.cwd, path), held.events, context);
      }
      if (stop.signal.aborted) return EXIT.interrupted;
      const target = args['export-events'];
      if (target !== undefined) {
        const count = await held.events.writeTo(resolvePath(context.cwd, target));
        sayLines(context, `${counted(count, 'event')} written to ${visibleLine(target)}`);
        return EXIT.ok;
      }
      const emulator = await held
        .serve({ port: args.port, options, holdProcess: true })
        .catch((error: unknown) => {
          throw portTaken(error, args.port);
        });
      try {
        context.out.write(`${emulator.url}\n`);
        sayLines(
          context,
          `a Detection Engine for ${environment.name} listens there; it ${emulator.about}. Ctrl-C ends it, its state stays`,
        );
        await stopped;
      } finally {
        await emulator.close();
      }
    } finally {
      held.release();
      forget();
    }
    return EXIT.ok;
  },
});

async function takeIn(path: string, events: HeldEvents, context: Context): Promise<void> {
  const { taken, known, left, bad } = await events.takeFile(path);
  const name = visibleLine(path);
  const also = known === 0 ? '' : `, ${known} that it held already`;
  sayLines(context, `${counted(taken, 'event')} taken in from ${name}${also}`);
  for (const { line, message } of bad) sayLines(context, `${name}:${line}: ${message}`);
  if (left > 0) sayLines(context, `${counted(left, 'line')} of ${name} left out`);
}

function chosen(
  args: Readonly<Record<string, unknown>>,
  tier: EmulatorOptions['tier'],
): EmulatorOptions {
  const given = Object.keys(EMULATOR_OPTIONS).flatMap((name) => {
    const value = args[kebab(name)];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- yargs lets only the table's values through
  const typed = Object.fromEntries(given) as Partial<EmulatorOptions>;
  return chooseOptions({
    tier,
    ...(args['enforce-quotas'] === true && { quotas: 'published' }),
    ...(args['delete'] === false && { deleteRule: 'denied' }),
    ...typed,
  });
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function portTaken(error: unknown, port: number): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new UserError(
    `port ${port} cannot be used: ${error.code === 'EACCES' ? 'not permitted' : 'something listens there already'}`,
    {
      hint: 'choose another, or leave --port away for a free one',
      cause: error,
    },
  );
}
