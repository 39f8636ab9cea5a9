import type { Reporter } from '../diagnostics/reporter.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sectionOf, type Rule, type Section } from './ast.ts';
import { collectSymbols, type Symbols } from './symbols.ts';
import { inferTypes } from './types-infer.ts';
import type { FieldOf, TypeOf, Types } from './types.ts';
import { checkBounds } from './validations/condition-bounds.ts';
import { checkConditionCounts } from './validations/condition-count.ts';
import { checkConditionLogic } from './validations/condition-logic.ts';
import {
  checkConditionNames,
  checkConditionValues,
  checkWindowBounds,
} from './validations/condition-values.ts';
import { checkEvents } from './validations/joins-events.ts';
import { checkJoinValues } from './validations/joins-functions.ts';
import { checkListCounts, checkListGroups } from './validations/limits-lists.ts';
import { checkNesting, checkSize } from './validations/limits-size.ts';
import { checkMatchKeys } from './validations/match-keys.ts';
import { checkWindow } from './validations/match-window.ts';
import { checkCounts, checkOutside, checkPlaceholders } from './validations/names-placeholders.ts';
import { checkRoles } from './validations/names-roles.ts';
import { checkWords } from './validations/names-words.ts';
import { checkOptions } from './validations/options-entries.ts';
import { checkAggregatePlaces, checkAggregates } from './validations/outcome-aggregates.ts';
import { checkOutcomeLists, checkOutcomeNames } from './validations/outcome-names.ts';
import { checkCorrelation, checkRows } from './validations/outcome-rows.ts';

/** What a validation looks at and speaks to. */
export interface CheckContext {
  readonly rule: Rule;
  readonly symbols: Symbols;
  readonly typeOf: TypeOf;
  readonly fieldOf: FieldOf;
  readonly reporter: Reporter;
  /** Limits on which Google's own pages disagree are errors, not warnings. */
  readonly strict: boolean;
  /**
   * Whether a section is missing or has a syntax error. What it lacks is then nobody's fault: do not report a name as
   * undeclared or unused because of it.
   */
  readonly damaged: (section: Section['kind']) => boolean;
}

/** One check of the catalogue (yara-l §3.3), or a few that go together. It reports, and changes nothing. */
export type Validation = (context: CheckContext) => void;

/** In any order: diagnostics are sorted by place. */
const VALIDATIONS: readonly Validation[] = [
  checkWords,
  checkRoles,
  checkPlaceholders,
  checkOutside,
  checkCounts,
  checkMatchKeys,
  checkWindow,
  checkEvents,
  checkJoinValues,
  checkOutcomeNames,
  checkOutcomeLists,
  checkAggregates,
  checkAggregatePlaces,
  checkCorrelation,
  checkRows,
  checkConditionNames,
  checkConditionValues,
  checkConditionCounts,
  checkConditionLogic,
  checkBounds,
  checkWindowBounds,
  checkListCounts,
  checkListGroups,
  checkSize,
  checkNesting,
  checkOptions,
];

export interface Checked {
  readonly symbols: Symbols;
  readonly types: Types;
}

/** Checks a parsed rule against the catalogue. `reporter` holds what lexer and parser have found in it. */
export function check(
  rule: Rule,
  { reporter, strict }: { readonly reporter: Reporter; readonly strict: boolean },
): Checked {
  const symbols = collectSymbols(rule);
  const { types, typeOf, fieldOf } = inferTypes(symbols);
  const damaged = damagedSections(rule, reporter.diagnostics);
  const context: CheckContext = { rule, symbols, typeOf, fieldOf, reporter, strict, damaged };
  for (const validate of VALIDATIONS) validate(context);
  return { symbols, types };
}

function damagedSections(
  rule: Rule,
  found: readonly Diagnostic[],
): (section: Section['kind']) => boolean {
  const errors = found.filter(({ severity }) => severity === 'error');
  return (kind) => {
    const section = sectionOf(rule, kind);
    if (section === undefined) return MANDATORY.has(kind) || errors.length > 0;
    const { start, end } = section.span;
    return errors.some(({ span }) => span.start <= end && span.end >= start);
  };
}

const MANDATORY: ReadonlySet<string> = new Set(['meta', 'events', 'condition']);
