import { UserError } from '../lib/errors.ts';
import { driftOf } from '../lib/report/drift.ts';
import { plansJson, type JsonEntry } from '../lib/report/json-plan.ts';
import { plansMarkdown } from '../lib/report/markdown-plan.ts';
import { driftText } from '../lib/report/terminal-drift.ts';
import { planText } from '../lib/report/terminal-plan.ts';
import { noiseHolds } from '../lib/report/rule-noise.ts';
import type { PlanView } from '../lib/report/view.ts';
import { defineCommand, type Context } from './command.ts';
import { exitOf, explain } from './chron.ts';
import { parseDuration } from './duration.ts';
import { EXIT, worstExit, type ExitCode } from './exit.ts';
import { showLiveText } from './live-text.ts';
import { COMMON_OPTIONS, ENV_OPTION, PLAN_OPTIONS } from './options.ts';
import { paint } from './paint.ts';
import { huntedPlan, reportPlan, type Hunt, type PlannedNoise } from './plan-hunt.ts';
import {
  chosenEnvironments,
  newerMessage,
  planArguments,
  planEnvironment,
  textOptions,
  verdictOf,
  type PlanArguments,
} from './planning.ts';
import { findPlace, openWorkspace, type Workspace } from './workspace.ts';
import { freshRedactor, needReport, REPORT_OPTIONS } from './write-noise-report.ts';

const FORMATS = ['text', 'json', 'markdown'] as const;

export const planCommand = defineCommand({
  name: 'plan',
  words: '',
  summary: 'show what apply would change in an environment',
  options: {
    ...ENV_OPTION,
    ...PLAN_OPTIONS,
    format: { choices: FORMATS, default: 'text' as const, describe: 'how the plan is written' },
    out: {
      type: 'string',
      describe: 'save the plan, for apply FILE --digest D',
      requiresArg: true,
    },
    'detailed-exitcode': {
      type: 'boolean',
      default: false,
      describe: 'exit 2 when there are changes',
    },
    'drift-only': {
      type: 'boolean',
      default: false,
      describe: 'only what was changed outside chron',
    },
    'live-text': {
      type: 'string',
      describe: 'print the text that a rule (or the lines that a %list) has in the tenant',
      requiresArg: true,
    },
    unmanaged: {
      type: 'boolean',
      default: false,
      describe: 'name the rules that git does not manage',
    },
    hunt: {
      type: 'boolean',
      default: false,
      describe:
        'measure the noise of the changes by test runs and hunts that exist; starts no hunt',
    },
    wait: {
      type: 'string',
      default: '20m',
      describe: 'with --hunt: measure so long; what is not measured by then is unproven',
      requiresArg: true,
    },
    ...REPORT_OPTIONS,
    full: { type: 'boolean', default: false, describe: 'every line of every difference' },
    texts: { type: 'boolean', default: false, describe: 'rule texts in --format json' },
    ...COMMON_OPTIONS,
  },
  examples: [
    ['chron plan --env local', 'against the Detection Engine on this machine'],
    ['chron plan --env prod --out prod.plan.json', 'save exactly this plan'],
    ["chron plan --env 'prod-*' --drift-only --detailed-exitcode", 'who touched the tenants?'],
    ['chron plan --env prod --live-text okta_mfa_fatigue > okta.yaral', 'take a console edit over'],
  ],
  async run(args, context) {
    needReport(args);
    if (args.report !== undefined && !args.hunt) {
      throw new UserError('--report needs something measured', {
        hint: 'plan --hunt --report DIR',
      });
    }
    const place = findPlace(context);
    const names = await chosenEnvironments(args.env, place.tree);
    const planArgs = planArguments(args);
    if (args['live-text'] !== undefined) {
      return showLiveText(args['live-text'], names, place, context, planArgs);
    }
    if (args.out !== undefined && names.length !== 1) {
      throw new UserError(
        `--out saves the plan of one environment, and ${names.length} were named`,
        {
          hint: 'plan them one by one, each with its own file',
        },
      );
    }
    const workspace = await openWorkspace(place, context);
    const hunt: Hunt = {
      waitMs: parseDuration(args.wait, '--wait'),
      quiet: args.quiet,
      unicode: args.unicode,
      redact: freshRedactor(),
      report: args.report,
      reveal: args.reveal,
      several: names.length > 1,
    };
    const results = await Promise.all(
      names.map((name) =>
        planOne(name, workspace, context, {
          args: planArgs,
          driftOnly: args['drift-only'],
          detailed: args['detailed-exitcode'],
          out: args.out,
          ...(args.hunt ? { hunt } : {}),
        }),
      ),
    );
    const views = results.flatMap((result) => (result.view === undefined ? [] : [result.view]));
    switch (args.format) {
      case 'json':
        context.out.write(plansJson(results.map(jsonEntry), { texts: args.texts }));
        break;
      case 'markdown':
        context.out.write(plansMarkdown(views));
        break;
      case 'text': {
        const options = {
          ...textOptions(args, context.out),
          full: args.full,
          unmanaged: args.unmanaged,
        };
        const render = args['drift-only'] ? driftText : planText;
        for (const view of views) {
          context.out.write(paint(render(view, options), context, context.out));
        }
        break;
      }
    }
    for (const { name, error } of results) {
      if (error === undefined) continue;
      if (names.length > 1) context.err.write(`${name}:\n`);
      explain(error, context);
    }
    return worstExit(results.map(({ exit }) => exit));
  },
});

/** What became of one environment: a plan, or why there is none; sometimes both. */
interface Result {
  readonly name: string;
  readonly view?: PlanView;
  readonly error?: unknown;
  readonly exit: ExitCode;
}

async function planOne(
  name: string,
  workspace: Workspace,
  context: Context,
  {
    args,
    driftOnly,
    detailed,
    out,
    hunt,
  }: {
    readonly args: PlanArguments;
    readonly driftOnly: boolean;
    readonly detailed: boolean;
    readonly out: string | undefined;
    readonly hunt?: Hunt;
  },
): Promise<Result> {
  try {
    const made = await planEnvironment(name, workspace, context, {
      command: 'chron plan',
      args,
    });
    let planning: PlannedNoise = { ...made, verdicts: undefined, interrupted: false };
    try {
      if (hunt !== undefined) planning = await huntedPlan(made, hunt, context);
    } finally {
      await made.tenant.close();
    }
    const { plan, gathering } = planning;
    const stale = gathering.newer !== undefined && !args.allowOlder;
    const refused = stale || plan.objections.length > 0;
    let { view } = planning;
    try {
      if (out !== undefined && !refused && !driftOnly) {
        // What a saved plan looks like is large, and most plans are only read.
        const { savePlan } = await import('./save-plan.ts');
        view = savePlan(planning, workspace, context, out);
      }
    } finally {
      // what took long to measure is not lost with a plan that cannot be saved
      if (hunt !== undefined) await reportPlan(planning, hunt, view.saved?.digest, context);
    }
    const stopped = planning.interrupted ? EXIT.interrupted : EXIT.ok;
    const loud = (planning.view.noise ?? []).some(noiseHolds) ? EXIT.refused : EXIT.ok;
    const verdict = verdictOf(plan, gathering, args.allowOlder);
    if (driftOnly) {
      const drifted = driftOf(plan).objects > 0;
      return { name, view, exit: drifted && detailed ? EXIT.changes : EXIT.ok };
    }
    const changes = detailed && plan.changes.length > 0 ? EXIT.changes : EXIT.ok;
    const error = stale ? newerMessage(gathering.newer ?? '', name) : undefined;
    return {
      name,
      view,
      exit: worstExit([verdict, changes, loud, stopped]),
      ...(error === undefined ? {} : { error }),
    };
  } catch (error) {
    return { name, error, exit: exitOf(error) };
  }
}

function jsonEntry({ name, view, error, exit }: Result): JsonEntry {
  if (view !== undefined) return { status: 'planned', view, exit };
  const hint = error instanceof UserError ? error.hint : undefined;
  return {
    status: 'refused',
    environment: name,
    exit,
    message: error instanceof Error ? error.message : String(error),
    ...(hint === undefined ? {} : { hint }),
  };
}
