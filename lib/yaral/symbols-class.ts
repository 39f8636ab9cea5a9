import type { Expression, Node } from './ast.ts';
import type { NodeIndex } from './symbols-index.ts';
import { ungrouped } from './symbols-names.ts';

/** How the service counts and runs a rule (yara-l §3.1). */
export type RuleClass = 'single-event' | 'windowed-single-event' | 'multi-event';

/** What the class of a rule follows from. */
export interface Classified {
  readonly index: NodeIndex;
  readonly events: ReadonlyMap<string, { readonly source: 'udm' | 'graph' | 'detection' }>;
  /** Data tables with a row joined to an event. */
  readonly tables: ReadonlySet<string>;
}

/**
 * Without `match` a rule looks at each event alone. With it, it is *windowed single-event* if nothing but the existence
 * of its only event is demanded. Entities, composite inputs, rows of data tables and metrics make any rule multi-event.
 */
export function classOf({ index, events, tables }: Classified): RuleClass {
  if (events.size > 1 || tables.size > 0 || usesMetrics(index)) return 'multi-event';
  for (const { source } of events.values()) if (source !== 'udm') return 'multi-event';
  if (index.of('match').length === 0) return 'single-event';
  const exists = index.of('condition').every(({ expression }) => demandsOne(expression));
  return events.size === 1 && exists ? 'windowed-single-event' : 'multi-event';
}

function usesMetrics(index: NodeIndex): boolean {
  return index.of('call').some(({ name }) => name.startsWith('metrics.'));
}

/** `$e`, `#e > 0`, `#e >= 1`, `0 < #e`, `1 <= #e`. */
function demandsOne(expression: Expression): boolean {
  const here = ungrouped(expression);
  if (here.kind === 'variable') return true;
  if (here.kind !== 'comparison') return false;
  const { operator, left, right } = here;
  return (
    (left.kind === 'count' &&
      ((operator === '>' && isNumber(right, 0)) || (operator === '>=' && isNumber(right, 1)))) ||
    (right.kind === 'count' &&
      ((operator === '<' && isNumber(left, 0)) || (operator === '<=' && isNumber(left, 1))))
  );
}

function isNumber(node: Node, value: number): boolean {
  return node.kind === 'integer' && node.value === value;
}
