import { sectionOf } from '../ast.ts';
import type { Lint } from './lint.ts';

/**
 * What a rule must say of itself (yara-l §8). `rule_id` because a renamed rule is known by it, `severity` because
 * environments choose by it.
 */
const REQUIRED = ['author', 'description', 'rule_id', 'severity'] as const;

export const requiredMeta: Lint = {
  id: 'CHR101',
  title: 'meta lacks a key that every rule should have',
  severity: 'warning',
  text:
    'Whoever gets the alert wants to know what it means and whom to ask: every rule has an author and a description. ' +
    'The rule_id keeps a rule recognisable when it is renamed, and environment files choose rules by severity.',
  bad: 'meta:\n  author = "Ada"',
  good: 'meta:\n  author = "Ada"\n  description = "A root key was made."\n  rule_id = "mr_0b7a5a1e-6c1f-4c79-8f37-0f6f1d0b8f10"\n  severity = "HIGH"',
  fixable: false,
  find: ({ rule }) => {
    const meta = sectionOf(rule, 'meta');
    if (meta === undefined) return [];
    const missing = REQUIRED.filter(
      (key) => !meta.entries.some((entry) => entry.key.text === key && !isEmpty(entry.value)),
    );
    if (missing.length === 0) return [];
    return [
      {
        span: meta.head,
        message: `meta has no ${missing.join(', ')}`,
        hint: `add ${missing.map((key) => `${key} = "…"`).join(', ')}`,
      },
    ];
  },
};

function isEmpty(value: { readonly kind: string; readonly value?: unknown }): boolean {
  return value.kind === 'string' && String(value.value).trim() === '';
}
