import * as z from 'zod';
import type { Detection } from '../model/detection.ts';
import type { RuleError } from '../model/retrohunt.ts';
import { wireDetection } from './detection.ts';
import { readError, type WireError } from './error-envelope.ts';
import { wireRuleError } from './hunt.ts';
import { flag, many, wireObject, words } from './loose.ts';

/** One element of the stream of a test run. */
export type StreamElement =
  | { readonly kind: 'detections'; readonly detections: readonly Detection[] }
  /** The rule could not run over a part of the range; the stream goes on. */
  | { readonly kind: 'rule-error'; readonly error: RuleError }
  /** The stream ends here: a transport error in an element's clothes (backstory-v2 §9 trap 6). */
  | { readonly kind: 'end'; readonly error: WireError }
  /** A sign of life. */
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'unknown'; readonly because: string };

const element = wireObject({
  heartbeat: flag,
  detection: z.unknown().optional(),
  detections: many(z.unknown()),
  error: wireObject({ category: words, code: z.unknown().optional() }).nullish(),
});

/**
 * Reads an element: `error` with `category` is a result like any other, one without is the end of the stream
 * (backstory-v2 §4.16).
 */
export function readStreamElement(value: unknown): StreamElement {
  const read = element.safeParse(value);
  if (!read.success) return { kind: 'unknown', because: 'an element is no object' };
  const { heartbeat, detection, detections, error } = read.data;
  if (error !== undefined && error !== null) return errorElement(value, error.category);
  const found = detection === undefined ? detections : [detection, ...detections];
  if (found.length === 0) {
    return heartbeat ? { kind: 'heartbeat' } : { kind: 'unknown', because: 'an element is empty' };
  }
  const parsed = found.map((one) => wireDetection.safeParse(one));
  const broken = parsed.find(({ success }) => !success)?.error?.issues[0];
  if (broken !== undefined) {
    const path = broken.path.map(String).join('.');
    return { kind: 'unknown', because: `a detection cannot be read (${path}: ${broken.message})` };
  }
  return { kind: 'detections', detections: parsed.flatMap(({ data }) => data ?? []) };
}

const ruleErrorElement = wireObject({ error: wireRuleError });

function errorElement(value: unknown, category: string): StreamElement {
  if (category !== '') {
    const read = ruleErrorElement.safeParse(value);
    if (read.success) return { kind: 'rule-error', error: read.data.error };
  }
  const end = readError(value);
  return end === undefined
    ? { kind: 'unknown', because: 'an error cannot be read' }
    : { kind: 'end', error: end };
}
