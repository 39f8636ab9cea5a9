import type { ApiError } from '../errors.ts';
import type { MethodName } from '../wire/method.ts';
import type { WireRequest } from '../wire/request.ts';
import type { Answer } from './answer.ts';
import { failureOf, type Failed } from './failures.ts';
import { MAX_ATTEMPTS, RetryBudget } from './retry.ts';
import { notUnderstood, understood, type Schema } from './schema.ts';
import { pauseBefore, send, waitFor, type CallerOptions, type Run } from './sending.ts';
import type { Receive } from './transport.ts';

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
  /** The same for an answer that is a stream: `receive` makes its body, which the schema reads. */
  stream<T>(request: WireRequest, receive: Receive, schema: Schema<T>): Promise<T>;
  mutate<T>(mutation: Mutation<T>): Promise<T>;
  /** Waits; rejects with ApiError when the run is interrupted or its time is up. */
  wait(method: MethodName, ms: number): Promise<void>;
  now(): Date;
}

/** Makes the one caller of a run: its retry budget and a stop by a quota of the day hold for all methods. */
export function openCaller(options: CallerOptions): Caller {
  const { clock, signal } = options;
  const run: Run = { budget: new RetryBudget(), stopped: undefined };
  return {
    read: (request, schema, onStart) => read(options, run, { request, schema, onStart }),
    stream: (request, receive, schema) => read(options, run, { request, schema, receive }),
    mutate: (mutation) => mutate(options, run, mutation),
    wait: (method, ms) => waitFor(options, method, () => clock.sleep(ms, signal)),
    now: () => clock.now(),
  };
}

async function read<T>(
  options: CallerOptions,
  run: Run,
  {
    request,
    schema,
    onStart,
    receive,
  }: {
    readonly request: WireRequest;
    readonly schema: Schema<T>;
    readonly onStart?: (() => void) | undefined;
    readonly receive?: Receive;
  },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(options, run, { request, attempt, onStart, receive });
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

/** A success that cannot be read is a lost answer. */
function readMutation<T>(method: MethodName, answer: Answer, schema: Schema<T>): MutationAnswer<T> {
  if (answer.kind === 'failed') return answer;
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  return { kind: 'failed', error: notUnderstood(method, parsed.error) };
}
