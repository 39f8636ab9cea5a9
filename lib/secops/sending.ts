import { ApiError } from '../errors.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { METHODS, type MethodName } from '../wire/method.ts';
import type { WireRequest } from '../wire/request.ts';
import type { Answer } from './answer.ts';
import type { Buckets } from './buckets.ts';
import { InterruptedError, TimeUpError, within } from './deadline.ts';
import { failureOf, outOfRetries, stoppedBy, type Failed } from './failures.ts';
import { backoffMs, type RetryBudget } from './retry.ts';
import type { Receive, Transport } from './transport.ts';

/** What a caller is made of. */
export interface CallerOptions {
  readonly transport: Transport;
  readonly buckets: Buckets;
  /** A token; the one that was refused is named so that it is replaced, once. */
  readonly token: (refused?: string) => Promise<string>;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal | undefined;
  /** When the run's time is up. */
  readonly endsAt: () => number;
}

/** What all calls of a run share. */
export interface Run {
  readonly budget: RetryBudget;
  /** Why nothing is sent any more. */
  stopped: ApiError | undefined;
}

/** One attempt of a call. */
export interface Sending {
  readonly request: WireRequest;
  readonly attempt: number;
  readonly onStart?: (() => void) | undefined;
  /** For answers that are streams. */
  readonly receive?: Receive | undefined;
}

/** One attempt: token first, so that a request leaves as soon as its turn comes; a refused token is replaced once. */
export async function send(options: CallerOptions, run: Run, sending: Sending): Promise<Answer> {
  const token = await options.token();
  const answer = await sendWith(token, options, run, sending);
  if (answer.kind === 'ok' || answer.error.status !== 401) return answer;
  const fresh = await options.token(token);
  return fresh === token ? answer : await sendWith(fresh, options, run, sending);
}

async function sendWith(
  token: string,
  options: CallerOptions,
  run: Run,
  { request, attempt, onStart, receive }: Sending,
): Promise<Answer> {
  const { method } = request;
  const { safe } = METHODS[method];
  await waitFor(options, method, (signal) => options.buckets.acquire(method, signal), safe);
  if (run.stopped !== undefined) throw stoppedBy(run.stopped, method);
  onStart?.();
  const leftMs = options.endsAt() - options.clock.now().getTime();
  const answer = await options.transport(request, { token, attempt, leftMs, receive });
  if (answer.kind === 'ok') {
    run.budget.succeeded();
    options.buckets.succeeded(method);
  } else if (answer.final === 'run') run.stopped = answer.error;
  return answer;
}

/** Waits out a failure before the next attempt, or throws it if there must be none. */
export async function pauseBefore(
  options: CallerOptions,
  run: Run,
  { method, attempt, answer }: { method: MethodName; attempt: number; answer: Failed },
): Promise<void> {
  if (answer.final === 'run') throw stoppedBy(answer.error, method);
  if (answer.final === 'call') throw failureOf(answer);
  const ms = answer.retryAfterMs ?? backoffMs(attempt - 1, options.random);
  if (answer.error.status === 429) return options.buckets.refused(method, ms);
  if (!run.budget.take()) throw outOfRetries(answer.error);
  await waitFor(options, method, () => options.clock.sleep(ms, options.signal));
}

/**
 * A wait that ends with the run. After an interrupt nothing is started; reads may go on for a little, because what is
 * in flight may need them to know what became of it.
 */
export async function waitFor(
  { clock, signal, endsAt }: CallerOptions,
  method: MethodName,
  work: (signal: AbortSignal) => Promise<void>,
  goesOn = false,
): Promise<void> {
  const ms = endsAt() - clock.now().getTime();
  try {
    if (ms <= 0) throw new TimeUpError(0);
    await within({ clock, ms, signal, graceMs: goesOn ? 5000 : 0 }, work);
  } catch (error) {
    throw new ApiError({
      operation: method,
      status: 0,
      effect: 'not-sent',
      ...(error instanceof InterruptedError || signal?.aborted === true
        ? { detail: 'interrupted before it was sent' }
        : { detail: 'the time for all calls is up', hint: 'allow more with --timeout' }),
    });
  }
}
