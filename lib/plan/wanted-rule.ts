import type { AssumedField, RememberedObject } from '../model/memory.ts';
import type { Change, FieldDifference, Held, HeldReason } from '../model/plan.ts';
import { LANDING, type LiveRule } from '../model/rule.ts';
import { withFaults, withoutBroken, type Rulings } from './broken-text.ts';
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
import { asGiven, fromArchive, givenOf, ruleLine, type Given } from './given.ts';
import type { WantedPair } from './pair.ts';
import { quietedFirst, withoutLoud } from './quiet.ts';

type Flag = 'enabled' | 'alerting';

/** What to do about a rule that the repository wants (design.md §5, field by field). */
export function decideWanted(pair: WantedPair, facts: Facts): Decision {
  const { name, active } = pair;
  if (active.length > 1) {
    const ids = active.map(({ ruleId }) => ruleId);
    return {
      ...NOTHING,
      held: [{ object: 'rule', name, reason: 'duplicate-name', differences: [], ids }],
      standing: asGiven(pair),
    };
  }
  const live = active[0] ?? fromArchive(pair, facts);
  if (live === undefined) return decideMissing(pair, facts);
  const given = givenOf(pair, live, facts);
  const rulings = withoutBroken(
    withoutLoud(
      given === undefined
        ? ruleOnStranger(pair, live, facts)
        : ruleOnOurs(pair, live, given, facts),
      live,
      facts,
    ),
    pair,
    facts,
  );
  return {
    changes: facts.gated
      ? quietedFirst(changesOf(pair, live, rulings), live)
      : changesOf(pair, live, rulings),
    held: heldFields(ruledFields(pair, live, given, rulings), {
      object: 'rule',
      name,
      ...(live.name === name ? {} : { liveName: live.name }),
      ids: [live.ruleId],
      liveTime: live.version.createTime,
    }).map(withFaults(facts)),
    notices: stillFails(live, rulings)
      ? [{ kind: 'compile-failed', name, ruleId: live.ruleId, message: live.compileError ?? '' }]
      : [],
    standing: standingOf(pair, live, given, rulings, facts),
  };
}

/** No live rule, active or to be brought back: created, unless it was given before and somebody deleted it. */
function decideMissing(pair: WantedPair, facts: Facts): Decision {
  const { name, wanted, base } = pair;
  const ruling: Ruling =
    base === undefined || base.archived
      ? { status: 'planned', reverts: false }
      : holdOrPutBack(base.assumed !== undefined ? 'first-contact' : 'deleted-outside', {
          name: pair.name,
          facts,
        });
  const standing = asGiven(pair);
  if (ruling.status !== 'planned') {
    const gone: FieldDifference = { field: 'exists', base: true, wanted: true, live: false };
    return {
      ...NOTHING,
      held: heldFields([{ ...gone, ruling }], { object: 'rule', name, ids: [] }),
      standing,
    };
  }
  const broken = facts.brokenText(name);
  if (broken !== undefined) {
    const waits: Held = { object: 'rule', name, reason: 'invalid-text', differences: [], ids: [] };
    return { ...NOTHING, held: [waits].map(withFaults(facts)), standing };
  }
  const { reverts } = ruling;
  const flags = (['enabled', 'alerting'] as const)
    .filter((flag) => wanted.deployment[flag])
    .map((flag): Change => ({ kind: SET[flag], name, value: true, removal: false, reverts }));
  return {
    ...NOTHING,
    changes: [{ kind: 'create-rule', rule: wanted, reverts }, ...flags],
    standing,
  };
}

const SET = { enabled: 'set-enabled', alerting: 'set-alerting' } as const;

/** Somebody else's rule under the name: all of it is left alone, or all of it made as wanted. */
function ruleOnStranger(pair: WantedPair, live: LiveRule, facts: Facts): Rulings {
  const { wanted } = pair;
  const ruling = holdOrPutBack('somebody-elses', { name: pair.name, facts });
  const flag = (field: Flag): Ruling =>
    live.deployment[field] === wanted.deployment[field] ? IN_STEP : ruling;
  return { text: ruling, archived: IN_STEP, enabled: flag('enabled'), alerting: flag('alerting') };
}

function ruleOnOurs(pair: WantedPair, live: LiveRule, given: Given, facts: Facts): Rulings {
  const { wanted } = pair;
  const look = { name: pair.name, assumed: given.assumed ?? [], facts };
  const liveHash = facts.hashOf(live.version.text);
  const archived = ruleOn('archived', given.archived, false, live.archived, look);
  if (archived.status === 'held') {
    // Nothing else of a rule can be changed while it is archived (backstory-v2 §5.1).
    const text = liveHash === given.textHash ? IN_STEP : archived;
    return { text, archived, enabled: IN_STEP, alerting: IN_STEP };
  }
  const text = ruleOn('text', given.textHash, facts.hashOf(wanted.text), liveHash, look);
  const blocked = whyNotOn(text, live);
  const flag = (field: Flag): Ruling => {
    const on = wanted.deployment[field];
    // Out of the archive it comes disabled and not alerting; what was wanted of it then has to be said again.
    const back = archived.status === 'planned' && !look.assumed.includes(field);
    const landed = archived.status === 'planned' ? LANDING[field] : live.deployment[field];
    const ruling =
      back && on !== landed ? archived : ruleOn(field, given.deployment[field], on, landed, look);
    const turnsOn = ruling.status === 'planned' && on;
    return turnsOn && blocked !== undefined ? { status: 'held', reason: blocked } : ruling;
  };
  return { text, archived, enabled: flag('enabled'), alerting: flag('alerting') };
}

/** Why a rule may not be turned on. Turning off is always allowed: a noisy rule must be stoppable. */
function whyNotOn(text: Ruling, { compileState }: LiveRule): HeldReason | undefined {
  if (text.status === 'held') return 'text-held';
  return text.status !== 'planned' && compileState === 'failed' ? 'compile-failed' : undefined;
}

function changesOf(
  { name, wanted }: WantedPair,
  live: LiveRule,
  rulings: Rulings,
): readonly Change[] {
  const { text, archived } = rulings;
  const changes: Change[] = [];
  if (archived.status === 'planned') {
    changes.push({ kind: 'unarchive-rule', rule: wanted, live, reverts: archived.reverts });
  }
  if (text.status === 'planned') {
    const kind = live.name === name ? 'add-version' : 'rename-rule';
    changes.push({ kind, rule: wanted, live, reverts: text.reverts });
  }
  for (const flag of ['enabled', 'alerting'] as const) {
    const ruling = rulings[flag];
    if (ruling.status !== 'planned') continue;
    const value = wanted.deployment[flag];
    const { reverts } = ruling;
    changes.push({ kind: SET[flag], name, value, live, removal: false, reverts });
  }
  return changes;
}

function ruledFields(
  { wanted }: WantedPair,
  live: LiveRule,
  given: Given | undefined,
  { text, archived, enabled, alerting }: Rulings,
): readonly RuledField[] {
  const known = (field: AssumedField): boolean => given?.assumed?.includes(field) !== true;
  const flag = (field: Flag, ruling: Ruling): RuledField => ({
    field,
    base: known(field) ? given?.deployment[field] : undefined,
    wanted: wanted.deployment[field],
    live: live.deployment[field],
    ruling,
  });
  return [
    {
      field: 'text',
      base: given?.text,
      wanted: wanted.text,
      live: live.version.text,
      ruling: text,
    },
    {
      field: 'archived',
      base: known('archived') ? given?.archived : undefined,
      wanted: false,
      live: live.archived,
      ruling: archived,
    },
    flag('enabled', enabled),
    flag('alerting', alerting),
  ];
}

/** The service no longer compiles the text that stays: it finds nothing, whatever its flags say. */
function stillFails({ archived, compileState }: LiveRule, { text }: Rulings): boolean {
  return !archived && compileState === 'failed' && text.status !== 'planned';
}

/** What was given, but for the fields that are in step: they have what is wanted now. */
function standingOf(
  pair: WantedPair,
  live: LiveRule,
  given: Given | undefined,
  rulings: Rulings,
  facts: Facts,
): readonly RememberedObject[] {
  const { name, wanted, base } = pair;
  const fields = [rulings.text, rulings.archived, rulings.enabled, rulings.alerting];
  if (fields.every(({ status }) => status === 'in-step')) return [];
  if (given === undefined) return asGiven(pair);
  if (given.archived && base === undefined) return [{ kind: 'no-rule', name }];
  if (rulings.archived.status !== 'in-step') {
    return base === undefined ? [ruleLine(name, given)] : asGiven(pair);
  }
  const settled = (flag: Flag): boolean =>
    rulings[flag].status === 'in-step' ? wanted.deployment[flag] : given.deployment[flag];
  const metaRuleId = wanted.meta.get('rule_id');
  const { assumed: _before, ...rest } = given;
  const assumed = given.assumed?.filter((field) => rulings[field].status !== 'in-step') ?? [];
  const text: Pick<Given, 'textHash' | 'path' | 'metaRuleId'> =
    rulings.text.status === 'in-step'
      ? {
          textHash: facts.hashOf(wanted.text),
          path: wanted.path,
          ...(metaRuleId === undefined ? {} : { metaRuleId }),
        }
      : rest;
  const line = ruleLine(live.name, {
    ...text,
    deployment: { enabled: settled('enabled'), alerting: settled('alerting') },
    archived: false,
    ...(assumed.length > 0 ? { assumed } : {}),
  });
  return live.name === name ? [line] : [line, { kind: 'no-rule', name }];
}
