import type { Detection, TimeRange } from '../model/detection.ts';
import type { CutShort, TestRun } from '../model/retrohunt.ts';
import { blindSpots, type Loss } from './loss.ts';
import { joinSlices, sliceRange, splitSlice, type Slice } from './slices.ts';

/** What a text found over a range, and what it lacks. `found` is absent where no run came back. */
export interface WholeRun {
  readonly found?: readonly Detection[];
  readonly losses: readonly Loss[];
}

/** One call of the service: a run over at most 14 days, or what became of it instead. */
export type RunOnce = (text: string, range: TimeRange) => Promise<TestRun | Loss>;

/** A text, and how far a detection of it looks back. */
export interface RunText {
  readonly text: string;
  readonly reachMs: number;
}

const DAY_MS = 86_400_000;
/** The longest range of one run (backstory-v2 §4.16). */
const LONGEST_MS = 14 * DAY_MS;
/** A run that is cut is tried again in so many pieces. */
const PARTS = 4;
/** Three runs a minute are all that there are: a text that needs more than so many is loud enough for any report. */
const MOST_CALLS = 24;

/**
 * Runs a text over a range: in one piece if it can be, and in ever smaller ones where results or time were at their
 * limit, until each is whole or there were too many calls. A stream that broke off is tried once more as it is.
 */
export async function runWhole(
  { text, reachMs }: RunText,
  range: TimeRange,
  runOnce: RunOnce,
): Promise<WholeRun> {
  const slices = startingSlices(range, reachMs);
  if (slices === undefined) {
    const detail =
      'a test run reaches over 14 days, which the window of the match section takes up';
    return { losses: [{ kind: 'refused', detail }] };
  }
  let callsLeft = MOST_CALLS;
  const spend = (calls: number): boolean => {
    if (calls > callsLeft) return false;
    callsLeft -= calls;
    return true;
  };
  const pieces = await Promise.all(
    slices.map((slice) => runSlice(slice, { text, reachMs, range, runOnce, spend })),
  );
  const all = pieces.flat();
  const answered = all.some(({ detections }) => detections !== undefined);
  return {
    ...(answered
      ? { found: joinSlices(all.map(({ slice, detections = [] }) => ({ slice, detections }))) }
      : {}),
    losses: withoutRepeats(all.flatMap(({ losses }) => losses)),
  };
}

/** As few as the longest range of a run allows; undefined where a window takes all of it. */
function startingSlices(range: TimeRange, reachMs: number): readonly Slice[] | undefined {
  const lengthMs = range.to.getTime() - range.from.getTime();
  if (lengthMs <= LONGEST_MS) return sliceRange(range, 1, reachMs);
  // edges lie on whole seconds
  const coreMs = LONGEST_MS - reachMs - 1000;
  return coreMs <= 0 ? undefined : sliceRange(range, Math.ceil(lengthMs / coreMs), reachMs);
}

interface Piece {
  readonly slice: Slice;
  readonly detections?: readonly Detection[];
  readonly losses: readonly Loss[];
}

interface Run extends RunText {
  readonly range: TimeRange;
  readonly runOnce: RunOnce;
  /** Takes so many further calls from what a text may cost; false where it has not that many left. */
  readonly spend: (calls: number) => boolean;
}

async function runSlice(slice: Slice, run: Run): Promise<readonly Piece[]> {
  const { text, reachMs, range, runOnce, spend } = run;
  let answer = await runOnce(text, slice.range);
  if (!('kind' in answer) && answer.incomplete?.kind === 'cut-stream' && spend(1)) {
    answer = await runOnce(text, slice.range);
  }
  if ('kind' in answer) return [{ slice, losses: [answer] }];
  const { detections, errors, incomplete } = answer;
  if (incomplete === undefined) return [{ slice, detections, losses: blindSpots(errors) }];
  const parts = SHORTER_HELPS[incomplete.kind]
    ? splitSlice(slice, range, { pieces: PARTS, reachMs })
    : [];
  if (parts.length > 1 && spend(parts.length)) {
    return (await Promise.all(parts.map((part) => runSlice(part, run)))).flat();
  }
  const { kind, words } = incomplete;
  return [{ slice, detections, losses: [{ kind, detail: words }, ...blindSpots(errors)] }];
}

const SHORTER_HELPS: Readonly<Record<CutShort['kind'], boolean>> = {
  'result-cap': true,
  'timed-out': true,
  'cut-stream': false,
};

/** Pieces that lack the same say it once. */
function withoutRepeats(losses: readonly Loss[]): readonly Loss[] {
  return [...new Map(losses.map((loss) => [`${loss.kind} ${loss.detail ?? ''}`, loss])).values()];
}
