import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import type { ReferenceList } from '../model/reference-list.ts';
import type { RuleFile } from '../model/rule.ts';
import { nearest } from '../text.ts';
import { lex } from '../yaral/lexer.ts';
import { diagnosticAt, placesIn } from './problem.ts';

/** Finds the rules that name a `%list` that the repository has not got, each name at its first place in the rule. */
export function findMissingLists(
  rules: readonly Pick<RuleFile, 'path' | 'text' | 'lists'>[],
  lists: readonly Pick<ReferenceList, 'name'>[],
): readonly Diagnostic[] {
  const known = new Set(lists.map(({ name }) => name));
  return rules.flatMap((rule) => {
    const missing = rule.lists.filter((name) => !known.has(name));
    if (missing.length === 0) return [];
    const at = placesIn(rule);
    const first = firstListTokens(rule);
    return missing.map((name) => {
      const { start, end } = first.get(name) ?? { start: 0, end: 0 };
      const meant = nearest(name, known);
      return diagnosticAt(at({ start, end }), {
        id: 'unknown-list',
        message: `list %${name} is not in rules/lists/`,
        hint:
          meant === undefined
            ? `write it to rules/lists/${name}.string.txt (or .regex.txt, .cidr.txt)`
            : `did you mean %${meant}?`,
      });
    });
  });
}

/** Where each `%list` stands first: looked up, since a rule may name thousands. */
function firstListTokens(rule: Pick<RuleFile, 'path' | 'text'>): ReadonlyMap<string, Span> {
  const first = new Map<string, Span>();
  for (const token of lex(rule, new Reporter(rule))) {
    const name = token.text.slice(1);
    if (token.kind === 'list' && !first.has(name)) first.set(name, token);
  }
  return first;
}
