import { ApiError } from '../errors.ts';
import type { TimeRange } from '../model/detection.ts';
import type { TestRun } from '../model/retrohunt.ts';
import type { Clock } from '../ports/clock.ts';
import { counted } from '../text.ts';
import { STATUS_CODES, type WireError } from '../wire/error-envelope.ts';
import { MAX_TEST_RUN_RESULTS, streamTestRuleRequest } from '../wire/hunt-request.ts';
import { JsonArrayReader } from '../wire/json-array.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './caller.ts';
import { cutShort, nothingYet, note, take, type Collected } from './collected-run.ts';
import { InterruptedError, TimeUpError, within } from './deadline.ts';
import { deepestMessage, redact } from './redact.ts';
import type { Schema } from './schema.ts';
import type { Receive } from './transport.ts';

/** A stream that says nothing for so long is dead (backstory-v2 §4.16). */
const IDLE_MS = 180_000;
/** The server ends a run after 5 minutes; what lasts longer is given up, and what came by then is kept. */
const LONGEST_MS = 5.5 * 60_000;
/** How a run looks that the server ended is not documented: one that took nearly as long may be cut, whatever its end. */
const SUSPECT_MS = 4.8 * 60_000;
const MAX_ELEMENT_BYTES = 16 * 1024 * 1024;
/**
 * Runs a text that is not stored. It changes nothing, so a refusal for the rate and a stream that broke before its
 * first element are tried again. A text that does not compile rejects with ApiError 400. Whatever else keeps
 * detections back is said in `incomplete`, never left out.
 */
export async function testRun(
  caller: Caller,
  clock: Clock,
  { text, range, maxResults }: { text: string; range: TimeRange; maxResults: number },
): Promise<TestRun> {
  const atMost = Math.min(MAX_TEST_RUN_RESULTS, Math.max(1, maxResults));
  return await caller.stream(
    streamTestRuleRequest(text, range, atMost),
    receiveStream(clock, atMost),
    asTestRun,
  );
}

/** What `receiveStream` made passes as it is. */
const asTestRun: Schema<TestRun> = {
  safeParse: (value) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the body of a stream is what receiveStream made
    ({ success: true, data: value as TestRun }),
};

function receiveStream(clock: Clock, atMost: number): Receive {
  return async (response, signal) => {
    const collected = nothingYet();
    const startedAt = clock.now().getTime();
    const end = await collect(response, { clock, signal, atMost, collected });
    // a run that took too long would take as long again
    const late = end?.status === 'DEADLINE_EXCEEDED';
    if (end !== undefined && !late && collected.detections.length === 0) {
      const { code = 0, status } = end;
      const http = Object.entries(STATUS_CODES).find(([name]) => name === status)?.[1] ?? code;
      // an answer that says of itself that it is a refusal, under a status that says it is none
      if (http >= 400) return failed(http, redact(end.message));
    }
    const { detections, errors } = collected;
    if (end !== undefined) {
      note(
        collected,
        late ? 'timed-out' : 'cut-stream',
        `the service ended the run: ${redact(end.message)}`,
      );
    }
    if (detections.length >= atMost) {
      note(
        collected,
        'result-cap',
        `it stops at ${counted(atMost, 'detection')}, and there may be more`,
      );
    }
    if (collected.because.size === 0 && clock.now().getTime() - startedAt >= SUSPECT_MS) {
      note(collected, 'timed-out', 'it took as long as the service lets a run take');
    }
    return {
      kind: 'ok',
      body: {
        detections: detections.slice(0, atMost),
        errors,
        ...cutShort(collected),
      } satisfies TestRun,
    };
  };
}

function failed(status: number, detail: string): Answer {
  const rejected = status < 500 && status !== 408 && status !== 499;
  return {
    kind: 'failed',
    error: new ApiError({
      operation: 'StreamTestRule',
      status,
      effect: rejected ? 'rejected' : 'ambiguous',
      detail,
    }),
  };
}

/** Reads until the array ends, or what must end it; gives the transport error that the stream said, if it said one. */
async function collect(
  response: Response,
  {
    clock,
    signal,
    atMost,
    collected,
  }: { clock: Clock; signal: AbortSignal; atMost: number; collected: Collected },
): Promise<WireError | undefined> {
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const array = new JsonArrayReader(MAX_ELEMENT_BYTES);
  const givenUpAt = clock.now().getTime() + LONGEST_MS;
  try {
    while (array.state !== 'closed') {
      const left = givenUpAt - clock.now().getTime();
      const ms = Math.max(0, Math.min(IDLE_MS, left));
      const { done, value } = await within({ clock, ms, signal, graceMs: 0 }, () => reader.read());
      if (done) break;
      for (const text of array.push(value)) {
        const end = take(text, collected);
        if (end !== undefined) return end;
      }
      if (array.state === 'broken')
        throw new Error('the answer is not the stream that was expected');
      // the service keeps to the limit; one that does not must not fill the memory
      if (collected.detections.length > atMost) return undefined;
    }
    if (array.state !== 'closed') throw new Error('the stream broke off before its end');
    return undefined;
  } catch (error) {
    if (signal.aborted || error instanceof InterruptedError || collected.elements === 0)
      throw error;
    const kind = error instanceof TimeUpError ? 'timed-out' : 'cut-stream';
    note(collected, kind, redact(deepestMessage(error)));
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
