import type { Validation } from './check.ts';
import { checkBounds } from './validations/condition-bounds.ts';
import { checkConditionCounts } from './validations/condition-count.ts';
import { checkConditionLogic } from './validations/condition-logic.ts';
import {
  checkConditionNames,
  checkConditionValues,
  checkWindowBounds,
} from './validations/condition-values.ts';
import { checkDeprecatedFields } from './validations/fields-deprecated.ts';
import { checkEnumValues } from './validations/fields-enums.ts';
import { checkPaths } from './validations/fields-paths.ts';
import { checkQuantified, checkQuantifiedTests } from './validations/fields-quantifier.ts';
import { checkWholeMessages } from './validations/fields-whole.ts';
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
import { checkArithmetic, checkBeginnings } from './validations/types-arithmetic.ts';
import { checkCalls } from './validations/types-calls.ts';
import { checkComparisons } from './validations/types-comparisons.ts';
import { checkConditions } from './validations/types-conditions.ts';
import { checkIfs } from './validations/types-if.ts';
import { checkMetrics } from './validations/types-metrics.ts';
import { checkNocase } from './validations/types-nocase.ts';
import { checkOutcomeTypes } from './validations/types-outcomes.ts';
import { checkRanges } from './validations/types-ranges.ts';
import { checkPatterns } from './validations/types-regex.ts';
import { checkTimes } from './validations/types-times.ts';

/** The checks of the catalogue (yara-l §3.3), in any order: diagnostics are sorted by place. */
export const VALIDATIONS: readonly Validation[] = [
  checkPaths,
  checkWholeMessages,
  checkDeprecatedFields,
  checkQuantified,
  checkQuantifiedTests,
  checkEnumValues,
  checkComparisons,
  checkNocase,
  checkCalls,
  checkMetrics,
  checkPatterns,
  checkRanges,
  checkTimes,
  checkIfs,
  checkArithmetic,
  checkBeginnings,
  checkConditions,
  checkOutcomeTypes,
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
