import type { Change } from '../model/plan.ts';
import type { LiveRule } from '../model/rule.ts';
import type { Rulings } from './broken-text.ts';
import type { Facts } from './facts.ts';

/** A rule that alerts while it is disabled is not enabled as long as nobody may turn its alerting off to measure it. */
export function withoutLoud(rulings: Rulings, live: LiveRule, { gated }: Facts): Rulings {
  const loud = gated && isDisabledButAlerting(live) && rulings.alerting.status === 'held';
  return loud && rulings.enabled.status === 'planned'
    ? { ...rulings, enabled: rulings.alerting }
    : rulings;
}

/**
 * Where a rule that alerts while it is disabled goes on alerting once it is enabled, its alerting is off in between:
 * a hunt of an alerting rule may raise alerts for the past (design §5).
 */
export function quietedFirst(changes: readonly Change[], live: LiveRule): readonly Change[] {
  const enabling = changes.find((change) => change.kind === 'set-enabled' && change.value);
  const said = changes.some(({ kind }) => kind === 'set-alerting');
  if (enabling?.kind !== 'set-enabled' || said || !isDisabledButAlerting(live)) return changes;
  const alerting = { ...enabling, kind: 'set-alerting' } as const;
  return [...changes, { ...alerting, value: false }, alerting];
}

function isDisabledButAlerting({ archived, deployment }: LiveRule): boolean {
  return !archived && !deployment.enabled && deployment.alerting;
}
