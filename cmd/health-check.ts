import { DAILY_CAP } from '../lib/gate/figures.ts';
import type { Tier } from '../lib/model/environment.ts';
import type { RuleError } from '../lib/model/retrohunt.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import type { Hunts } from '../lib/ports/hunts.ts';
import { TIER_LIMITS } from '../lib/plan/safety.ts';
import { compareText } from '../lib/text.ts';

/** A stored text that the service no longer compiles. */
export interface FailedRule {
  readonly name: string;
  readonly ruleId: string;
  readonly enabled: boolean;
  readonly said: string;
}

/** Errors of one rule at work; `last` is the newest one's words. */
export interface FailingRule {
  readonly name: string;
  readonly count: number;
  readonly last: string;
  readonly at?: Date;
}

/** A version with a day at or near the service's limit. */
export interface LoudVersion {
  readonly name: string;
  readonly versionId: string;
  /** UTC, `2026-01-31`. */
  readonly day: string;
  readonly count: number;
}

/** How the rules of a tenant are. */
export interface Health {
  readonly failed: readonly FailedRule[];
  readonly failing: readonly FailingRule[];
  readonly loud: readonly LoudVersion[];
  /** The count stopped there: what is older was not looked at. */
  readonly countedBackTo?: Date;
  readonly quota: {
    readonly tier: Tier;
    readonly enabled: number;
    readonly multiEvent: number;
    readonly limits: { readonly enabled: number; readonly multiEvent: number };
  };
}

/** From so many detections a day on, a version is near the limit (backstory-v2 §5.3). */
const NEAR = 0.8 * DAILY_CAP;
/** Pages of 1,000 detections, ten a minute: two minutes of looking are enough. */
const MOST_PAGES = 20;

/** Rules that do not compile, active ones, by name. */
export function failedRules(rules: readonly LiveRule[]): readonly FailedRule[] {
  return rules
    .filter(({ archived, compileState }) => !archived && compileState === 'failed')
    .map(({ name, ruleId, deployment: { enabled }, compileError }) => ({
      name,
      ruleId,
      enabled,
      said: compileError ?? 'the service does not say why',
    }))
    .toSorted((before, after) => compareText(before.name, after.name));
}

/** Errors by rule, the most first. */
export function failingRules(
  errors: readonly RuleError[],
  rules: readonly LiveRule[],
): readonly FailingRule[] {
  const byRule = new Map<string, { count: number; newest: RuleError }>();
  for (const error of errors) {
    const name = nameOf(error.ruleId ?? error.versionId?.split('@')[0] ?? '', rules);
    const { count = 0, newest = error } = byRule.get(name) ?? {};
    const later = (error.at?.getTime() ?? 0) > (newest.at?.getTime() ?? 0);
    byRule.set(name, { count: count + 1, newest: later ? error : newest });
  }
  return [...byRule]
    .map(
      ([
        name,
        {
          count,
          newest: { text: last, at },
        },
      ]) => ({
        name,
        count,
        last,
        ...(at === undefined ? {} : { at }),
      }),
    )
    .toSorted(
      (before, after) => after.count - before.count || compareText(before.name, after.name),
    );
}

/** How much of the tier's quota is used; only enabled rules count, whoever manages them. */
export function quotaUse(rules: readonly LiveRule[], tier: Tier): Health['quota'] {
  const enabled = rules.filter(({ archived, deployment }) => !archived && deployment.enabled);
  return {
    tier,
    enabled: enabled.length,
    multiEvent: enabled.filter(({ multiEvent }) => multiEvent).length,
    limits: TIER_LIMITS[tier],
  };
}

/** Counts detections of all rules by version and UTC day since yesterday, the newest first, as far as time allows. */
export async function loudVersions(
  hunts: Hunts,
  rules: readonly LiveRule[],
  now: Date,
): Promise<Pick<Health, 'loud' | 'countedBackTo'>> {
  const from = new Date(
    `${new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`,
  );
  const counts = new Map<string, LoudVersion>();
  let [pages, oldest] = [0, now];
  let complete = true;
  for await (const page of hunts.listDetections({ of: '-', range: { from, to: now } })) {
    for (const { versionId = '', ruleId = '', ruleName, detectionTime } of page) {
      const day = detectionTime.toISOString().slice(0, 10);
      const key = `${versionId} ${day}`;
      const name = ruleName === '' ? nameOf(ruleId, rules) : ruleName;
      const count = (counts.get(key)?.count ?? 0) + 1;
      counts.set(key, { name, versionId, day, count });
      if (detectionTime < oldest) oldest = detectionTime;
    }
    pages += 1;
    complete = pages < MOST_PAGES;
    if (!complete) break;
  }
  return {
    loud: [...counts.values()]
      .filter(({ count }) => count >= NEAR)
      .toSorted(
        (before, after) => after.count - before.count || compareText(before.name, after.name),
      ),
    ...(complete ? {} : { countedBackTo: oldest }),
  };
}

function nameOf(ruleId: string, rules: readonly LiveRule[]): string {
  return rules.find((rule) => rule.ruleId === ruleId)?.name ?? ruleId;
}
