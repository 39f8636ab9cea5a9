import { withoutDuplicates } from '../gate/identity.ts';
import type { Detection, TimeRange } from '../model/detection.ts';

/** One piece of a range. */
export interface Slice {
  /** What is asked for: the piece, and before it as much as a window may reach back over its edge. */
  readonly range: TimeRange;
  /** What the piece answers for: no two share a moment, and together they are the range. */
  readonly core: TimeRange;
}

/**
 * Cuts a range into pieces of about the same length, so that each stays below the caps and time limits of a test run
 * (backstory-v2 §4.16). `reachMs` is how far a detection looks back: the window of the match section, 0 for single
 * events. Edges lie on whole seconds after the beginning; a short range gives fewer pieces, a range without length none.
 */
export function sliceRange(range: TimeRange, pieces: number, reachMs: number): readonly Slice[] {
  return cut(range, { pieces, reachMs, notBefore: range.from });
}

/** Cuts a piece of a range into smaller ones, which reach back over its edge as it does. A short one gives fewer. */
export function splitSlice(
  { core }: Slice,
  { from }: TimeRange,
  { pieces, reachMs }: { readonly pieces: number; readonly reachMs: number },
): readonly Slice[] {
  return cut(core, { pieces, reachMs, notBefore: from });
}

function cut(
  core: TimeRange,
  {
    pieces,
    reachMs,
    notBefore,
  }: { readonly pieces: number; readonly reachMs: number; readonly notBefore: Date },
): readonly Slice[] {
  const [from, to] = [core.from.getTime(), core.to.getTime()];
  const edges = Array.from(
    { length: pieces + 1 },
    (_, at) => from + Math.floor(((to - from) * at) / pieces / 1000) * 1000,
  );
  edges[pieces] = to;
  return edges.slice(1).flatMap((end, at): readonly Slice[] => {
    const start = edges[at] ?? from;
    if (end <= start) return [];
    const early = Math.max(notBefore.getTime(), start - reachMs);
    return [
      {
        range: { from: new Date(early), to: new Date(end) },
        core: { from: new Date(start), to: new Date(end) },
      },
    ];
  });
}

/**
 * What the pieces found, as one run over the whole range would have: each piece answers for the detections whose time
 * lies in its core, for what it found before that has only part of its window. A time before the first core or after
 * the last belongs to the outermost piece, so that nothing is dropped for being odd. In the order of the pieces.
 */
export function joinSlices(
  found: readonly { readonly slice: Slice; readonly detections: readonly Detection[] }[],
): readonly Detection[] {
  return withoutDuplicates(
    found.flatMap(({ slice: { core }, detections }, at) =>
      detections.filter(
        ({ detectionTime }) =>
          (at === 0 || detectionTime.getTime() >= core.from.getTime()) &&
          (at === found.length - 1 || detectionTime.getTime() < core.to.getTime()),
      ),
    ),
  );
}
