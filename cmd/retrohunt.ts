import { UserError } from '../lib/errors.ts';
import { writeJson, type Json } from '../lib/report/json-writer.ts';
import { exitOf, explain } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { parseDuration } from './duration.ts';
import { worstExit } from './exit.ts';
import { askedRange } from './hunt-range.ts';
import { huntExit, huntJson, huntText } from './hunt-report.ts';
import { huntEnvironment, type HuntReport, type HuntRequest } from './hunting.ts';
import { COMMON_OPTIONS, ENV_OPTION } from './options.ts';
import { paint } from './paint.ts';
import { chosenEnvironments } from './planning.ts';
import { needEnvironment } from './read-environment.ts';
import { readWanting } from './reading.ts';
import { sayLines } from './say.ts';
import { findPlace, openWorkspace, type Place, type Workspace } from './workspace.ts';

export const retrohuntCommand = defineCommand({
  name: 'retrohunt',
  words: '[rule..]',
  summary: 'run stored rules over the past of a tenant, and count what they find',
  options: {
    ...ENV_OPTION,
    all: { type: 'boolean', default: false, describe: 'every rule that git gives the environment' },
    last: { type: 'string', describe: 'so much up to the last full hour [14d]', requiresArg: true },
    from: { type: 'string', describe: 'from then on (a day, or RFC 3339)', requiresArg: true },
    to: { type: 'string', describe: 'up to then', requiresArg: true },
    'raise-alerts': {
      type: 'boolean',
      default: false,
      describe: 'hunt alerting rules too, though that may raise alerts for the past',
    },
    again: {
      type: 'boolean',
      default: false,
      describe: 'hunt anew, though there are hunts already: reference lists may have changed since',
    },
    'cancel-on-interrupt': {
      type: 'boolean',
      default: false,
      describe: 'Ctrl-C cancels the hunts that this run started, instead of leaving them',
    },
    wait: {
      type: 'string',
      default: '45m',
      describe: 'wait for the hunts so long; they run on',
      requiresArg: true,
    },
    format: {
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: 'how the result is written',
    },
    ...COMMON_OPTIONS,
  },
  examples: [
    ['chron retrohunt okta_mfa_fatigue --env prod', 'the newest stored version, over 14 days'],
    ['chron retrohunt --all --env staging --last 30d', 'all of them, three at a time'],
  ],
  async run(args, context) {
    const place = findPlace(context);
    const names = await chosenEnvironments(args.env, place.tree);
    if (args.all === args.positionals.length > 0) {
      throw new UserError(
        args.all ? '--all and names of rules say two different things' : 'which rules?',
        { hint: 'name rules, or say --all' },
      );
    }
    const shared = {
      asked: askedRange(args, context.clock.now()),
      raiseAlerts: args['raise-alerts'],
      again: args.again,
      cancelOnInterrupt: args['cancel-on-interrupt'],
      waitMs: parseDuration(args.wait, '--wait'),
      timeoutMs: parseDuration(args.timeout, '--timeout'),
      quiet: args.quiet,
      verbose: args.verbose,
      unicode: args.unicode,
    };
    const workspace = args.all ? await openWorkspace(place, context) : undefined;
    const results = await Promise.all(
      names.map(async (name): Promise<Result> => {
        try {
          const chosen =
            workspace === undefined
              ? await namedIn(name, args.positionals, { place, context })
              : await allIn(name, workspace, context);
          const request = { ...shared, ...chosen };
          return { name, report: await huntEnvironment(request, place, context) };
        } catch (error) {
          return { name, error };
        }
      }),
    );
    if (args.format === 'json') {
      context.out.write(writeJson({ version: 1, environments: results.map(jsonOf) }));
    }
    for (const { name, report, error } of results) {
      if (report !== undefined && args.format === 'text') {
        context.out.write(paint(huntText(report), context, context.out));
      }
      if (report !== undefined) sayLeft(report, context);
      if (error === undefined) continue;
      if (names.length > 1) context.err.write(`${name}:\n`);
      explain(error, context);
    }
    return worstExit(
      results.map(({ report, error }) => (report === undefined ? exitOf(error) : huntExit(report))),
    );
  },
});

interface Result {
  readonly name: string;
  readonly report?: HuntReport;
  readonly error?: unknown;
}

type Chosen = Pick<HuntRequest, 'environment' | 'wanted'>;

async function namedIn(
  name: string,
  names: readonly string[],
  { place, context }: { readonly place: Place; readonly context: Context },
): Promise<Chosen> {
  const environment = await needEnvironment(name, place, context);
  return { environment, wanted: { kind: 'named', names } };
}

async function allIn(name: string, workspace: Workspace, context: Context): Promise<Chosen> {
  const { environment, rules } = await readWanting(name, workspace, context);
  const texts = new Map(rules.map((rule) => [rule.name, rule.text]));
  return { environment, wanted: { kind: 'of-git', texts } };
}

/** Where to find hunts that nobody waits for any more. */
function sayLeft({ environment, hunted }: HuntReport, context: Context): void {
  const left = hunted.filter(
    ({ outcome, end }) => outcome.status === 'left-running' && end === undefined,
  );
  if (left.length === 0) return;
  const rules = left.map(({ outcome }) => outcome.job.name).join(' ');
  sayLines(
    context,
    `${left.length === 1 ? 'a hunt runs' : `${left.length} hunts run`} on in ${environment}; chron retrohunt ${rules} --env ${environment} with the same range finds ${left.length === 1 ? 'it' : 'them'} again`,
  );
}

function jsonOf({ name, report, error }: Result): Json {
  if (report !== undefined) return huntJson(report);
  const hint = error instanceof UserError ? error.hint : undefined;
  return {
    status: 'refused',
    environment: name,
    exit: exitOf(error),
    message: error instanceof Error ? error.message : String(error),
    hint,
  };
}
