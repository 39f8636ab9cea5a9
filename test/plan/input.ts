import type { BaseList, BaseRule, PlanInput } from '../../lib/model/plan.ts';
import type { ListFile } from '../../lib/model/reference-list.ts';
import type { LiveRule, Rule } from '../../lib/model/rule.ts';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import { aRule, ruleText } from '../helpers/builders.ts';

/** A plan input with nothing in it, for the parts that a test is about. `minRules` is out of the way. */
export function anInput({
  wanted = [],
  lists = [],
  base = [],
  baseLists = [],
  live = [],
  liveLists = [],
  remembered = true,
  known = {},
  knownLists = {},
  environment = {},
  options = {},
}: {
  readonly wanted?: readonly Rule[];
  readonly lists?: readonly ListFile[];
  readonly base?: readonly BaseRule[];
  readonly baseLists?: readonly BaseList[];
  readonly live?: readonly LiveRule[];
  readonly liveLists?: PlanInput['live']['lists'];
  readonly remembered?: boolean;
  /** Texts of the history by rule name. */
  readonly known?: Readonly<Record<string, readonly string[]>>;
  readonly knownLists?: Readonly<Record<string, readonly ListFile[]>>;
  readonly environment?: Partial<PlanInput['environment']>;
  readonly options?: Partial<PlanInput['options']>;
}): PlanInput {
  return {
    environment: {
      name: 'dev',
      path: 'environments/dev.yaml',
      tier: 'enterprise',
      removed: 'archive',
      drift: 'hold',
      gate: 'off',
      safety: { maxChanged: 0.3, maxArchived: 0.1, minRules: 10_000, planMaxAgeMs: 86_400_000 },
      ...environment,
    },
    wanted: { rules: wanted, lists },
    base: { remembered, rules: base, lists: baseLists },
    live: { rules: live, lists: liveLists },
    knownTexts: new Map(
      Object.entries(known).map(([name, texts]) => [name, new Set(texts.map(textHash))]),
    ),
    knownLists: new Map(
      Object.entries(knownLists).map(([name, all]) => [name, new Set(all.map(contentHash))]),
    ),
    options: { overwrite: [], ...options },
  };
}

/** A rule of base, with its text; flags as given to the tenant. */
export function aBaseRule(
  name: string,
  overrides: Partial<BaseRule> & { text?: string } = {},
): BaseRule {
  const text = overrides.text ?? ruleText(name);
  return {
    name,
    text,
    textHash: textHash(text),
    path: `rules/family/${name}.yaral`,
    commit: 'c0ffee',
    metaRuleId: `id_${name}`,
    deployment: { enabled: true, alerting: false },
    archived: false,
    ...overrides,
  };
}

export function aBaseList(list: ListFile): BaseList {
  return {
    name: list.name,
    contentHash: contentHash(list),
    list,
    path: list.path,
    commit: 'c0ffee',
  };
}

/** A wanted rule whose text says another threshold, with its `meta.rule_id`. */
export function edited(name: string, threshold: number, overrides: Partial<Rule> = {}): Rule {
  return aRule(name, { text: ruleText(name, { threshold }), ...overrides });
}
