import type { Outcome } from '../model/outcome.ts';
import type { ApplyDeps } from './apply.ts';
import { actOf } from './change.ts';
import { failureOf, neverSent } from './failure.ts';
import type { Gate } from './gate.ts';
import { isMuted, replaceMuted } from './muted.ts';
import { intend, JournalFailure, record } from './record.ts';
import type { Stop } from './run-steps.ts';
import type { Step } from './schedule.ts';
import { type Learnt, refuseBroken, send } from './send.ts';
import { refuseUnmeasured } from './measured-text.ts';

/** What the steps of one apply share. */
export interface Underway {
  readonly deps: ApplyDeps;
  readonly learnt: Learnt;
  readonly gate: Gate | undefined;
}

/** Carries out one change: skipped, held by the gate, or sent with its intent in the journal before. Rejects only with a bug. */
export async function attemptChange(
  step: Step,
  { deps, learnt, gate }: Underway,
  against: () => string | undefined,
): Promise<{ readonly outcome: Outcome; readonly stop?: Stop | undefined }> {
  const { number, change } = step;
  const { secops, journal, clock, signal } = deps;
  const begun = clock.now().getTime();
  const facts = () => ({ change, durationMs: clock.now().getTime() - begun });
  try {
    await refuseBroken(change, secops, learnt);
    const because = against();
    if (because !== undefined) return { outcome: { ...facts(), status: 'skipped', because } };
    const holds = gate?.holds(change);
    if (holds === 'unmeasured') {
      return { outcome: { ...facts(), status: 'skipped', because: 'its noise was not measured' } };
    }
    if (holds !== undefined) return { outcome: { ...facts(), status: 'held', verdict: holds } };
    if (gate !== undefined) await refuseUnmeasured(change, gate, { secops, learnt });
    if (gate !== undefined && isMuted(change, gate)) {
      const ended = await replaceMuted({ number, change }, deps, gate);
      return { outcome: { ...facts(), ...ended } };
    }
    intend(number, change, journal);
    const note = await send(change, secops, learnt);
    return { outcome: { ...facts(), status: 'done', ...(note === undefined ? {} : { note }) } };
  } catch (error) {
    if (error instanceof JournalFailure) {
      const { failure } = error;
      return {
        outcome: { ...facts(), status: 'failed', ...failure },
        stop: { scope: 'all', because: failure.because },
      };
    }
    if (signal?.aborted === true && neverSent(error)) {
      return { outcome: { ...facts(), status: 'skipped', because: 'interrupted' } };
    }
    const failure = failureOf(error, signal);
    if (failure === undefined) {
      // The journal gets its outcome all the same; if it cannot take it, the bug is still what is to be told.
      record(number, { ...facts(), status: 'failed', because: 'a bug in chron' }, journal);
      throw error;
    }
    const { denied, ...rest } = failure;
    if (denied === undefined) return { outcome: { ...facts(), status: 'failed', ...rest } };
    return {
      outcome: { ...facts(), status: 'failed', ...rest, denied: true },
      stop:
        denied === 'all'
          ? { scope: 'all', because: `the service refused who we are in step ${number}` }
          : { scope: 'lane', because: `${actOf(change)} was not permitted in step ${number}` },
    };
  }
}
