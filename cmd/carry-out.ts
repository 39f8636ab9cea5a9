import { relative } from 'node:path';
import { exitCodes, leftOver } from '../lib/apply/exit.ts';
import { runApply } from '../lib/apply/errand.ts';
import type { ApplyRequest, ApplyResult } from '../lib/apply/request.ts';
import type { Measured, PlannedVerdict } from '../lib/model/gating.ts';
import type { Outcome } from '../lib/model/outcome.ts';
import type { Plan } from '../lib/model/plan.ts';
import { appliedText } from '../lib/report/terminal-applied.ts';
import { applyLayout, applyLine } from '../lib/report/terminal-apply.ts';
import { measuredLine } from '../lib/report/terminal-measured.ts';
import { line, say, type Styled } from '../lib/report/styled.ts';
import type { PlanView } from '../lib/report/view.ts';
import { openJournal, type JournalHeader } from '../lib/store/journal.ts';
import type { StateFolder } from '../lib/store/state-folder.ts';
import { visible } from '../lib/text.ts';
import type { ApplyArguments } from './apply.ts';
import { VERSION } from './chron.ts';
import type { Context } from './command.ts';
import { parseDuration } from './duration.ts';
import { worstExit, type ExitCode } from './exit.ts';
import { gateOf } from './gating.ts';
import { paint } from './paint.ts';
import { textOptions } from './planning.ts';
import { openProgress } from './progress.ts';
import { sayLines } from './say.ts';
import { setting } from './settings.ts';
import { applyReport } from './plan-noise.ts';
import type { Tenant } from './tenant.ts';
import { writeNoiseReport } from './write-noise-report.ts';

/** A plan that was agreed to, and what carrying it out needs: from the work tree, or from a saved plan. */
export interface Undertaking extends Pick<
  ApplyRequest,
  'input' | 'remembered' | 'repository' | 'commit' | 'committed'
> {
  readonly plan: Plan;
  readonly view: PlanView;
  readonly tenant: Tenant;
  readonly state: StateFolder;
  /** Verdicts that a saved plan brings with it. */
  readonly planned: readonly PlannedVerdict[];
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
  readonly measured: readonly Measured[];
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
  const gating = await gateOf(undertaking, tenant, context, {
    planned: undertaking.planned,
    accept: args['accept-noise'],
    reason: args.reason ?? '',
    waitMs: parseDuration(args.wait, '--wait'),
    signal,
    quiet: args.quiet,
    unicode: args.unicode,
  });
  const journal = openJournal({
    folder: state.room('journal'),
    header: journalHeader(undertaking, context, args),
    clock: context.clock,
  });
  const write = (lines: Styled): void => {
    progress.done();
    gating?.done();
    const named = several
      ? lines.map((one) => line(say(`${view.environment.name}  `, 'faint'), ...one))
      : lines;
    if (text) context.out.write(paint(named, context, context.out));
  };
  let result: ApplyResult;
  let done = 0;
  try {
    result = await runApply({
      ...undertaking,
      secops: tenant.secops,
      gate: gating?.gate,
      closing: tenant.closing,
      renew: () => tenant.secops.renew(),
      journal,
      clock: context.clock,
      signal,
      progress,
      onOutcome: (outcome, number) => {
        done += 1;
        write(applyLine(outcome, number, layout));
        if (gating === undefined && done < plan.changes.length && context.out.terminal)
          progress.count(done, plan.changes.length);
      },
      onMeasured: (measured) => write(measuredLine(measured, layout)),
    });
  } finally {
    progress.done();
    gating?.done();
    journal.close();
  }
  if (args.report !== undefined && gating === undefined) {
    sayLines(context, `${view.environment.name}: nothing was measured, so there is no report`);
  }
  if (args.report !== undefined && gating !== undefined) {
    const report = applyReport(view, undertaking, result.measured, context.clock.now());
    const folder = { folder: args.report, several, reveal: args.reveal };
    await writeNoiseReport(report, folder, context);
  }
  const exit = worstExit(exitCodes(result));
  const lastPlan =
    result.last === undefined
      ? {}
      : { lastPlan: { ...result.last, changes: leftOver(result.last, result.outcomes) } };
  const path = relative(context.cwd, journal.path);
  sayProblems(result, context);
  if (text) {
    const closing = appliedText(
      {
        environment: view.environment.name,
        git: view.git,
        planned: plan.changes.length,
        outcomes: result.outcomes,
        measured: result.measured,
        plan,
        interrupted: result.interrupted,
        journal: path,
        again: undertaking.again,
        exit,
        ...lastPlan,
      },
      options,
    );
    context.out.write(paint(closing, context, context.out));
  }
  return {
    view,
    exit,
    outcomes: result.outcomes,
    measured: result.measured,
    interrupted: result.interrupted,
    journal: path,
    ...lastPlan,
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
