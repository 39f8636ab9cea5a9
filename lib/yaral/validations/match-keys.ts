import { sectionOf, type Expression } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { nameMeant } from './names-meant.ts';

/** Match variables: placeholders (SEM007) that are bound in events (SEM006) and stand nowhere in condition (SEM008). */
export const checkMatchKeys: Validation = (context) => {
  const { rule, symbols, reporter, whole } = context;
  for (const key of sectionOf(rule, 'match')?.keys ?? []) {
    if (key.kind === 'invalid') continue;
    if (key.kind !== 'variable' || symbols.events.has(key.name)) {
      reportNoPlaceholder(context, key);
      continue;
    }
    const { name, span } = key;
    if (symbols.placeholders.has(name) || !whole(name)) continue;
    const outcome = symbols.outcomes.has(name);
    const nearest = nameMeant(name, symbols, { placeholders: true });
    reporter.report('SEM006', span, { name, nearest, outcome });
  }
  if (symbols.matches.size === 0) return;
  for (const { name, node } of symbols.index.uses('condition')) {
    if (!symbols.matches.has(name) || symbols.events.has(name)) continue;
    const [event = symbols.events.keys().next().value ?? 'e'] =
      symbols.placeholders.get(name)?.events ?? [];
    reporter.report('SEM008', node.span, { name, instead: `#${event} > 1` });
  }
};

function reportNoPlaceholder({ symbols, reporter }: CheckContext, key: Expression): void {
  const { start, end } = key.span;
  const found = reporter.source.text.slice(start, end);
  const field = key.kind === 'path' && key.root !== undefined;
  const bound = symbols.placeholders.has(found);
  const instead = field
    ? `write $name = ${found} in events, and $name here`
    : key.kind === 'variable'
      ? `bind a field of it in events: $name = ${found}.principal.hostname, for example`
      : bound || /^\w+$/.test(found)
        ? `write $${found}`
        : `write a placeholder: $${found.replaceAll(/\W+/g, '_')}, bound in events`;
  reporter.report('SEM007', key.span, { found, instead });
}
