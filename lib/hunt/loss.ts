import type { ApiError } from '../errors.ts';
import type { RuleError } from '../model/retrohunt.ts';
import type { Gap, GapKind } from '../model/verdict.ts';
import type { HuntOutcome } from './job.ts';

/** A gap, before it is said of which text. */
export type Loss = Omit<Gap, 'of'>;

/** Somebody stopped it. */
export const INTERRUPTED: Loss = { kind: 'interrupted' };

/** What a status says of itself; another 4xx is a refusal, and no answer or a 5xx is what the caller takes it for. */
const BY_STATUS: Readonly<Record<number, GapKind>> = {
  408: 'timed-out',
  429: 'rate-limited',
  504: 'timed-out',
};

/** Silence that comes from a limit of time rather than from the network, in the client's words. */
const TIME_IS_UP = /the time for all calls is up|no answer within/;

/** What an error of the service leaves out. `otherwise` is for an answer that was lost. */
export function lossOf(error: ApiError, otherwise: GapKind, signal: AbortSignal | undefined): Loss {
  if (signal?.aborted === true) return INTERRUPTED;
  return { kind: kindOf(error, otherwise), detail: error.message };
}

function kindOf({ status, detail }: ApiError, otherwise: GapKind): GapKind {
  const said = BY_STATUS[status];
  if (said !== undefined) return said;
  if (status >= 400 && status < 500) return 'refused';
  return status === 0 && TIME_IS_UP.test(detail) ? 'timed-out' : otherwise;
}

/** Windows in which the rule was blind; none where there was no error. */
export function blindSpots(errors: readonly RuleError[]): readonly Loss[] {
  const [first] = errors;
  if (first === undefined) return [];
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  return [{ kind: 'runtime-error', detail: `${first.text}${more}` }];
}

/** Why a hunt shows no detections; undefined for one that is done, and where there is none and none may be started. */
export function lossOfHunt(
  outcome: HuntOutcome,
  signal: AbortSignal | undefined,
): Loss | undefined {
  switch (outcome.status) {
    case 'done':
      return undefined;
    case 'cancelled':
      return { kind: 'hunt-cancelled', detail: outcome.hunt.retrohuntId };
    case 'failed':
      return lossOf(outcome.error, 'refused', signal);
    case 'left-running':
    case 'not-started':
      return lossOfLeft(outcome, signal);
  }
}

function lossOfLeft(
  outcome: Extract<HuntOutcome, { because: unknown }>,
  signal: AbortSignal | undefined,
): Loss | undefined {
  const { because, error } = outcome;
  switch (because) {
    case 'absent':
      return undefined;
    case 'interrupted':
      return INTERRUPTED;
    case 'waited': {
      if (error?.status === 429) return lossOf(error, 'rate-limited', signal);
      const where =
        outcome.status === 'left-running' ? `${outcome.hunt.retrohuntId} runs on` : 'not started';
      return { kind: 'timed-out', detail: error === undefined ? where : error.message };
    }
    case 'refused':
      return error === undefined ? { kind: 'refused' } : lossOf(error, 'refused', signal);
  }
}
