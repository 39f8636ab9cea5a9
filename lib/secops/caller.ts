import { ApiError } from '../errors.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { METHODS, type MethodName } from '../wire/method.ts';
import type { WireRequest } from '../wire/request.ts';
import type { Buckets } from './buckets.ts';
import { InterruptedError, TimeUpError, within } from './deadline.ts';
import { backoffMs, MAX_ATTEMPTS, RetryBudget } from './retry.ts';
import type { Answer, Transport } from './transport.ts';

/** A schema of wire/, as far as a caller needs it. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: SchemaError };
}

interface SchemaError {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/** What was found when a lost answer was looked after: the effect is there, or the call may be sent again. */
export type Settled<T> = { readonly done: true; readonly value: T } | { readonly done: false };

/** A mutation, and how to find out what became of it when its answer is lost (reliability B2). */
export interface Mutation<T> {
  readonly request: WireRequest;
  readonly schema: Schema<T>;
  /** Asked after every lost answer, before anything is sent again. */
  readonly settle: (lost: ApiError) => Promise<Settled<T>>;
  /** The most times that it is sent again after lost answers. */
  readonly repeats?: number;
}

/** Calls of the API with all that they need around them: token, rate, retries within the run's limits. */
export interface Caller {
  /** A call that may be repeated. `onStart` runs when its first request leaves. */
  read<T>(request: WireRequest, schema: Schema<T>, onStart?: () => void): Promise<T>;
  mutate<T>(mutation: Mutation<T>): Promise<T>;
  /** Waits; rejects with ApiError when the run is interrupted or its time is up. */
  wait(method: MethodName, ms: number): Promise<void>;
  now(): Date;
}

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

/** Makes the one caller of a run: its retry budget and a stop by a quota of the day hold for all methods. */
export function openCaller(options: CallerOptions): Caller {
  const { clock, signal } = options;
  const run: Run = { budget: new RetryBudget(), stopped: undefined };
  return {
    read: (request, schema, onStart) => read(options, run, { request, schema, onStart }),
    mutate: (mutation) => mutate(options, run, mutation),
    wait: (method, ms) => waitFor(options, method, () => clock.sleep(ms, signal)),
    now: () => clock.now(),
  };
}

interface Run {
  readonly budget: RetryBudget;
  /** Why nothing is sent any more. */
  stopped: ApiError | undefined;
}

async function read<T>(
  options: CallerOptions,
  run: Run,
  {
    request,
    schema,
    onStart,
  }: { request: WireRequest; schema: Schema<T>; onStart?: (() => void) | undefined },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(options, run, { request, attempt, onStart });
    if (answer.kind === 'ok') return understood(request.method, answer.body, schema);
    const again = answer.error.effect !== 'rejected' || answer.error.status === 429;
    if (!again || attempt >= MAX_ATTEMPTS.safe) throw failureOf(answer);
    await pauseBefore(options, run, { method: request.method, attempt, answer });
  }
}

async function mutate<T>(options: CallerOptions, run: Run, mutation: Mutation<T>): Promise<T> {
  const { request, schema, settle, repeats = MAX_ATTEMPTS.unsafe - 1 } = mutation;
  let [lostCount, unsentCount] = [0, 0];
  for (let attempt = 1; ; attempt += 1) {
    const answer = readMutation(
      request.method,
      await send(options, run, { request, attempt }),
      schema,
    );
    if (answer.kind === 'read') return answer.value;
    const { error } = answer;
    const refused = error.status === 429;
    if (error.effect === 'rejected' && !refused) {
      // an earlier attempt may have had its effect after all, and this one came second
      const settled = lostCount > 0 ? await settle(error) : undefined;
      if (settled?.done === true) return settled.value;
      throw error;
    }
    if (error.effect === 'ambiguous') {
      // after an interrupt nobody waits for the questions that a lost answer asks for
      if (options.signal?.aborted === true && error.status === 0) throw error;
      lostCount += 1;
      const settled = await settle(error);
      if (settled.done) return settled.value;
      if (lostCount > repeats) throw error;
    } else {
      unsentCount += 1;
      const most = refused ? MAX_ATTEMPTS.refused : MAX_ATTEMPTS.unsafe;
      if (unsentCount >= most) throw failureOf(answer);
    }
    await pauseBefore(options, run, { method: request.method, attempt, answer });
  }
}

type MutationAnswer<T> = { readonly kind: 'read'; readonly value: T } | Failed;
type Failed = Extract<Answer, { kind: 'failed' }>;

/** A success that cannot be read is a lost answer. */
function readMutation<T>(method: MethodName, answer: Answer, schema: Schema<T>): MutationAnswer<T> {
  if (answer.kind === 'failed') return answer;
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  return { kind: 'failed', error: notUnderstood(method, parsed.error) };
}

/** Parses a part of an answer; rejects with ApiError where the service sent something else than expected. */
export function understood<T>(method: MethodName, value: unknown, schema: Schema<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw notUnderstood(method, parsed.error);
}

function notUnderstood(method: MethodName, { issues }: SchemaError): ApiError {
  const said = issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'answer'}: ${message}`);
  return new ApiError({
    operation: method,
    status: 200,
    effect: 'ambiguous',
    detail: `the answer is not what the API documents (${said.join('; ')})`,
  });
}

interface Sending {
  readonly request: WireRequest;
  readonly attempt: number;
  readonly onStart?: (() => void) | undefined;
}

/** One attempt: token first, so that a request leaves as soon as its turn comes; a refused token is replaced once. */
async function send(options: CallerOptions, run: Run, sending: Sending): Promise<Answer> {
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
  { request, attempt, onStart }: Sending,
): Promise<Answer> {
  const { method } = request;
  const { safe } = METHODS[method];
  await waitFor(options, method, (signal) => options.buckets.acquire(method, signal), safe);
  if (run.stopped !== undefined) throw stoppedBy(run.stopped, method);
  onStart?.();
  const leftMs = options.endsAt() - options.clock.now().getTime();
  const answer = await options.transport(request, { token, attempt, leftMs });
  if (answer.kind === 'ok') {
    run.budget.succeeded();
    options.buckets.succeeded(method);
  } else if (answer.final === 'run') run.stopped = answer.error;
  return answer;
}

/** Waits out a failure before the next attempt, or throws it if there must be none. */
async function pauseBefore(
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
async function waitFor(
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

/** TooLarge is told apart by its class: a listing can ask for smaller pages. */
export class TooLargeApiError extends ApiError {
  override readonly name: string = 'TooLargeApiError';
}

function failureOf({ error, tooLarge }: Failed): ApiError {
  const { operation, status, effect, detail } = error;
  return tooLarge === true ? new TooLargeApiError({ operation, status, effect, detail }) : error;
}

function stoppedBy({ status, detail }: ApiError, operation: MethodName): ApiError {
  return new ApiError({
    operation,
    status,
    effect: 'not-sent',
    detail,
    hint: 'a quota of the day is used up: run the command again tomorrow, it goes on where it stopped',
  });
}

function outOfRetries({ operation, status, effect, detail, cause }: ApiError): ApiError {
  return new ApiError({
    operation,
    status,
    effect,
    detail,
    hint: `the service keeps failing, and the ${RetryBudget.FULL} retries of this run are spent; run the command again later`,
    ...(cause === undefined ? {} : { cause }),
  });
}
