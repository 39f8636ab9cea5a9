import { ApiError } from '../errors.ts';
import { DAILY_CAP } from '../gate/figures.ts';
import type { Detection, DetectionSample, TimeRange, UdmEvent } from '../model/detection.ts';
import type { Retrohunt } from '../model/retrohunt.ts';
import type { Clock } from '../ports/clock.ts';
import type { DetectionQuery, Hunts } from '../ports/hunts.ts';
import { compareText } from '../text.ts';
import { blindSpots, lossOf, type Loss } from './loss.ts';
import { errorsDuring } from './rule-errors.ts';
import type { WholeRun } from './whole-run.ts';

/** What collecting works with. */
export interface Collecting {
  readonly hunts: Hunts;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly onAsk: (() => void) | undefined;
}

/** Samples of so many detections are kept whole; of later ones what tells the event and whom it is about. */
const WHOLE_SAMPLES = 2000;

/**
 * All detections that the version of a hunt has in a range, page by page, and what they lack: pages that were lost,
 * days at the cap, windows in which the rule met an error.
 */
export async function collectDetections(
  hunt: Retrohunt,
  range: TimeRange,
  collecting: Collecting,
): Promise<WholeRun> {
  const { hunts, clock, signal } = collecting;
  const { found, losses } = await collectPages({ of: hunt.versionId, range }, collecting);
  const capped = daysAtTheCap(found);
  if (losses.length > 0)
    return { ...(found.length === 0 ? {} : { found }), losses: [...losses, ...capped] };
  try {
    const errors = await errorsDuring({ ...hunt, range }, hunts, clock.now());
    return { found, losses: [...capped, ...blindSpots(errors)] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { found, losses: [...capped, lossOf(error, 'page-lost', signal)] };
  }
}

/** Newest first: what came before a page was lost is a beginning, and counts as far as it goes. */
async function collectPages(
  query: DetectionQuery,
  { hunts, signal, onAsk }: Collecting,
): Promise<Required<WholeRun>> {
  const found: Detection[] = [];
  try {
    onAsk?.();
    for await (const page of hunts.listDetections(query)) {
      for (const detection of page) {
        found.push(found.length < WHOLE_SAMPLES ? detection : slim(detection));
      }
      onAsk?.();
    }
    return { found, losses: [] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { found, losses: [lossOf(error, 'page-lost', signal)] };
  }
}

/** The cap counts what the service lists, and it may have held more back. */
function daysAtTheCap(found: readonly Detection[]): readonly Loss[] {
  const perDay = new Map<string, number>();
  for (const { detectionTime } of found) {
    const day = detectionTime.toISOString().slice(0, 10);
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  return [...perDay]
    .filter(([, count]) => count >= DAILY_CAP)
    .map(([day]): Loss => ({ kind: 'daily-cap', detail: day }))
    .toSorted((one, other) => compareText(one.detail ?? '', other.detail ?? ''));
}

/** So that a hundred thousand detections fit into the memory. */
function slim(detection: Detection): Detection {
  const first = detection.samples.find(({ events }) => events.length > 0);
  return { ...detection, samples: first === undefined ? [] : [slimSample(first)] };
}

function slimSample({ label, events }: DetectionSample): DetectionSample {
  return { label, events: events.slice(0, 1).map(slimEvent), entities: [] };
}

const KEPT = ['metadata', 'principal', 'target', 'src'];

function slimEvent(event: UdmEvent): UdmEvent {
  return Object.fromEntries(Object.entries(event).filter(([name]) => KEPT.includes(name)));
}
