import type { Rule } from '../model/rule.ts';

/** ATT&CK techniques that a rule's meta names, in the order of the text, each once: `T1078.004`. */
export function techniquesOf({ meta }: Pick<Rule, 'meta'>): readonly string[] {
  const found = new Set<string>();
  for (const [key, value] of meta) {
    if (!/technique/i.test(key)) continue;
    for (const technique of value.match(/\bT\d{4}(?:\.\d{3})?\b/g) ?? []) found.add(technique);
  }
  return [...found];
}

/** `meta.severity`, however its key is spelt. */
export function severityOf({ meta }: Pick<Rule, 'meta'>): string | undefined {
  return [...meta].find(([key]) => key.toLowerCase() === 'severity')?.[1];
}

/** What a reader wants to know of a new rule at a glance: its kind, its severity, its techniques. */
export function ruleFacts(rule: Pick<Rule, 'meta' | 'multiEvent'>): readonly string[] {
  const severity = severityOf(rule);
  return [
    rule.multiEvent ? 'multi-event' : 'single-event',
    ...(severity === undefined ? [] : [`severity ${severity}`]),
    ...techniquesOf(rule),
  ];
}
