import { attackId } from './attack-id.ts';
import { emptyJoin } from './empty-join.ts';
import { eventFilter } from './event-filter.ts';
import { fileName } from './file-name.ts';
import { bidi, invisible } from './invisible.ts';
import { letterCase } from './letter-case.ts';
import type { Advice, Lint } from './lint.ts';
import { listKind } from './list-kind.ts';
import { longWindow } from './long-window.ts';
import { looseEnds } from './loose-ends.ts';
import { plainComparison } from './plain-comparison.ts';
import { repeatedNegation } from './repeated-negation.ts';
import { requiredMeta } from './required-meta.ts';
import { riskScore } from './risk-score.ts';
import { sameLogic } from './same-logic.ts';
import { sameRuleId } from './same-rule-id.ts';
import type { SetLint } from './set-lint.ts';
import { severityWord } from './severity-word.ts';
import { noReason, unknownId, unused } from './suppress-advice.ts';
import { unanchored } from './unanchored.ts';
import { unkeyedJoin } from './unkeyed-join.ts';
import { unknownList } from './unknown-list.ts';

/** What looks at one rule. 101–109 are about what surrounds the logic, 110–119 events, 120–129 lists, fields and joins. */
export const RULE_LINTS: readonly Lint[] = [
  requiredMeta,
  severityWord,
  attackId,
  fileName,
  riskScore,
  eventFilter,
  looseEnds,
  unanchored,
  plainComparison,
  letterCase,
  longWindow,
  unknownList,
  listKind,
  repeatedNegation,
  unkeyedJoin,
  emptyJoin,
];

/** What looks at many rules: 140–149. */
export const SET_LINTS: readonly SetLint[] = [sameLogic, sameRuleId];

/** What is said of characters (130–139) and of the comments that turn advice off (190–199). */
const OTHERS: readonly Advice[] = [bidi, invisible, noReason, unknownId, unused];

/** All advice, in the order of its ids: for `chron explain`, the documentation and `rules/check.yaml`. */
export const ADVICE: readonly Advice[] = [...RULE_LINTS, ...SET_LINTS, ...OTHERS].toSorted(
  (before, after) => (before.id < after.id ? -1 : 1),
);

/** The same by id. */
export const ADVICE_BY_ID: ReadonlyMap<string, Advice> = new Map(
  ADVICE.map((advice) => [advice.id, advice]),
);
