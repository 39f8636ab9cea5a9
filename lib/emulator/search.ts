import type { ReferenceList } from '../model/reference-list.ts';
import type { RuleError } from '../model/retrohunt.ts';
import type { Detector, Findings } from '../ports/detector.ts';
import { kindOfContentType } from '../wire/content-type.ts';
import { roomForDetections } from './detection-cap.ts';
import { storedDetections } from './detection-json.ts';
import type { Later, World } from './operation.ts';
import { visibleLine } from '../text.ts';
import { hashId } from './hash-id.ts';
import { look } from './sight.ts';
import type { StoredVersion, Write } from './stored.ts';
import type { StoredError, StoredHunt } from './stored-past.ts';
import { micros, nextMicros } from './time.ts';
import type { Micros } from './time.ts';

/** A version makes no more detections than this over a hunt, however many days it has (backstory-v2 §5.3). */
const MOST_A_HUNT = 1_000_000;

/** So many detections a record: none grows too large to be read back at once. */
const BATCH = 500;

/** What is still to be done for a hunt once it is stored: its detections are looked for, while other calls go on. */
export function searchFor(hunt: StoredHunt, version: StoredVersion, world: World): Later {
  return {
    due: hunt.createTime + hunt.length,
    work: async (signal) => {
      const findings = await detect(
        world.detector,
        version,
        { from: hunt.from, to: hunt.to, atMost: MOST_A_HUNT, stored: true },
        world,
        signal,
      );
      return (now) => huntWrites(hunt.retrohuntId, version, findings, now);
    },
  };
}

/** Asks the detector about a text. What goes wrong with it counts as an error of the rule, unless the asking was ended. */
export async function detect(
  detector: Detector,
  version: Pick<StoredVersion, 'text' | 'lists' | 'ruleId' | 'versionId'>,
  range: {
    readonly from: Micros;
    readonly to: Micros;
    readonly atMost: number;
    readonly stored: boolean;
  },
  world: World,
  signal: AbortSignal,
): Promise<Findings> {
  const dates = { from: new Date(range.from / 1000), to: new Date(range.to / 1000) };
  const { ruleId, versionId } = version;
  try {
    return await detector.detect(
      {
        text: version.text,
        range: dates,
        lists: listsOf(version.lists, world),
        atMost: range.atMost,
        alerting: world.state.rule(ruleId)?.rule.alerting === true,
        ...(range.stored && { version: { ruleId, versionId } }),
      },
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    const text = visibleLine(error instanceof Error ? error.message : String(error));
    return { detections: [], errors: [{ text, window: dates }] };
  }
}

/** The reference lists of these names as they are now. */
export function listsOf(names: readonly string[], { state }: World): readonly ReferenceList[] {
  return names.flatMap((name) => {
    const list = state.list(name);
    if (list === undefined) return [];
    const { description, lines, contentType } = list;
    return [{ name, description, lines, kind: kindOfContentType(contentType) ?? 'string' }];
  });
}

/** What is kept of a search, given the state that it comes into: what nobody has seen yet. Nothing where the hunt is gone. */
function huntWrites(
  retrohuntId: string,
  version: StoredVersion,
  { detections, errors }: Findings,
  world: World,
): readonly Write[] {
  const hunt = world.state.past.hunt(retrohuntId);
  const rule = world.state.rule(version.ruleId)?.rule;
  if (hunt === undefined || rule === undefined) return [];
  const done: Write = { kind: 'hunt', value: { ...hunt, searched: true } };
  // Cancelled before it had found anything: nothing of it would ever be seen.
  if (hunt.cancelTime !== undefined) return [done];
  const alerting = rule.alerting && world.options.huntAlerts === 'raised';
  const storedTime = nextMicros(world.clock, undefined);
  const { sightings } = look(world, [version.ruleId], new Set([version.versionId]));
  // What a death left of this hunt itself is written again in its place.
  const others = sightings.filter(({ batch }) => batch.retrohuntId !== retrohuntId);
  const seen = new Set(others.map(({ detection }) => detection.detectionId));
  const found = storedDetections(detections, version, { alerting, simulated: false });
  const kept = roomForDetections(
    found.filter(({ detectionId }) => !seen.has(detectionId)),
    version,
    world,
  );
  const writes: Write[] = [];
  for (let at = 0; at < kept.length; at += BATCH) {
    writes.push({
      kind: 'batch',
      value: {
        batchId: `${retrohuntId}/${at / BATCH}`,
        ruleId: version.ruleId,
        versionId: version.versionId,
        retrohuntId,
        storedTime,
        detections: kept.slice(at, at + BATCH),
      },
    });
  }
  return [
    ...writes,
    ...errors.map((error): Write => ({
      kind: 'error',
      value: storedError(error, version, storedTime),
    })),
    // The hunt goes last: found again without it, the search is done once more.
    done,
  ];
}

/** An error as it is kept (backstory-v2 §3.4). Its window is a moment where the detector gave none. */
export function storedError(
  { text, at, window, errorId }: RuleError,
  { ruleId, versionId }: Pick<StoredVersion, 'ruleId' | 'versionId'>,
  now: Micros,
): StoredError {
  const time = at === undefined ? now : micros(at);
  const windowStart = window === undefined ? time : micros(window.from);
  const windowEnd = window === undefined ? time : micros(window.to);
  const id = hashId('ed', [versionId, text, time, windowStart, windowEnd]);
  return { errorId: errorId ?? id, ruleId, versionId, text, time, windowStart, windowEnd };
}
