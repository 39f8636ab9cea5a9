import type { BaseRule } from '../model/plan.ts';
import { ASSUMED_FIELDS, type RememberedObject } from '../model/memory.ts';
import { LANDING, type LiveRule } from '../model/rule.ts';
import type { Facts } from './facts.ts';
import type { RulePair, WantedPair } from './pair.ts';

/** A rule as it was given, as far as that can be told: what its live side is compared with. */
export type Given = Omit<BaseRule, 'name'>;

/**
 * What the live rule was given. Where base does not know it, its text must be the wanted one or stand in the history
 * of its file; else it is somebody else's and undefined comes back. With a memory it is then our own create, which
 * landed disabled (or our own archive); at first contact nobody knows what its flags are meant to be.
 */
export function givenOf(pair: WantedPair, live: LiveRule, facts: Facts): Given | undefined {
  const { name, wanted, base, kin } = pair;
  const hash = facts.hashOf(live.version.text);
  if (base !== undefined && !(live.archived && base.archived)) {
    const renamed = base.name !== name && live.name === name;
    if (!renamed) return base;
    // The rename is done already: if the text that stands is ours, it is the one that was given last.
    return recognised(pair, hash, facts)
      ? { ...base, textHash: hash, text: live.version.text, path: wanted.path }
      : undefined;
  }
  if (!recognised(pair, hash, facts)) return undefined;
  const metaRuleId = wanted.meta.get('rule_id');
  const text = {
    textHash: hash,
    text: live.version.text,
    path: wanted.path,
    ...(metaRuleId === undefined ? {} : { metaRuleId }),
  };
  if (kin !== undefined) {
    // Its flags were the earlier rule's or the landing ones, so only what both would change is changed.
    const flag = (one: 'enabled' | 'alerting'): boolean =>
      kin.deployment[one] && wanted.deployment[one];
    return {
      ...text,
      deployment: { enabled: flag('enabled'), alerting: flag('alerting') },
      archived: live.archived,
      ...(kin.assumed === undefined ? {} : { assumed: kin.assumed }),
    };
  }
  return facts.remembered
    ? { ...text, deployment: LANDING, archived: live.archived }
    : { ...text, deployment: wanted.deployment, archived: false, assumed: ASSUMED_FIELDS };
}

/** The archived rule that the name means: of those whose text is ours, the newest. */
export function fromArchive(pair: WantedPair, facts: Facts): LiveRule | undefined {
  const { name, base, archived } = pair;
  const hash = ({ version }: LiveRule): string => facts.hashOf(version.text);
  if (base === undefined || base.archived) {
    return archived.find((live) => recognised(pair, hash(live), facts));
  }
  // It was given un-archived, so whatever the name has in the archive was put there by somebody.
  return (
    archived.find((live) => hash(live) === base.textHash) ??
    archived.find((live) => facts.knownText(name, hash(live))) ??
    archived[0]
  );
}

function recognised({ name, wanted, base }: WantedPair, hash: string, facts: Facts): boolean {
  return (
    hash === facts.hashOf(wanted.text) || hash === base?.textHash || facts.knownText(name, hash)
  );
}

/** The line that remembers a rule as it was given; `removed` where git wants it no more. */
export function ruleLine(name: string, given: Given, removed = false): RememberedObject {
  const { textHash, deployment, archived, metaRuleId, assumed, commit, path } = given;
  return {
    kind: 'rule',
    name,
    textHash,
    enabled: deployment.enabled,
    alerting: deployment.alerting,
    archived,
    ...(metaRuleId === undefined ? {} : { metaRuleId }),
    ...(assumed === undefined ? {} : { assumed }),
    ...(removed ? { removed } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(path === undefined ? {} : { path }),
  };
}

/** The lines that leave a pair as it was given; a renamed rule stands under its earlier name. */
export function asGiven({ name, base }: RulePair): readonly RememberedObject[] {
  if (base === undefined) return [{ kind: 'no-rule', name }];
  const line = ruleLine(base.name, base);
  return base.name === name ? [line] : [line, { kind: 'no-rule', name }];
}
