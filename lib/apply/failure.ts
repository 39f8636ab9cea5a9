import { ApiError, ConflictError, UserError } from '../errors.ts';

/** What went wrong with one step, in words for people. */
export interface Failure {
  readonly because: string;
  readonly hint?: string;
  readonly conflict?: boolean;
  /** `operation`: this may not be done; `all`: nobody believes who we are. */
  readonly denied?: 'operation' | 'all';
}

/**
 * Reads what a port threw. Undefined for what no port may throw: that is a bug in chron, and must come out as one.
 * A call that was given up with the signal's own reason may have had an effect.
 */
export function failureOf(error: unknown, signal: AbortSignal | undefined): Failure | undefined {
  if (error instanceof ConflictError) {
    return { because: error.message, conflict: true, ...hinted(error.hint) };
  }
  if (error instanceof ApiError) {
    const { status, effect, message, hint } = error;
    return {
      because: effect === 'ambiguous' ? `${message}; ${UNKNOWN_EFFECT}` : message,
      ...hinted(hint ?? (effect === 'ambiguous' ? PLAN_AGAIN : undefined)),
      ...(status === 401 || status === 403
        ? { denied: status === 401 ? ('all' as const) : ('operation' as const) }
        : {}),
    };
  }
  if (error instanceof UserError) {
    const { message, hint, exit } = error;
    return { because: message, ...hinted(hint), ...(exit === 7 ? { denied: 'all' as const } : {}) };
  }
  if (signal?.aborted === true && error === signal.reason) {
    return { because: `interrupted before the answer came; ${UNKNOWN_EFFECT}`, hint: PLAN_AGAIN };
  }
  return undefined;
}

/** Whether a call that was waiting for its turn was given up before anything was sent. */
export function neverSent(error: unknown): boolean {
  return error instanceof ApiError && error.effect === 'not-sent';
}

/** Reads what a journal threw that could not take a line. */
export function journalFailure(error: unknown): Pick<Failure, 'because' | 'hint'> {
  const because = `the journal cannot be written: ${error instanceof Error ? error.message : 'it does not say why'}`;
  return { because, ...(error instanceof UserError ? hinted(error.hint) : {}) };
}

const UNKNOWN_EFFECT = 'whether it had an effect is not known';
const PLAN_AGAIN = 'plan again: it reads what the tenant has';

function hinted(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
