import { ApiError } from '../errors.ts';
import type { Detection, DetectionSample, TimeRange, UdmEvent } from '../model/detection.ts';
import type { RuleError, TestRun } from '../model/retrohunt.ts';
import type { Clock } from '../ports/clock.ts';
import { counted } from '../text.ts';
import { STATUS_CODES, type WireError } from '../wire/error-envelope.ts';
import { MAX_TEST_RUN_RESULTS, streamTestRuleRequest } from '../wire/hunt-request.ts';
import { JsonArrayReader } from '../wire/json-array.ts';
import { readStreamElement } from '../wire/stream.ts';
import type { Answer } from './answer.ts';
import { parseJson } from './body.ts';
import type { Caller } from './caller.ts';
import { InterruptedError, within } from './deadline.ts';
import { deepestMessage, redact } from './redact.ts';
import type { Schema } from './schema.ts';
import type { Receive } from './transport.ts';

/** A stream that says nothing for so long is dead (backstory-v2 §4.16). */
const IDLE_MS = 180_000;
/** The server ends a run after 5 minutes; what lasts longer is given up, and what came by then is kept. */
const LONGEST_MS = 5.5 * 60_000;
const MAX_ELEMENT_BYTES = 16 * 1024 * 1024;
/** Samples are kept whole while the text of all is below this; of later ones only the events' metadata. */
const WHOLE_SAMPLES_CHARACTERS = 8 * 1024 * 1024;
/** More errors of one run say nothing new. */
const MAX_ERRORS = 1000;

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

interface Collected {
  readonly detections: Detection[];
  readonly errors: RuleError[];
  characters: number;
  elements: number;
  /** Why it may not be all. */
  readonly because: Set<string>;
}

function receiveStream(clock: Clock, atMost: number): Receive {
  return async (response, signal) => {
    const collected: Collected = {
      detections: [],
      errors: [],
      characters: 0,
      elements: 0,
      because: new Set(),
    };
    const end = await collect(response, { clock, signal, atMost, collected });
    if (end !== undefined && collected.detections.length === 0) {
      const { code = 0, status } = end;
      const http = Object.entries(STATUS_CODES).find(([name]) => name === status)?.[1] ?? code;
      // an answer that says of itself that it is a refusal, under a status that says it is none
      if (http >= 400) return failed(http, redact(end.message));
    }
    const { detections, errors, because } = collected;
    if (end !== undefined) because.add(`the service ended the run: ${redact(end.message)}`);
    if (detections.length >= atMost) {
      because.add(`it stops at ${counted(atMost, 'detection')}, and there may be more`);
    }
    return {
      kind: 'ok',
      body: {
        detections: detections.slice(0, atMost),
        errors,
        ...(because.size === 0 ? {} : { incomplete: [...because].join('; ') }),
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
    collected.because.add(redact(deepestMessage(error)));
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Puts an element where it belongs; gives the transport error that it may be instead. */
function take(text: string, collected: Collected): WireError | undefined {
  const element = readStreamElement(parseJson(text));
  collected.elements += 1;
  switch (element.kind) {
    case 'detections':
      collected.characters += text.length;
      collected.detections.push(
        ...(collected.characters > WHOLE_SAMPLES_CHARACTERS
          ? element.detections.map(slim)
          : element.detections),
      );
      return undefined;
    case 'rule-error':
      if (collected.errors.length < MAX_ERRORS) collected.errors.push(element.error);
      else collected.because.add(`it had more than ${counted(MAX_ERRORS, 'error')}`);
      return undefined;
    case 'unknown':
      collected.because.add(element.because);
      return undefined;
    case 'heartbeat':
      return undefined;
    case 'end':
      return element.error;
  }
}

/** A detection with so much of its samples as tells which events they were. */
function slim(detection: Detection): Detection {
  return { ...detection, samples: detection.samples.map(slimSample) };
}

function slimSample({ label, events, entities }: DetectionSample): DetectionSample {
  return { label, events: events.map(slimEvent), entities: entities.map(slimEvent) };
}

function slimEvent(event: UdmEvent): UdmEvent {
  return { metadata: event['metadata'] ?? null };
}
