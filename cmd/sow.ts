import type { UdmEvent } from '../lib/model/detection.ts';
import { compareText } from '../lib/text.ts';
import { shiftTimes } from './shift-times.ts';

/** The events of one case of a rule test, with the times that the test gives them. */
export interface SownCase {
  readonly rule: string;
  /** How far apart the events of one detection may lie: its match window. */
  readonly windowMs: number;
  readonly events: readonly UdmEvent[];
  /** The times of the first and the last event. */
  readonly first: Date;
  readonly last: Date;
}

/** The events of rule tests in the place of a tenant's. */
export interface Sowing {
  readonly events: readonly UdmEvent[];
  /** Rules whose cases have no room, sorted. */
  readonly left: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Lays cases into a range of time, from its end backwards, each in a slot of its own of at least twice its rule's
 * window: what one case says is never joined with another. Times move by whole hours where all find room so, else by
 * whole minutes. A rule goes with all its cases or not at all, and those with short windows go first. The same cases and
 * range give the same events.
 */
export function sow(
  cases: readonly SownCase[],
  range: { readonly from: Date; readonly to: Date },
): Sowing {
  const byHour = layOut(cases, range, HOUR_MS);
  return byHour.left.length === 0 ? byHour : layOut(cases, range, MINUTE_MS);
}

function layOut(
  cases: readonly SownCase[],
  { from, to }: { readonly from: Date; readonly to: Date },
  stepMs: number,
): Sowing {
  const rules = [...byRule(cases)].toSorted(
    ([one, a], [other, b]) => windowOf(a) - windowOf(b) || compareText(one, other),
  );
  const events: UdmEvent[] = [];
  const left: string[] = [];
  let end = Math.floor(to.getTime() / stepMs) * stepMs;
  for (const [rule, own] of rules) {
    const needed = own.reduce((sum, one) => sum + slotMs(one, stepMs), 0);
    if (end - needed < from.getTime()) {
      left.push(rule);
      continue;
    }
    for (const one of own) {
      end -= slotMs(one, stepMs);
      const start = Math.floor(one.first.getTime() / stepMs) * stepMs;
      events.push(...one.events.map((event) => shiftTimes(event, end - start)));
    }
  }
  return { events, left: left.toSorted(compareText) };
}

function byRule(cases: readonly SownCase[]): ReadonlyMap<string, readonly SownCase[]> {
  const found = new Map<string, SownCase[]>();
  for (const one of cases) {
    const own = found.get(one.rule) ?? [];
    own.push(one);
    found.set(one.rule, own);
  }
  return found;
}

function windowOf(cases: readonly SownCase[]): number {
  return Math.max(0, ...cases.map(({ windowMs }) => windowMs));
}

/** Twice the window, and where the case itself is longer than one, a window more than the case. */
function slotMs({ windowMs, first, last }: SownCase, stepMs: number): number {
  const start = Math.floor(first.getTime() / stepMs) * stepMs;
  const span = last.getTime() - start;
  return Math.ceil(Math.max(2 * windowMs, span + windowMs + 1) / stepMs) * stepMs;
}
