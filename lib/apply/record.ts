import type { Outcome } from '../model/outcome.ts';
import type { Measured } from '../model/gating.ts';
import type { Change } from '../model/plan.ts';
import type { Journal } from '../ports/journal.ts';
import { actOf, journalFacts } from './change.ts';
import { journalFailure } from './failure.ts';
import type { Stop } from './run-steps.ts';

/** The journal cannot take a line: nothing may be sent that it does not know of. */
export class JournalFailure extends Error {
  override readonly name: string = 'JournalFailure';
  readonly failure: ReturnType<typeof journalFailure>;

  constructor(cause: unknown) {
    const failure = journalFailure(cause);
    super(failure.because, { cause });
    this.failure = failure;
  }
}

/** Writes down what is about to be sent. Throws JournalFailure where that cannot be. */
export function intend(step: number, change: Change, journal: Journal): void {
  try {
    journal.write({ event: 'intent', step, ...journalFacts(change) });
  } catch (error) {
    throw new JournalFailure(error);
  }
}

/** A message of the service may quote a rule; this much of it tells what it is about. */
const LONGEST_REASON = 300;

/** Writes an outcome. What cannot be written here would not be either before the next change, so it stops all. */
export function record(step: number, outcome: Outcome, journal: Journal): Stop | undefined {
  const { change, durationMs, ...facts } = outcome;
  const because = 'because' in facts ? { because: facts.because.slice(0, LONGEST_REASON) } : {};
  const verdict = facts.status === 'held' ? { verdict: facts.verdict.status } : {};
  return written(journal, {
    event: 'outcome',
    step,
    change: actOf(change),
    ...facts,
    ...because,
    ...verdict,
    durationMs,
  });
}

/** Writes what a measurement came to: figures and reasons, no detection. */
export function recordMeasured(
  { rule, purpose, verdict, measurement, holds, durationMs }: Measured,
  journal: Journal,
): Stop | undefined {
  const { status, allows, by, text, range, figures, reasons, accepted } = verdict;
  return written(journal, {
    event: 'note',
    measured: rule,
    purpose,
    by,
    text,
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    verdict: status,
    allows,
    holds,
    figures: Object.fromEntries(figures.map(({ name, value }) => [name, value])),
    reasons: reasons.map(({ kind, ...facts }) =>
      'gap' in facts ? `${facts.gap.kind} of ${facts.gap.of}` : kind,
    ),
    ...(accepted === undefined ? {} : { accepted: accepted.reason.slice(0, LONGEST_REASON) }),
    ...(measurement === undefined ? { fromPlan: true } : {}),
    durationMs,
  });
}

function written(journal: Journal, entry: Parameters<Journal['write']>[0]): Stop | undefined {
  try {
    journal.write(entry);
    return undefined;
  } catch (error) {
    return { scope: 'all', because: journalFailure(error).because };
  }
}
