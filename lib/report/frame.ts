import type { Plan } from '../model/plan.ts';
import { displayName, type Entry } from './entry.ts';
import { columnsOf, cutMiddle } from './layout.ts';
import { type Symbols, symbolsFor } from './symbols.ts';
import type { PlanView, TextOptions } from './view.ts';

/** What every part of one terminal text shares: its signs, its columns, and how much of a diff it shows. */
export interface Frame {
  readonly symbols: Symbols;
  readonly width: number | undefined;
  readonly nameColumns: number;
  /** Where the words after a name begin. */
  readonly tailColumn: number;
  /** Lines of one diff. */
  readonly diffLines: number;
  /** Letters of one line of a diff: one that is much longer than a rule's would bury the others. */
  readonly lineLetters: number;
  /** Entries of one kind. */
  readonly entryCount: number;
  readonly environment: PlanView['environment'];
}

const DIFF_LINES = 40;
const LINE_LETTERS = 400;
const ENTRIES = 50;
/** The name column; a longer name takes the line for itself. */
const NAME_COLUMNS = 48;

/** Lays out the columns of a plan: as wide as its names need, never more than leaves room beside them. */
export function frameFor(
  { plan, environment }: Pick<PlanView, 'plan' | 'environment'>,
  entries: readonly Entry[],
  { width, unicode, full = false }: TextOptions,
): Frame {
  const room = width === undefined ? NAME_COLUMNS : Math.max(16, Math.floor(width * 0.45));
  const nameColumns = Math.min(NAME_COLUMNS, room, Math.max(12, ...namesIn(plan, entries)));
  return {
    symbols: symbolsFor(unicode),
    width,
    nameColumns,
    tailColumn: 4 + nameColumns + 3,
    diffLines: full ? Number.POSITIVE_INFINITY : DIFF_LINES,
    lineLetters: full ? Number.POSITIVE_INFINITY : LINE_LETTERS,
    entryCount: full ? Number.POSITIVE_INFINITY : ENTRIES,
    environment,
  };
}

function namesIn(plan: Plan, entries: readonly Entry[]): number[] {
  return [...entries, ...plan.held].map(({ object, name }) => columnsOf(displayName(object, name)));
}

/** Longer names than this are nobody's rule; their middle is left out. */
const LONGEST_NAME = 160;

/** The name of a rule or list, in full: who reads a plan must know what it is about. */
export function shownName(
  { object, name }: Pick<Entry, 'object' | 'name'>,
  { symbols }: Frame,
): string {
  return cutMiddle(displayName(object, name), LONGEST_NAME, symbols.more);
}
