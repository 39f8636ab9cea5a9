import type { Change } from '../model/plan.ts';
import type { LiveRule } from '../model/rule.ts';
import { NOTHING, type Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import {
  heldFields,
  holdOrPutBack,
  IN_STEP,
  rule as ruleOn,
  type RuledField,
  type Ruling,
} from './field.ts';
import { ruleLine } from './given.ts';
import type { RemovedPair } from './pair.ts';

/**
 * What to do about a rule that was given and is wanted no more: `removed: archive`, `disable` or `keep`.
 * Archived already, or gone, is in step. What somebody edited or turned on since is left alone.
 */
export function decideRemoved(pair: RemovedPair, facts: Facts): Decision {
  const { name, active } = pair;
  const [live] = active;
  if (live === undefined) return NOTHING;
  if (facts.removed === 'keep') {
    return {
      ...NOTHING,
      notices: active.map(({ ruleId }) => ({ kind: 'removed-kept', name, ruleId })),
    };
  }
  if (active.length > 1) {
    const ids = active.map(({ ruleId }) => ruleId);
    return {
      ...NOTHING,
      held: [{ object: 'rule', name, reason: 'duplicate-name', differences: [], ids }],
      standing: [ruleLine(name, pair.base, true)],
    };
  }
  const off = !live.deployment.enabled && !live.deployment.alerting;
  if (facts.removed === 'disable' && off) return NOTHING;
  const fields = ruledFields(pair, live, facts);
  const ruling = (field: RuledField['field']): Ruling =>
    fields.find((one) => one.field === field)?.ruling ?? IN_STEP;
  if (fields.every(({ ruling: { status } }) => status === 'in-step')) return NOTHING;
  const { base } = pair;
  const settled = (flag: 'enabled' | 'alerting'): boolean =>
    ruling(flag).status === 'in-step' && ruling('text').status === 'in-step'
      ? false
      : base.deployment[flag];
  return {
    ...NOTHING,
    changes: changesOf(name, live, ruling),
    held: heldFields(fields, {
      object: 'rule',
      name,
      ids: [live.ruleId],
      liveTime: live.version.createTime,
    }),
    standing: [
      ruleLine(
        name,
        { ...base, deployment: { enabled: settled('enabled'), alerting: settled('alerting') } },
        true,
      ),
    ],
  };
}

function ruledFields(pair: RemovedPair, live: LiveRule, facts: Facts): readonly RuledField[] {
  const { base } = pair;
  const edited = facts.hashOf(live.version.text) !== base.textHash;
  const text = edited ? holdOrPutBack('removed-but-edited', { name: pair.name, facts }) : IN_STEP;
  const look = { name: pair.name, assumed: base.assumed ?? [], facts };
  // Who says that git wins over an edited text says it of the whole rule.
  const flagRuling = (field: 'enabled' | 'alerting'): Ruling => {
    if (text.status === 'held' || !live.deployment[field]) return IN_STEP;
    return text.status === 'planned'
      ? text
      : ruleOn(field, base.deployment[field], false, true, look);
  };
  const [enabled, alerting] = [flagRuling('enabled'), flagRuling('alerting')];
  return [
    { field: 'text', base: base.text, wanted: undefined, live: live.version.text, ruling: text },
    ...(
      [
        ['enabled', enabled],
        ['alerting', alerting],
      ] as const
    ).map(([field, ruling]): RuledField => ({
      field,
      base: base.deployment[field],
      wanted: false,
      live: live.deployment[field],
      ruling,
    })),
    {
      field: 'archived',
      base: base.archived,
      wanted: facts.removed === 'archive',
      live: false,
      ruling: archivedRuling(pair, { text, enabled, alerting }, look),
    },
  ];
}

/** Archiving turns the rest off with it, so it waits for whatever of the rule is held. */
function archivedRuling(
  { base }: RemovedPair,
  { text, enabled, alerting }: Record<'text' | 'enabled' | 'alerting', Ruling>,
  look: Parameters<typeof ruleOn>[4],
): Ruling {
  if (look.facts.removed !== 'archive' || text.status === 'held') return IN_STEP;
  if (text.status === 'planned') return text;
  const waits = [enabled, alerting].find(({ status }) => status === 'held');
  return waits ?? ruleOn('archived', base.archived, true, false, look);
}

function changesOf(
  name: string,
  live: LiveRule,
  ruling: (field: RuledField['field']) => Ruling,
): readonly Change[] {
  const changes: Change[] = [];
  const [enabled, alerting, archived] = [ruling('enabled'), ruling('alerting'), ruling('archived')];
  const off = { name, value: false, live, removal: true } as const;
  if (alerting.status === 'planned') {
    changes.push({ kind: 'set-alerting', ...off, reverts: alerting.reverts });
  }
  if (enabled.status === 'planned') {
    changes.push({ kind: 'set-enabled', ...off, reverts: enabled.reverts });
  }
  if (archived.status === 'planned') {
    changes.push({ kind: 'archive-rule', name, live, reverts: archived.reverts });
  }
  return changes;
}
