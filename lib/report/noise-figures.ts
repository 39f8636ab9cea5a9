import type { FigureName } from '../model/verdict.ts';
import { figureText } from './noise-words.ts';
import { figureOf, limitOf, overLimit, type RuleView } from './noise-view.ts';
import { thousands } from './words.ts';

/** One line of what a rule came to, as text; empty where a column does not apply. */
export interface FigureRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly limit: string;
  /** Against its limit, `accepted` by a reviewed line; absent where there is none. */
  readonly result?: 'within' | 'warn' | 'accepted' | 'fail';
  /** What a reader should know of the row. */
  readonly note: string;
}

/** The rows of ux §5.8, in its order. */
const ROWS: readonly {
  readonly label: string;
  readonly after: FigureName;
  readonly before?: FigureName;
  readonly change?: 'signed';
  /** The number stands in the column of changes. */
  readonly as?: 'change';
  readonly note?: string;
}[] = [
  { label: 'detections', after: 'detections', before: 'detections-before', change: 'signed' },
  { label: 'lost', after: 'lost', as: 'change', note: 'before, not after' },
  { label: 'gained', after: 'gained', as: 'change', note: 'after, not before' },
  { label: 'same', after: 'same', as: 'change', note: 'same entity, windows overlap' },
  { label: 'share lost', after: 'share-lost', as: 'change' },
  { label: 'per day, mean', after: 'per-day', before: 'per-day-before' },
  { label: 'per day, worst', after: 'worst-day', before: 'worst-day-before' },
  { label: 'distinct entities', after: 'entities' },
  { label: 'share of the loudest', after: 'share-of-loudest' },
  { label: 'first-seen entities', after: 'first-seen' },
];

/** The figures of a rule; empty where nothing came back. */
export function figureRows(view: RuleView): readonly FigureRow[] {
  return ROWS.flatMap(({ label, after, before, change, as, note = '' }): readonly FigureRow[] => {
    const value = figureOf(view, after);
    if (value === undefined) return [];
    const was = before === undefined ? undefined : figureOf(view, before);
    const judged = limitOf(view, after);
    const text = figureText(after, value);
    return [
      {
        label,
        before: was === undefined || before === undefined ? '' : figureText(before, was),
        after: as === 'change' ? '' : text,
        change:
          as === 'change'
            ? text
            : change === undefined || was === undefined
              ? ''
              : signed(value - was),
        limit: judged?.limit === undefined ? '' : figureText(after, judged.limit),
        ...(judged?.limit === undefined ? {} : { result: resultOf(view, overLimit(judged)) }),
        note,
      },
    ];
  });
}

function resultOf(
  { rule }: RuleView,
  over: 'fail' | 'warn' | undefined,
): NonNullable<FigureRow['result']> {
  if (over === 'fail' && rule.verdict?.accepted !== undefined) return 'accepted';
  return over ?? 'within';
}

/** `+12`, `−87`, `0`: with a minus sign that is as wide as a plus. */
export function signed(value: number): string {
  return value === 0 ? '0' : value > 0 ? `+${thousands(value)}` : `−${thousands(-value)}`;
}

/** `118 → 31 (−87, +0)`, or `44` for a rule that was not there; undefined where nothing came back. */
export function countsText(view: RuleView, becomes = '→'): string | undefined {
  const after = figureOf(view, 'detections');
  if (after === undefined) return undefined;
  const before = figureOf(view, 'detections-before');
  if (before === undefined) return thousands(after);
  const [lost, gained] = [figureOf(view, 'lost') ?? 0, figureOf(view, 'gained') ?? 0];
  return `${thousands(before)} ${becomes} ${thousands(after)} (−${thousands(lost)}, +${thousands(gained)})`;
}

/** `≤ 20/day`: the limit of the mean, with how the verdict found it; empty without one. */
export function limitText(view: RuleView): string {
  const limit = limitOf(view, 'per-day')?.limit;
  return limit === undefined ? '' : `limit ${figureText('per-day', limit)} a day`;
}

/** How near the loudest day came to the cap of the service, 0 to 1, with both numbers. */
export function capOf(
  view: RuleView,
): { readonly worst: number; readonly cap: number; readonly share: number } | undefined {
  const worst = figureOf(view, 'worst-day');
  const left = figureOf(view, 'left-to-cap');
  if (worst === undefined || left === undefined) return undefined;
  const cap = left === 0 ? DAILY_CAP : worst + left;
  return { worst, cap, share: Math.min(1, worst / cap) };
}

/** Of detections of one version on one UTC day (backstory-v2 §5.3). */
const DAILY_CAP = 10_000;
