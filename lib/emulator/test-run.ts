import type { RuleError } from '../model/retrohunt.ts';
import type { Clock } from '../ports/clock.ts';
import { compileRule } from './compile.ts';
import { testDetectionJson } from './detection-json.ts';
import { readRange } from './hunts.ts';
import type { Message } from './message.ts';
import type { Answer, StreamOperation, World } from './operation.ts';
import { errorBody, HTTP_STATUS, refusal } from './refusal.ts';
import { detect } from './search.ts';
import { micros, nextMicros, timestamp } from './time.ts';
import type { Micros } from './time.ts';

/** The body of StreamTestRule. */
export const TEST_RUN_BODY = {
  rule: { kind: 'message', fields: { rule_text: { kind: 'string' } } },
  start_time: { kind: 'timestamp' },
  end_time: { kind: 'timestamp' },
  max_results: { kind: 'int32' },
} as const satisfies Message;

const DAY: Micros = 86_400e6;
const LONGEST: Micros = 14 * DAY;
/** The server stops after five minutes (backstory-v2 §4.16). */
const TIME_LIMIT_MS = 300_000;
const DEFAULT_RESULTS = 1000;
const MOST_RESULTS = 10_000;

/** Runs a text that is stored nowhere over at most 14 days: errors of the rule, then detections (backstory-v2 §4.16). */
export const streamTestRule: StreamOperation = (call, { world }, signal) =>
  // A promise from here on, so that a refusal is a rejection.
  Promise.resolve().then(() => {
    const { clock } = world;
    const compiled = compileRule(call.text('rule.rule_text'), world);
    const range = cutRange(readRange(call), world);
    const atMost = resultLimit(call.number('max_results'));
    const createTime = nextMicros(clock, undefined);
    const version = { ...compiled, ruleId: '', versionId: '', createTime };
    return { elements: elements() };

    async function* elements(): AsyncGenerator<Answer> {
      const findings = await withinLimit(clock, signal, (until) =>
        detect(world.detector, version, { ...range, atMost, stored: false }, world, until),
      );
      if (findings === undefined) {
        yield timedOut();
        return;
      }
      for (const error of findings.errors) yield { error: runtimeError(error) };
      for (const detection of findings.detections.slice(0, atMost)) {
        yield { detection: testDetectionJson(detection, version) };
      }
    }
  });

/** What work comes to; undefined where it takes too long, and then it is ended. Rejects with the signal's reason. */
async function withinLimit<T>(
  clock: Clock,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const limit = clock.sleep(TIME_LIMIT_MS, stop).then(() => undefined);
  try {
    return await Promise.race([work(stop), limit]);
  } finally {
    over.abort(new Error('the test run is over'));
  }
}

function cutRange(
  { from, to }: { readonly from: Micros; readonly to: Micros },
  { options }: World,
): { readonly from: Micros; readonly to: Micros } {
  if (to - from <= LONGEST) return { from, to };
  if (options.testRange === 'coerce') return { from: to - LONGEST, to };
  throw refusal(
    'INVALID_ARGUMENT',
    `time range ${timestamp(from)} to ${timestamp(to)} is longer than 14 days`,
  );
}

/** 0 is the default; above 10,000 is coerced. Below 0 is taken for the default, too (UNCONFIRMED). */
function resultLimit(asked: number): number {
  return asked <= 0 ? DEFAULT_RESULTS : Math.min(asked, MOST_RESULTS);
}

/** An error of the rule has a category, and no ids; the run goes on (backstory-v2 §9 trap 6). */
function runtimeError({ text, window }: RuleError): Answer {
  return {
    category: 'RULES_EXECUTION_ERROR',
    ...(text !== '' && { text }),
    ...(window !== undefined && {
      ruleExecution: {
        windowStartTime: timestamp(micros(window.from)),
        windowEndTime: timestamp(micros(window.to)),
      },
    }),
  };
}

/** An error of the stream has a code, and ends it. */
function timedOut(): Answer {
  const code = 'DEADLINE_EXCEEDED';
  const text = `generic::${code.toLowerCase()}: test run did not end within 5 minutes`;
  return { ...errorBody(HTTP_STATUS[code], text, code) };
}
