import { setMaxListeners } from 'node:events';
import { UserError } from '../lib/errors.ts';
import { plansJson, type JsonEntry } from '../lib/report/json-plan.ts';
import { planText } from '../lib/report/terminal-plan.ts';
import { applySaved } from './apply-saved.ts';
import { carryOut, type Applied, type Undertaking } from './carry-out.ts';
import { refuseAccepting } from './gating.ts';
import { exitOf, explain } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { EXIT, worstExit, type ExitCode } from './exit.ts';
import { COMMON_OPTIONS, ENV_OPTION, PLAN_OPTIONS } from './options.ts';
import { paint } from './paint.ts';
import {
  chosenEnvironments,
  newerMessage,
  planArguments,
  planEnvironment,
  textOptions,
  type PlanFlags,
  type Planning,
} from './planning.ts';
import { counted } from '../lib/text.ts';
import { findPlace, openWorkspace, type Workspace } from './workspace.ts';
import { needReport, REPORT_OPTIONS } from './write-noise-report.ts';

export const applyCommand = defineCommand({
  name: 'apply',
  words: '[file]',
  summary: 'plan, show, ask, and carry out; or carry out a saved plan',
  options: {
    ...ENV_OPTION,
    ...PLAN_OPTIONS,
    yes: { type: 'boolean', default: false, alias: 'y', describe: 'do not ask' },
    digest: {
      type: 'string',
      describe: 'the digest of the saved plan, 12 characters or more; counts as consent to it',
      requiresArg: true,
    },
    format: {
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: 'how it is reported',
    },
    reason: {
      type: 'string',
      describe: 'why, for the journal (or CHRON_REASON)',
      requiresArg: true,
    },
    wait: {
      type: 'string',
      default: '1h',
      describe: 'wait for measurements so long; hunts run on, and the next apply takes them over',
      requiresArg: true,
    },
    'accept-noise': {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'let this rule go live however loud it is, this once; needs --reason',
      requiresArg: true,
    },
    ...REPORT_OPTIONS,
    ...COMMON_OPTIONS,
  },
  examples: [
    ['chron apply --env local --yes', 'a tenant of your own on this machine'],
    ['chron apply --env staging --rule okta_mfa_fatigue', 'one rule, nothing else'],
    ['chron apply prod.plan.json --digest 7d0c41a2b3c4', 'exactly the plan that was reviewed'],
  ],
  async run(args, context) {
    needReport(args);
    const place = findPlace(context);
    const interrupt = new AbortController();
    // Every call that is under way listens to it.
    setMaxListeners(0, interrupt.signal);
    const forget = context.onInterrupt(() => {
      context.err.write('\ninterrupted: finishing what is under way, starting nothing new\n');
      interrupt.abort(new Error('interrupted'));
    });
    try {
      const [file] = args.positionals;
      if (file !== undefined)
        return await applySaved(file, place, context, { args, signal: interrupt.signal });
      if (args.digest !== undefined) {
        throw new UserError('--digest belongs to a saved plan', {
          hint: 'chron apply FILE --digest D',
        });
      }
      const names = await chosenEnvironments(args.env, place.tree);
      const workspace = await openWorkspace(place, context);
      return await applyEnvironments(names, workspace, context, { args, signal: interrupt.signal });
    } finally {
      forget();
    }
  },
});

/** What apply takes, beyond what planning takes. */
export interface ApplyArguments extends PlanFlags {
  readonly env?: readonly string[] | undefined;
  readonly yes: boolean;
  readonly digest?: string | undefined;
  readonly format: 'text' | 'json';
  readonly reason?: string | undefined;
  readonly unicode: boolean;
  readonly 'allow-dirty': boolean;
  readonly wait: string;
  readonly 'accept-noise': readonly string[];
  readonly report?: string | undefined;
  readonly reveal: boolean;
}

interface Running {
  readonly args: ApplyArguments;
  readonly signal: AbortSignal;
}

/** One environment on its way through an apply. */
type Stage =
  | { readonly name: string; readonly planning: Planning }
  | { readonly name: string; readonly planning?: Planning; readonly error: unknown };

/** Tenants are planned side by side, shown in order, asked about once, and carried out side by side. */
async function applyEnvironments(
  names: readonly string[],
  workspace: Workspace,
  context: Context,
  { args, signal }: Running,
): Promise<ExitCode> {
  const stages = await Promise.all(
    names.map(async (name): Promise<Stage> => {
      try {
        const planning = await planEnvironment(name, workspace, context, {
          command: 'chron apply',
          args: planArguments(args),
          signal,
        });
        const error = refusal(planning, workspace, args);
        return error === undefined ? { name, planning } : { name, planning, error };
      } catch (error) {
        return { name, error };
      }
    }),
  );
  try {
    for (const stage of stages) show(stage, stages.length, context, args);
    const ready = stages.flatMap((stage) => ('error' in stage ? [] : [stage.planning]));
    const inputs = ready.map(({ gathering }) => gathering.input);
    refuseAccepting(args['accept-noise'], args.reason, inputs);
    await askFor(ready, context, args);
    const applied = await Promise.all(
      ready.map(async (planning) =>
        carryOut(await unsaved(planning, workspace), context, {
          args,
          signal,
          several: names.length > 1,
        }),
      ),
    );
    if (args.format === 'json')
      context.out.write(plansJson(entries(stages, applied), { texts: false }));
    return worstExit([
      ...applied.map(({ exit }) => exit),
      ...stages.map((stage) => ('error' in stage ? exitOf(stage.error) : EXIT.ok)),
    ]);
  } finally {
    await Promise.all(stages.flatMap(({ planning }) => planning?.tenant.close() ?? []));
  }
}

/** Why a plan is not to be carried out at all, though it could be made. */
function refusal(
  { plan, gathering, wanting: { environment } }: Planning,
  { repository }: Workspace,
  args: ApplyArguments,
): UserError | undefined {
  const { dirty } = repository.facts;
  if (environment.api !== 'embedded' && dirty.length > 0 && !args['allow-dirty']) {
    return new UserError(
      `${counted(dirty.length, 'file')} in rules/ and environments/ ${dirty.length === 1 ? 'is' : 'are'} not as committed: ${dirty.slice(0, 5).join(', ')}${dirty.length > 5 ? ', …' : ''}`,
      { hint: 'commit them, or say --allow-dirty' },
    );
  }
  if (gathering.newer !== undefined && !args['allow-older']) {
    return newerMessage(gathering.newer, environment.name);
  }
  if (plan.objections.length > 0) {
    return new UserError(`the plan for ${environment.name} breaks a limit; nothing was written`, {
      hint: 'the plan above names the limit and the option that lifts it once',
      exit: EXIT.refused,
    });
  }
  return undefined;
}

function show(stage: Stage, of: number, context: Context, args: ApplyArguments): void {
  if (stage.planning !== undefined && args.format === 'text') {
    const text = planText(stage.planning.view, textOptions(args, context.out));
    context.out.write(paint(text, context, context.out));
  }
  if (!('error' in stage)) return;
  if (of > 1) context.err.write(`${stage.name}:\n`);
  explain(stage.error, context);
}

/** Nothing is written before somebody said yes: at the terminal, or by --yes. */
async function askFor(
  ready: readonly Planning[],
  context: Context,
  args: ApplyArguments,
): Promise<void> {
  const changing = ready.filter(({ plan }) => plan.changes.length > 0);
  if (changing.length === 0 || args.yes) return;
  const names = changing.map(({ wanting }) => wanting.environment.name).join(', ');
  const count = changing.reduce((sum, { plan }) => sum + plan.changes.length, 0);
  const answer = await context.ask(
    `Carry out ${counted(count, 'change')} in ${names}? Only "yes" is taken for it: `,
  );
  if (answer === undefined) {
    throw new UserError('there is no terminal to ask at; nothing was written', {
      hint: 'say --yes, or save a plan and apply it by its digest',
    });
  }
  if (answer.trim() !== 'yes') throw new UserError('declined; nothing was written');
  // Reading the question may have taken longer than the calls are allowed to.
  for (const { tenant } of changing) tenant.secops.renew();
}

/** What a plan of the work tree needs to be carried out. */
async function unsaved(
  { plan, view, gathering, tenant }: Planning,
  { repository, state }: Workspace,
): Promise<Undertaking> {
  const { input, memory, memoryList, commit, committed } = gathering;
  const { facts } = repository;
  return {
    plan,
    view,
    tenant,
    state,
    input,
    planned: [],
    remembered: { list: memoryList, memory },
    repository: facts.repository,
    commit,
    committed,
    author: await repository.author(),
    again: `chron apply --env ${view.environment.name}`,
  };
}

function entries(stages: readonly Stage[], applied: readonly Applied[]): readonly JsonEntry[] {
  const done = new Map(applied.map((one) => [one.view.environment.name, one]));
  return stages.map((stage): JsonEntry => {
    const one = done.get(stage.name);
    if (one !== undefined) return { status: 'applied', ...one };
    const error = 'error' in stage ? stage.error : undefined;
    const hint = error instanceof UserError ? error.hint : undefined;
    return {
      status: 'refused',
      environment: stage.name,
      exit: exitOf(error),
      message: error instanceof Error ? error.message : String(error),
      ...(hint === undefined ? {} : { hint }),
    };
  });
}
