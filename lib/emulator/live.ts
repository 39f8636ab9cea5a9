import type { Detection, UdmEvent } from '../model/detection.ts';
import type { DetectorQuery, Findings } from '../ports/detector.ts';
import { visibleLine } from '../text.ts';
import { roomForDetections } from './detection-cap.ts';
import { storedDetections } from './detection-json.ts';
import { eventId, eventTime } from './event-facts.ts';
import type { Later, World } from './operation.ts';
import { listsOf, storedError } from './search.ts';
import type { Found } from './state.ts';
import type { Write } from './stored.ts';
import type { StoredDetection } from './stored-past.ts';
import { nextMicros } from './time.ts';

/** Detections that one batch of events may lead to, for one rule: more than its cap of a day and its next. */
const MOST_A_BATCH = 20_000;

/**
 * Runs the live rules over events that are kept, new or not: what they made of them before is not made again. Calls that
 * look at the past wait for it.
 */
export function searchLive(events: readonly UdmEvent[], world: World): Later {
  const { detector, state } = world;
  const rules = state.rules().filter(runs);
  const times = events.flatMap((one) => eventTime(one)?.getTime() ?? []);
  const [first, last] = [times.reduce(lesser, Infinity), times.reduce(greater, -Infinity)];
  // Up to the millisecond that `to` no longer counts.
  const range = { from: new Date(first), to: new Date(last + 1) };
  const ids = new Set(events.flatMap((one) => eventId(one) ?? []));
  return {
    due: nextMicros(world.clock, undefined),
    work: async (signal) => {
      if (detector.detectLive === undefined || rules.length === 0) return () => [];
      const queries = rules.map(({ rule, version }): DetectorQuery => ({
        text: version.text,
        range,
        lists: listsOf(version.lists, world),
        version: { ruleId: rule.ruleId, versionId: version.versionId },
        alerting: rule.alerting,
        atMost: MOST_A_BATCH,
      }));
      try {
        const findings = await detector.detectLive(queries, signal);
        return (now) => rules.flatMap((one, at) => liveWrites(one, findings[at], ids, now));
      } catch (error) {
        signal.throwIfAborted();
        const text = visibleLine(error instanceof Error ? error.message : String(error));
        const failed = { detections: [], errors: [{ text, window: range }] };
        return (now) => rules.flatMap((one) => liveWrites(one, failed, ids, now));
      }
    },
  };
}

function runs({ rule, version }: Found): boolean {
  return rule.live && rule.archivedTime === undefined && version.compileError === undefined;
}

function lesser(one: number, other: number): number {
  return Math.min(one, other);
}

function greater(one: number, other: number): number {
  return Math.max(one, other);
}

/** What is kept of it: detections that the rule has not made before, as many as its day has room for (backstory-v2 §5.3). */
function liveWrites(
  { rule, version }: Found,
  { detections, errors }: Findings = { detections: [], errors: [] },
  ids: ReadonlySet<string>,
  world: World,
): readonly Write[] {
  const now = nextMicros(world.clock, undefined);
  const { ruleId, versionId } = version;
  const made = world.state.past
    .batches(ruleId)
    .filter((batch) => batch.versionId === versionId && batch.retrohuntId === undefined)
    .flatMap((batch) => batch.detections);
  const alerting = world.state.rule(ruleId)?.rule.alerting ?? rule.alerting;
  const found = detections.filter((one) => version.multiEvent || holds(one, ids));
  const known = new Set(made.map(({ detectionId }) => detectionId));
  const windows = version.multiEvent ? made.map(windowOf) : [];
  const stored = storedDetections(found, version, { alerting, simulated: false, createTime: now });
  const kept = roomForDetections(
    stored.filter((one) => !known.has(one.detectionId) && !windows.some(overlaps(windowOf(one)))),
    version,
    world,
  );
  const writes = errors.map((error): Write => ({
    kind: 'error',
    value: storedError(error, version, now),
  }));
  if (kept.length === 0) return writes;
  const batchId = `live/${world.uuid()}`;
  const value = { batchId, ruleId, versionId, storedTime: now, detections: kept };
  return [...writes, { kind: 'batch', value }];
}

/** Whether a detection of one event is of one of these events. */
function holds({ samples }: Detection, ids: ReadonlySet<string>): boolean {
  return samples.some(({ events }) => events.some((one) => ids.has(eventId(one) ?? '')));
}

interface MatchedWindow {
  readonly from: number;
  readonly to: number;
  readonly matches: string;
}

/** The window and the match values of a detection: what later events add to it is no detection of its own. */
function windowOf({ body }: StoredDetection): MatchedWindow {
  const [inner]: readonly unknown[] = Array.isArray(body['detection']) ? body['detection'] : [];
  const window = isRecord(body['timeWindow']) ? body['timeWindow'] : {};
  return {
    from: Date.parse(String(window['startTime'])),
    to: Date.parse(String(window['endTime'])),
    matches: JSON.stringify(isRecord(inner) ? inner['detectionFields'] : undefined) ?? '',
  };
}

function overlaps(one: MatchedWindow): (other: MatchedWindow) => boolean {
  return (other) => one.matches === other.matches && one.from < other.to && other.from < one.to;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
