import { ApiError, UserError } from '../errors.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Change } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { textHash } from '../plan/hash.ts';
import { nameOf } from '../plan/order.ts';
import type { Journal } from '../ports/journal.ts';
import type { SecOps } from '../ports/secops.ts';
import type { ApplyDeps } from './apply.ts';
import { actOf } from './change.ts';
import type { Gate } from './gate.ts';
import { writesText } from './gating.ts';
import { intend, JournalFailure, recordMeasured } from './record.ts';

type Replacing = Extract<Change, { readonly kind: 'add-version' | 'rename-rule' }>;

/** Whether a version takes the place of an alerting one under mute (`gate.retrohuntAlerting: muted`). */
export function isMuted(change: Change, gate: Gate): change is Replacing {
  return (
    writesText(change) &&
    change.kind !== 'create-rule' &&
    gate.ruleOf(nameOf(change))?.demand.evidence === 'muted-retrohunt'
  );
}

type Ended =
  | Pick<Extract<Outcome, { status: 'done' }>, 'status' | 'note'>
  | Pick<Extract<Outcome, { status: 'held' }>, 'status' | 'verdict' | 'note'>
  | Pick<Extract<Outcome, { status: 'skipped' }>, 'status' | 'because'>;

/**
 * Replaces the text of an alerting rule under mute (design §5): alerting off, version added, hunted, alerting on. On
 * fail, unproven, interrupt or a failure on the way the old text is added back and alerting goes on again, ungated.
 * Every call has its line in the journal. Throws what a port throws, once all that can be undone is undone.
 */
export async function replaceMuted(
  { number, change }: { readonly number: number; readonly change: Replacing },
  deps: ApplyDeps,
  gate: Gate,
): Promise<Ended> {
  const { secops, clock, signal } = deps;
  const { live } = change;
  const mutedAt = clock.now().getTime();
  const blind = (): string =>
    `muted for ${Math.max(1, Math.round((clock.now().getTime() - mutedAt) / 60_000))} min`;
  const turn = async (value: boolean, through: SecOps, by: ApplyDeps): Promise<void> => {
    const act = { kind: 'set-alerting', name: nameOf(change), value, live } as const;
    await journalled(number, { ...act, removal: false, reverts: false }, by, () =>
      through.setAlerting(live.ruleId, value),
    );
  };

  await deps.onMute?.(live);
  let touched = false;
  try {
    await turn(false, secops, deps).catch((error: unknown) => {
      touched = !(error instanceof ApiError) || error.effect === 'ambiguous';
      throw error;
    });
    touched = true;
    const version = await journalled(number, change, deps, () =>
      secops.addVersion(live.ruleId, change.rule.text, live.base),
    );
    const verdict = await hunted(change, version.versionId, deps, gate);
    deps.renew?.();
    if (verdict.allows === 'alerting') {
      await turn(true, secops, deps);
      return { status: 'done', note: `${version.versionId}, ${blind()}` };
    }
    await restore(number, change, { deps, turn, through: secops });
    return { status: 'held', verdict, note: `${BACK}; ${blind()}` };
  } catch (error) {
    if (!touched) throw error;
    deps.renew?.();
    const through = signal?.aborted === true ? (deps.closing?.() ?? secops) : secops;
    await restore(number, change, { deps, turn, through });
    if (signal?.aborted !== true || error instanceof JournalFailure) throw error;
    return {
      status: 'skipped',
      because: `interrupted; ${BACK}; ${blind()}`,
    };
  }
}

const BACK = 'the old text is back and alerts again';

/** The verdict over the stored version. Throws where that does not compile, and where somebody interrupts. */
async function hunted(
  { rule, live }: Replacing,
  versionId: string,
  { secops, journal, signal, onMeasured }: ApplyDeps,
  gate: Gate,
): Promise<Verdict> {
  const stored = await secops.getRule(live.ruleId);
  if (stored?.compileState === 'failed') {
    throw new UserError(
      `the service does not compile the text that was stored: ${stored.compileError ?? 'it does not say why'}`,
      { hint: 'correct the rule and apply again' },
    );
  }
  if (stored?.deployment.alerting === true) {
    throw new UserError(
      `${rule.name} alerts by now, and a hunt of it could raise alerts for the past`,
      { hint: 'somebody turned its alerting on while it was muted; plan again' },
    );
  }
  const guarded = gate.ruleOf(rule.name);
  if (guarded === undefined) throw new Error(`${rule.name} is not guarded`);
  const measured = await gate.huntMuted(guarded, { ruleId: live.ruleId, versionId });
  signal?.throwIfAborted();
  recordMeasured(measured, journal);
  onMeasured?.(measured);
  return measured.verdict;
}

/** The old text and its alerting, unless somebody else has written meanwhile: theirs stays, and only alerts again. */
async function restore(
  number: number,
  change: Replacing,
  {
    deps,
    turn,
    through,
  }: {
    readonly deps: ApplyDeps;
    readonly turn: (value: boolean, through: SecOps, deps: ApplyDeps) => Promise<void>;
    readonly through: SecOps;
  },
): Promise<void> {
  const { live, rule } = change;
  const { journal } = deps;
  // An alert that nobody gets is worse than a line that the journal lacks.
  const forgiving = { ...deps, journal: forgive(journal) };
  try {
    const now = await through.getRule(live.ruleId);
    if (now !== undefined && textHash(now.version.text) === textHash(rule.text)) {
      const back: Change = {
        kind: 'add-version',
        rule: { ...rule, name: live.name, text: live.version.text },
        live: now,
        reverts: false,
      };
      await journalled(number, back, forgiving, () =>
        through.addVersion(live.ruleId, live.version.text, now.base),
      );
    }
    await turn(true, through, forgiving);
  } catch (error) {
    throw new UserError(
      `${rule.name} was muted for a hunt, and could not be put back: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: `look at its text and turn its alerting on by hand, or apply with --overwrite ${rule.name}`,
        cause: error,
      },
    );
  }
}

function forgive(journal: Journal): Journal {
  const write: Journal['write'] = (entry) => {
    try {
      journal.write(entry);
    } catch {
      // said by the next change that needs it
    }
  };
  return { path: journal.path, write, close: () => journal.close() };
}

/** One call with its intent before and its outcome after. */
async function journalled<Result>(
  step: number,
  change: Change,
  { journal, clock }: ApplyDeps,
  call: () => Promise<Result>,
): Promise<Result> {
  intend(step, change, journal);
  const begun = clock.now().getTime();
  const say = (status: 'done' | 'failed'): void =>
    journal.write({
      event: 'outcome',
      step,
      change: actOf(change),
      part: 'muted',
      status,
      durationMs: clock.now().getTime() - begun,
    });
  let result: Result;
  try {
    result = await call();
  } catch (error) {
    say('failed');
    throw error;
  }
  say('done');
  return result;
}
