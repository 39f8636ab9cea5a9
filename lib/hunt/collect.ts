import { ApiError } from '../errors.ts';
import { DAILY_CAP } from '../gate/figures.ts';
import type { Detection, TimeRange } from '../model/detection.ts';
import type { Retrohunt, RuleError } from '../model/retrohunt.ts';
import { slimDetection } from '../model/slim-detection.ts';
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
  readonly onAsk: (() => void) | undefined;
}

/** Samples of so many detections are kept whole; of later ones what tells the event and whom it is about. */
const WHOLE_SAMPLES = 2000;

/** What the pages of a hunt came to. */
export interface Collection {
  /** All of them, or as far as they go. */
  readonly found: readonly Detection[];
  /** Why a page is missing, and with it all older ones. */
  readonly broken?: ApiError;
  /** What errors the rule had in the range, or why they could not be read; absent where a page is missing. */
  readonly errors?: readonly RuleError[] | ApiError;
}

/** All detections that the version of a hunt has in a range, page by page, and the errors that the rule met there. */
export async function collectDetections(
  hunt: Retrohunt,
  range: TimeRange,
  collecting: Collecting,
): Promise<Collection> {
  const { hunts, clock } = collecting;
  const { found, broken } = await collectPages({ of: hunt.versionId, range }, collecting);
  if (broken !== undefined) return { found, broken };
  try {
    return { found, errors: await errorsDuring({ ...hunt, range }, hunts, clock.now()) };
  } catch (error) {
    if (error instanceof ApiError) return { found, errors: error };
    throw error;
  }
}

/**
 * The same for a measurement: lost pages, days at the cap and windows in which the rule met an error are losses. Of
 * nothing that came before a page was lost nothing is said.
 */
export function measured(
  { found, broken, errors = [] }: Collection,
  signal: AbortSignal | undefined,
): WholeRun {
  const capped = daysAtTheCap(found);
  if (broken !== undefined) {
    const losses = [lossOf(broken, 'page-lost', signal), ...capped];
    return found.length === 0 ? { losses } : { found, losses };
  }
  const blind =
    errors instanceof ApiError ? [lossOf(errors, 'page-lost', signal)] : blindSpots(errors);
  return { found, losses: [...capped, ...blind] };
}

/** Newest first: what came before a page was lost is a beginning, and counts as far as it goes. */
async function collectPages(
  query: DetectionQuery,
  { hunts, onAsk }: Collecting,
): Promise<Pick<Collection, 'found' | 'broken'>> {
  const found: Detection[] = [];
  try {
    onAsk?.();
    for await (const page of hunts.listDetections(query)) {
      for (const detection of page) {
        found.push(found.length < WHOLE_SAMPLES ? detection : slimDetection(detection));
      }
      onAsk?.();
    }
    return { found };
  } catch (error) {
    if (error instanceof ApiError) return { found, broken: error };
    throw error;
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
