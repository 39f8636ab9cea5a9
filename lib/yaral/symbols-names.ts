import type { Expression, Node } from './ast.ts';
import { childrenOf } from './walk.ts';

/** The names that an expression depends on, without `$`, `#` and `%`. */
export interface NamesIn {
  /** Variables with a field tail: event variables. */
  readonly events: ReadonlySet<string>;
  /** Variables without one: placeholders, in outcome and condition also outcome and event variables. */
  readonly bare: ReadonlySet<string>;
  /** Variables with `#`. */
  readonly counts: ReadonlySet<string>;
  /** Data tables, named with a column. */
  readonly tables: ReadonlySet<string>;
}

/** Collects the names at or below a node. */
export function namesIn(node: Node): NamesIn {
  const names = {
    events: new Set<string>(),
    bare: new Set<string>(),
    counts: new Set<string>(),
    tables: new Set<string>(),
  };
  const visit = (here: Node): void => {
    if (here.kind === 'variable') names.bare.add(here.name);
    else if (here.kind === 'count') names.counts.add(here.name);
    else if (here.kind === 'list-reference' && here.column !== undefined)
      names.tables.add(here.name);
    else if (here.kind === 'path') {
      if (here.root !== undefined) names.events.add(here.root.name);
      for (const segment of here.segments) visit(segment);
    } else for (const child of childrenOf(here)) visit(child);
  };
  visit(node);
  return names;
}

/** The expression inside parentheses, however many. */
export function ungrouped(expression: Expression): Expression {
  let here = expression;
  while (here.kind === 'group') here = here.expression;
  return here;
}
