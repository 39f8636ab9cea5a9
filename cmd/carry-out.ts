import { relative } from 'node:path';
import { exitCodes } from '../lib/apply/exit.ts';
import { runApply } from '../lib/apply/errand.ts';
import type { ApplyRequest, ApplyResult } from '../lib/apply/request.ts';
import type { Outcome } from '../lib/model/outcome.ts';
import type { Plan } from '../lib/model/plan.ts';
import { appliedText } from '../lib/report/terminal-applied.ts';
import { applyLayout, applyLine } from '../lib/report/terminal-apply.ts';
import { line, say } from '../lib/report/styled.ts';
import type { PlanView } from '../lib/report/view.ts';
import { openJournal, type JournalHeader } from '../lib/store/journal.ts';
import type { StateFolder } from '../lib/store/state-folder.ts';
import { visible } from '../lib/text.ts';
import type { ApplyArguments } from './apply.ts';
import { VERSION } from './chron.ts';
import type { Context } from './command.ts';
import { worstExit, type ExitCode } from './exit.ts';
import { paint } from './paint.ts';
import { textOptions } from './planning.ts';
import { openProgress } from './progress.ts';
import { setting } from './settings.ts';
import type { Tenant } from './tenant.ts';

/** A plan that was agreed to, and what carrying it out needs: from the work tree, or from a saved plan. */
export interface Undertaking extends Pick<
  ApplyRequest,
  'input' | 'remembered' | 'repository' | 'commit' | 'committed'
> {
  readonly plan: Plan;
  readonly view: PlanView;
  readonly tenant: Tenant;
  readonly state: StateFolder;
  readonly author: string | undefined;
  /** Digest of the saved plan, if it is one. */
  readonly digest?: string;
  /** What finishes the rest, as it would be typed. */
  readonly again: string;
}

/** How one environment ended. */
export interface Applied {
  readonly view: PlanView;
  readonly exit: ExitCode;
  readonly outcomes: readonly Outcome[];
  readonly interrupted: boolean;
  readonly journal: string;
  readonly lastPlan?: Plan;
}

/** Carries a plan out, says one line a change and the last words, and derives the exit code. */
export async function carryOut(
  undertaking: Undertaking,
  context: Context,
  {
    args,
    signal,
    several,
  }: {
    readonly args: ApplyArguments;
    readonly signal: AbortSignal;
    /** Lines of several environments mingle, so each says whose it is. */
    readonly several: boolean;
  },
): Promise<Applied> {
  const { plan, view, tenant, state } = undertaking;
  const options = textOptions(args, context.out);
  const layout = applyLayout(plan.changes, options);
  const text = args.format === 'text';
  const progress = openProgress(context, { quiet: args.quiet, of: view.environment.name });
  const journal = openJournal({
    folder: state.room('journal'),
    header: journalHeader(undertaking, context, args),
    clock: context.clock,
  });
  let result: ApplyResult;
  let done = 0;
  try {
    result = await runApply({
      ...undertaking,
      secops: tenant.secops,
      closing: tenant.closing,
      journal,
      clock: context.clock,
      signal,
      progress,
      onOutcome: (outcome, number) => {
        done += 1;
        progress.done();
        const lines = applyLine(outcome, number, layout);
        const named = several
          ? lines.map((one) => line(say(`${view.environment.name}  `, 'faint'), ...one))
          : lines;
        if (text) context.out.write(paint(named, context, context.out));
        if (done < plan.changes.length && context.out.terminal)
          progress.count(done, plan.changes.length);
      },
    });
  } finally {
    progress.done();
    journal.close();
  }
  const exit = worstExit(exitCodes(result));
  const path = relative(context.cwd, journal.path);
  sayProblems(result, context);
  if (text) {
    const closing = appliedText(
      {
        environment: view.environment.name,
        git: view.git,
        planned: plan.changes.length,
        outcomes: result.outcomes,
        interrupted: result.interrupted,
        journal: path,
        again: undertaking.again,
        exit,
        ...(result.last === undefined ? {} : { lastPlan: result.last }),
      },
      options,
    );
    context.out.write(paint(closing, context, context.out));
  }
  return {
    view,
    exit,
    outcomes: result.outcomes,
    interrupted: result.interrupted,
    journal: path,
    ...(result.last === undefined ? {} : { lastPlan: result.last }),
  };
}

function sayProblems({ memory, problems, interrupted }: ApplyResult, context: Context): void {
  const unwritten = memory.status === 'not-written' && !interrupted ? [memory] : [];
  for (const { because, hint } of [...problems, ...unwritten]) {
    context.err.write(`chron: ${visible(because)}\n`);
    if (hint !== undefined) context.err.write(`  hint: ${visible(hint)}\n`);
  }
}

function journalHeader(
  { view, tenant, repository, author, digest }: Undertaking,
  { env }: Context,
  { reason }: ApplyArguments,
): JournalHeader {
  const why = reason ?? setting(env, 'CHRON_REASON');
  const run = setting(env, 'GITHUB_RUN_ID');
  const pullRequest = setting(env, 'GITHUB_REF');
  return {
    environment: view.environment.name,
    identity: tenant.secops.identity,
    chron: VERSION,
    repository,
    dirty: view.git.dirty,
    ...(view.git.commit === undefined ? {} : { commit: view.git.commit }),
    ...(author === undefined ? {} : { author }),
    ...(run === undefined ? {} : { run }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(digest === undefined ? {} : { plan: digest }),
    ...(why === undefined ? {} : { reason: why }),
  };
}
