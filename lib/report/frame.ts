import type { Plan } from '../model/plan.ts';
import { displayName, type Entry } from './entry.ts';
import { columnsOf } from './layout.ts';
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
  /** Entries of one kind. */
  readonly entryCount: number;
  readonly environment: PlanView['environment'];
}

const DIFF_LINES = 40;
const ENTRIES = 50;
const LONGEST_NAME = 48;

/** Lays out the columns of a plan: as wide as its names need, never more than leaves room beside them. */
export function frameFor(
  { plan, environment }: Pick<PlanView, 'plan' | 'environment'>,
  entries: readonly Entry[],
  { width, unicode, full = false }: TextOptions,
): Frame {
  const room = width === undefined ? LONGEST_NAME : Math.max(16, Math.floor(width * 0.45));
  const nameColumns = Math.min(LONGEST_NAME, room, Math.max(12, ...namesIn(plan, entries)));
  return {
    symbols: symbolsFor(unicode),
    width,
    nameColumns,
    tailColumn: 4 + nameColumns + 3,
    diffLines: full ? Number.POSITIVE_INFINITY : DIFF_LINES,
    entryCount: full ? Number.POSITIVE_INFINITY : ENTRIES,
    environment,
  };
}

function namesIn(plan: Plan, entries: readonly Entry[]): number[] {
  return [...entries, ...plan.held].map(({ object, name }) => columnsOf(displayName(object, name)));
}
