import type { Node } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';

/** `#name`: of an event or a placeholder (CND012), and against a whole number (CND014). */
export const checkConditionCounts: Validation = (context) => {
  const { symbols, reporter } = context;
  for (const node of symbols.index.of('count', 'condition')) {
    const { name, span } = node;
    if (isOutcome(name, context)) {
      reporter.report('CND012', span, { name }, context.strict ? { severity: 'error' } : {});
      continue;
    }
    const parent = parentOf(node, context);
    if (parent?.kind === 'arithmetic' || parent?.kind === 'negation') {
      reporter.report('CND014', span, { name, why: 'arithmetic' });
    } else if (parent?.kind === 'comparison') {
      const [left, right] = [ungrouped(parent.left), ungrouped(parent.right)];
      const other = left === node ? right : left;
      // Of two counts in one comparison the first says it.
      if (other.kind === 'integer' || (other.kind === 'count' && other === left)) continue;
      if (other.kind === 'arithmetic' || other.kind === 'invalid') continue;
      reporter.report('CND014', parent.span, { name, why: 'value' });
    } else reporter.report('CND014', span, { name, why: 'alone' });
  }
};

function isOutcome(name: string, { symbols }: CheckContext): boolean {
  const { events, placeholders, outcomes } = symbols;
  return outcomes.has(name) && !events.has(name) && !placeholders.has(name);
}

/** The node above, parentheses left out. */
function parentOf(node: Node, { symbols }: CheckContext): Node | undefined {
  let parent = symbols.index.parentOf(node);
  while (parent?.kind === 'group') parent = symbols.index.parentOf(parent);
  return parent;
}
