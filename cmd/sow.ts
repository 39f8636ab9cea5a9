import { createHash } from 'node:crypto';
import type { UdmEvent } from '../lib/model/detection.ts';
import { compareText } from '../lib/text.ts';
import { shiftTimes } from './shift-times.ts';

/** The events of one case of a rule test, with the times that the test gives them. */
export interface SownCase {
  readonly rule: string;
  /** Of the case; differs among the cases of a rule. */
  readonly name: string;
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
 * Lays cases into a range of full hours, each in a slot of its own of at least twice its rule's window: what one case says
 * is never joined with another. The slots come round again and again on the calendar, and those that lie within the
 * range are sown: each case once at least, and where a later range has the same slot it has the same events. So time
 * goes on as in a tenant, and what a hunt found stays true. Times move by whole hours where all find room so, else by
 * whole minutes. A rule goes with all its cases or not at all, those with short windows first.
 */
export function sow(
  cases: readonly SownCase[],
  range: { readonly from: Date; readonly to: Date },
): Sowing {
  const lengthMs = range.to.getTime() - range.from.getTime();
  const byHour = layOut(cases, lengthMs, HOUR_MS);
  const layout = byHour.left.length === 0 ? byHour : layOut(cases, lengthMs, MINUTE_MS);
  const sown = layout.slots.flatMap((slot) => roundsOf(slot, layout.roundMs, range));
  return {
    events: sown
      .toSorted((one, other) => one.start - other.start)
      .flatMap(({ slot, start }) => eventsAt(slot, start, layout.stepMs)),
    left: layout.left,
  };
}

/** One case and where it stands in every round. */
interface Slot {
  readonly sown: SownCase;
  readonly offset: number;
  readonly length: number;
}

interface Layout {
  readonly slots: readonly Slot[];
  /** How long it takes until a slot comes again. */
  readonly roundMs: number;
  readonly stepMs: number;
  readonly left: readonly string[];
}

function layOut(cases: readonly SownCase[], lengthMs: number, stepMs: number): Layout {
  const rules = [...byRule(cases)].toSorted(
    ([one, a], [other, b]) => windowOf(a) - windowOf(b) || compareText(one, other),
  );
  const slots: Slot[] = [];
  const left: string[] = [];
  let [end, longest, before] = [0, 0, 0];
  for (const [rule, own] of rules) {
    const window = windowOf(own);
    // A slot keeps what follows it a window of its own away: a rule with a longer one stands off by as much more.
    const more = slots.length === 0 ? 0 : window - before;
    const start = end + Math.ceil(more / stepMs) * stepMs;
    const lengths = own.map((one) => slotMs(one, stepMs));
    const needed = lengths.reduce((sum, one) => sum + one, start);
    const longer = Math.max(longest, ...lengths);
    // A round and the longest slot fit into the range, so each slot lies in it as a whole at least once.
    if (needed + longer > lengthMs) {
      left.push(rule);
      continue;
    }
    end = start;
    for (const [at, sown] of own.entries()) {
      const length = lengths[at] ?? 0;
      slots.push({ sown, offset: end, length });
      end += length;
    }
    [longest, before] = [longer, window];
  }
  const roundMs = Math.floor((lengthMs - longest) / stepMs) * stepMs;
  return { slots, roundMs, stepMs, left: left.toSorted(compareText) };
}

/** The times at which a slot begins that lie in the range as a whole. */
function roundsOf(
  slot: Slot,
  roundMs: number,
  { from, to }: { readonly from: Date; readonly to: Date },
): readonly { readonly slot: Slot; readonly start: number }[] {
  const found: { slot: Slot; start: number }[] = [];
  const first = Math.ceil((from.getTime() - slot.offset) / roundMs) * roundMs + slot.offset;
  for (let start = first; start + slot.length <= to.getTime(); start += roundMs) {
    found.push({ slot, start });
  }
  return found;
}

function eventsAt({ sown }: Slot, start: number, stepMs: number): readonly UdmEvent[] {
  const shift = start - Math.floor(sown.first.getTime() / stepMs) * stepMs;
  return sown.events.map((event, at) => {
    const moved = shiftTimes(event, shift);
    const metadata = recordOf(moved['metadata']);
    // Of its own in every case and round, or one event would be taken for another.
    const name = [sown.rule, sown.name, start, metadata['id'] ?? at];
    const id = createHash('sha256').update(JSON.stringify(name)).digest().subarray(0, 18);
    return { ...moved, metadata: { ...metadata, id: id.toString('base64') } };
  });
}

function recordOf(value: UdmEvent[string] | undefined): UdmEvent {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: UdmEvent[string]): value is readonly UdmEvent[string][] {
  return Array.isArray(value);
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
