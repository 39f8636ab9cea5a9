import type { Plan, PlanOptions } from '../lib/model/plan.ts';
import { leftCodes } from '../lib/plan/left.ts';
import { makePlan } from '../lib/plan/plan.ts';
import type { PlanView, TextOptions } from '../lib/report/view.ts';
import { UserError } from '../lib/errors.ts';
import { nearest } from '../lib/text.ts';
import { expandEnvironments, listEnvironments } from '../lib/repo/environments.ts';
import type { FileTree } from '../lib/repo/file-tree.ts';
import { VERSION } from './chron.ts';
import { gatedRules } from '../lib/apply/gating.ts';
import type { Context, Voice } from './command.ts';
import { examineTexts } from './examine-texts.ts';
import { parseDuration } from './duration.ts';
import { EXIT, worstExit, type ExitCode } from './exit.ts';
import { openProgress } from './progress.ts';
import { unmeasuredNoise } from './plan-noise.ts';
import { gather, readWanting, type Gathering, type Wanting } from './reading.ts';
import { openTenant, type Tenant } from './tenant.ts';
import type { Workspace } from './workspace.ts';

/** A plan just made, with the tenant it was made of still open: close it when done. */
export interface Planning {
  readonly wanting: Wanting;
  readonly tenant: Tenant;
  readonly gathering: Gathering;
  readonly plan: Plan;
  readonly view: PlanView;
}

/** The same, read. */
export interface PlanArguments {
  readonly rule: readonly string[] | undefined;
  readonly overwrite: readonly string[];
  readonly allowOlder: boolean;
  readonly allowChanged: number | undefined;
  readonly allowArchived: number | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly timeoutMs: number;
}

/** What plan and apply both take, as yargs has it. */
export interface PlanFlags {
  readonly rule?: readonly string[] | undefined;
  readonly overwrite: readonly string[];
  readonly 'allow-older': boolean;
  readonly 'allow-changed'?: number | undefined;
  readonly 'allow-archived'?: number | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly timeout: string;
}

/** The options of plan and apply as planning takes them. */
export function planArguments(args: PlanFlags): PlanArguments {
  return {
    rule: args.rule,
    overwrite: args.overwrite,
    allowOlder: args['allow-older'],
    allowChanged: wholeNumber(args['allow-changed'], '--allow-changed'),
    allowArchived: wholeNumber(args['allow-archived'], '--allow-archived'),
    quiet: args.quiet,
    verbose: args.verbose,
    timeoutMs: parseDuration(args.timeout, '--timeout'),
  };
}

function wholeNumber(value: number | undefined, option: string): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value;
  throw new UserError(`${option} takes a number of rules, and is not one`, {
    hint: `${option} 12`,
  });
}

/** The environments that were asked for. Commands that talk to a tenant are never without one. */
export async function chosenEnvironments(
  asked: readonly string[] | undefined,
  tree: FileTree,
): Promise<readonly string[]> {
  const known = await listEnvironments(tree);
  if (asked === undefined || asked.length === 0) {
    throw new UserError('--env is missing: which environment?', {
      hint:
        known.length === 0 ? 'there are none in environments/' : `known are ${known.join(', ')}`,
    });
  }
  return expandEnvironments(asked, known);
}

/** Reads an environment's files and its tenant, and makes the plan. */
export async function planEnvironment(
  name: string,
  workspace: Workspace,
  context: Context,
  {
    command,
    args,
    signal,
  }: {
    readonly command: string;
    readonly args: PlanArguments;
    readonly signal?: AbortSignal;
  },
): Promise<Planning> {
  const begun = context.clock.now().getTime();
  const wanting = await readWanting(name, workspace, context);
  const { environment } = wanting;
  const progress = openProgress(context, { quiet: args.quiet, of: name });
  const tenant = await openTenant(environment, workspace, context, {
    command,
    timeoutMs: args.timeoutMs,
    verbose: args.verbose,
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    let gathering = await gather(wanting, workspace, {
      secops: tenant.secops,
      progress,
      options: planOptions(args),
      allowOlder: args.allowOlder,
    });
    refuseUnknown(gathering);
    const hasty = makePlan(gathering.input);
    const examined = await examineTexts(hasty, gathering, workspace, {
      secops: tenant.secops,
      progress,
      signal,
    });
    await workspace.heads.save();
    const made = examined.input === gathering.input ? hasty : makePlan(examined.input);
    gathering = examined;
    const plan = { ...made, notices: [...gathering.notices, ...made.notices] };
    const { facts } = workspace.repository;
    const noise = unmeasuredNoise(gatedRules(plan, gathering.input));
    const view: PlanView = {
      plan,
      noise,
      chron: VERSION,
      environment,
      host: tenant.host,
      identity: tenant.secops.identity,
      git: {
        ...(facts.commit === undefined ? {} : { commit: facts.commit }),
        ...(facts.branch === undefined ? {} : { branch: facts.branch }),
        dirty: facts.dirty.length > 0,
      },
      reading: {
        rules: gathering.input.live.rules.length,
        lists: gathering.input.live.lists.length,
        durationMs: context.clock.now().getTime() - begun,
        ...tenant.calls(),
      },
    };
    return { wanting, tenant, gathering, plan, view };
  } catch (error) {
    await tenant.close();
    throw error;
  } finally {
    progress.done();
  }
}

function planOptions({
  rule: only,
  overwrite,
  allowChanged,
  allowArchived,
}: PlanArguments): PlanOptions {
  return {
    ...(only === undefined ? {} : { only }),
    overwrite,
    ...(allowChanged === undefined ? {} : { allowChanged }),
    ...(allowArchived === undefined ? {} : { allowArchived }),
  };
}

/** A name that `--rule` or `--overwrite` was given must be somebody's: a misspelt one would silently do nothing. */
function refuseUnknown({ input: { wanted, base, live, options } }: Gathering): void {
  const rules = [...wanted.rules, ...base.rules, ...live.rules].map(({ name }) => name);
  const lists = [...wanted.lists, ...base.lists, ...live.lists].map(({ name }) => `%${name}`);
  for (const [option, names, known] of [
    ['--rule', options.only ?? [], new Set(rules)],
    ['--overwrite', options.overwrite, new Set([...rules, ...lists])],
  ] as const) {
    for (const name of names) {
      if (known.has(name)) continue;
      const meant = nearest(name, known);
      throw new UserError(
        `${option} "${name}": neither git nor the tenant knows that name`,
        meant === undefined ? {} : { hint: `did you mean ${meant}?` },
      );
    }
  }
}

/** What apply would say to this plan as it stands: stale before refused before fine. */
export function verdictOf(plan: Plan, { newer }: Gathering, allowOlder: boolean): ExitCode {
  return worstExit([
    newer !== undefined && !allowOlder ? EXIT.stale : EXIT.ok,
    plan.objections.length > 0 ? EXIT.refused : EXIT.ok,
    ...leftCodes(plan),
  ]);
}

/** Why an older commit is not applied over a newer one, and what to do. */
export function newerMessage(newer: string, name: string): UserError {
  return new UserError(
    `${name} was last given commit ${newer.slice(0, 12)}, which is not an ancestor of the one checked out here`,
    {
      hint: 'merge or rebase onto it, or say --allow-older if it really is to be undone',
      exit: EXIT.stale,
    },
  );
}

/** How texts are laid out on a stream. A pipe has no width to fit. */
export function textOptions({ unicode }: { readonly unicode: boolean }, voice: Voice): TextOptions {
  return voice.terminal ? { unicode, width: voice.columns } : { unicode };
}
