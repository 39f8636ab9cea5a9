import { UserError } from '../lib/errors.ts';
import type { NoiseReport } from '../lib/model/noise-report.ts';
import { readChanged } from '../lib/repo/changed.ts';
import { writeJson, type Json } from '../lib/report/json-writer.ts';
import { EMPTY_LINE } from '../lib/report/styled.ts';
import { exitOf, explain } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { parseDuration } from './duration.ts';
import { worstExit } from './exit.ts';
import { askedRange } from './hunt-range.ts';
import { gitOf } from './git-state.ts';
import { huntJson } from './hunt-json.ts';
import { huntNoise } from './hunt-noise.ts';
import { huntExit, huntText } from './hunt-report.ts';
import { namedIn, ofGit, whichOf } from './hunt-scope.ts';
import { huntEnvironment, type HuntReport } from './hunting.ts';
import { COMMON_OPTIONS, ENV_OPTION } from './options.ts';
import { paint } from './paint.ts';
import { chosenEnvironments } from './planning.ts';
import { sayLines } from './say.ts';
import { findPlace, openWorkspace } from './workspace.ts';
import {
  freshRedactor,
  needReport,
  REPORT_OPTIONS,
  writeNoiseReport,
} from './write-noise-report.ts';

export const retrohuntCommand = defineCommand({
  name: 'retrohunt',
  words: '[rule..]',
  summary: 'run stored rules over the past of a tenant, and count what they find',
  options: {
    ...ENV_OPTION,
    all: { type: 'boolean', default: false, describe: 'every rule that git gives the environment' },
    changed: {
      type: 'boolean',
      default: false,
      describe: 'rules that this branch touches; a text that is not stored as a test run',
    },
    compare: {
      type: 'boolean',
      default: false,
      describe: 'against the version before: lost, gained and same',
    },
    ...REPORT_OPTIONS,
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
      describe: 'wait for hunts and test runs so long; the hunts run on',
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
    [
      'chron retrohunt --changed --compare --env prod --report noise',
      'what this branch would have done, as a report',
    ],
  ],
  async run(args, context) {
    const place = findPlace(context);
    const names = await chosenEnvironments(args.env, place.tree);
    const which = whichOf(args);
    needReport(args);
    const shared = {
      asked: askedRange(args, context.clock.now()),
      compare: args.compare,
      measure: args.report !== undefined,
      raiseAlerts: args['raise-alerts'],
      again: args.again,
      cancelOnInterrupt: args['cancel-on-interrupt'],
      waitMs: parseDuration(args.wait, '--wait'),
      timeoutMs: parseDuration(args.timeout, '--timeout'),
      quiet: args.quiet,
      verbose: args.verbose,
      unicode: args.unicode,
    };
    const workspace = which === 'named' ? undefined : await openWorkspace(place, context);
    const changed = which === 'changed' ? await readChanged(place.root) : undefined;
    const git = shared.compare || shared.measure ? await gitOf(place.root) : { dirty: false };
    const results = await Promise.all(
      names.map(async (name): Promise<Result> => {
        try {
          const chosen =
            workspace === undefined
              ? await namedIn(name, args.positionals, { place, context })
              : await ofGit(name, workspace, { context, changed });
          const { environment, paths } = chosen;
          if (chosen.wanted.kind === 'changed' && chosen.wanted.texts.size === 0) {
            sayLines(context, `${name}: no rule of it differs from ${changed?.base ?? 'git'}`);
          }
          const request = { ...shared, ...chosen };
          const report = await huntEnvironment(request, place, context);
          const now = context.clock.now();
          const facts = { environment, asked: shared.asked, now, git, paths };
          return { name, report, noise: huntNoise(report, facts) };
        } catch (error) {
          return { name, error };
        }
      }),
    );
    const redact = freshRedactor();
    if (args.format === 'json') {
      context.out.write(writeJson({ version: 1, environments: results.map(jsonOf) }));
    }
    for (const { name, report, noise, error } of results) {
      if (report !== undefined && args.format === 'text') {
        context.out.write(paint(huntText(report), context, context.out));
      }
      if (noise !== undefined && args.format === 'text' && args.compare) {
        const { noiseText } = await import('../lib/report/noise-text.ts');
        const compared = noiseText(noise, redact, { unicode: args.unicode });
        context.out.write(paint([EMPTY_LINE, ...compared], context, context.out));
      }
      if (report !== undefined) sayLeft(report, context);
      if (noise !== undefined && args.report !== undefined) {
        const { report: folder, reveal } = args;
        const several = names.length > 1;
        await writeNoiseReport(noise, { folder, several, reveal, redact }, context);
      }
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
  readonly noise?: NoiseReport;
  readonly error?: unknown;
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
