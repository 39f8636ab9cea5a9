import { sectionOf } from '../ast.ts';
import type { Validation } from '../check.ts';
import type { Symbols } from '../symbols.ts';
import { childrenOf } from '../walk.ts';
import { nameMeant } from './names-meant.ts';

/** Names in outcome: doubled (OUT001), taken (OUT008), used too early (OUT005), unknown (OUT006). */
export const checkOutcomeNames: Validation = (context) => {
  const { rule, symbols, reporter, whole } = context;
  for (const assignment of sectionOf(rule, 'outcome')?.assignments ?? []) {
    const { name, span } = assignment.variable;
    const first = symbols.outcomes.get(name);
    const taken = takenAs(name, symbols);
    if (taken !== undefined) reporter.report('OUT008', span, { name, what: taken });
    else if (first !== undefined && first !== assignment) {
      const { line } = reporter.placeAt(first.span.start);
      reporter.report('OUT001', span, { name, line });
    }
  }
  for (const { name, node, role } of symbols.index.uses('outcome')) {
    if (role === 'outcome' || role === 'count') continue;
    if (takenAs(name, symbols) !== undefined || !whole(name)) continue;
    const own = symbols.outcomes.get(name);
    if (own === undefined) {
      const nearest = nameMeant(name, symbols, {
        events: true,
        ...(role === 'field' ? {} : { placeholders: true, outcomes: true }),
      });
      reporter.report('OUT006', node.span, { name, nearest });
    } else if (own.span.end > node.span.start) {
      const { line } = reporter.placeAt(own.span.start);
      reporter.report('OUT005', node.span, { name, line });
    }
  }
};

function takenAs(name: string, { events, placeholders, matches }: Symbols): string | undefined {
  if (events.has(name)) return 'an event variable';
  if (matches.has(name)) return 'a match variable';
  // One without a value is an outcome that events uses too early (SEM001).
  const bound = (placeholders.get(name)?.bindings.length ?? 0) > 0;
  return bound ? 'a placeholder' : undefined;
}

/** Outcome variables where only fields of events go: `arrays.length`, `any` and `all` (OUT007). */
export const checkOutcomeLists: Validation = ({ symbols, reporter }) => {
  const { index, outcomes } = symbols;
  if (outcomes.size === 0) return;
  const places = [
    ...index.of('quantified').map((node) => ({ node, where: node.quantifier as string })),
    ...index
      .of('call')
      .filter(({ name }) => name === 'arrays.length')
      .map((node) => ({ node, where: node.name })),
  ];
  for (const { node, where } of places) {
    for (const child of childrenOf(node)) {
      if (child.kind !== 'variable' || !outcomes.has(child.name)) continue;
      if (takenAs(child.name, symbols) !== undefined) continue;
      reporter.report('OUT007', child.span, { name: child.name, where });
    }
  }
};
