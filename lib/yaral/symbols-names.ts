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
  const names: Collected = { events: NONE, bare: NONE, counts: NONE, tables: NONE };
  collect(node, names);
  return names;
}

type Collected = { -readonly [K in keyof NamesIn]: NamesIn[K] };

/** Shared by all that have none, which are most. */
const NONE: ReadonlySet<string> = new Set();

function collect(node: Node, names: Collected): void {
  if (node.kind === 'string') return;
  if (node.kind === 'variable') names.bare = withName(names.bare, node.name);
  else if (node.kind === 'count') names.counts = withName(names.counts, node.name);
  else if (node.kind === 'list-reference') {
    if (node.column !== undefined) names.tables = withName(names.tables, node.name);
  } else if (node.kind === 'path') {
    if (node.root !== undefined) names.events = withName(names.events, node.root.name);
    for (const segment of node.segments) {
      if (segment.kind === 'index') collect(segment.index, names);
    }
  } else if (node.kind === 'comparison') {
    collect(node.left, names);
    collect(node.right, names);
  } else for (const child of childrenOf(node)) collect(child, names);
}

function withName(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  if (names === NONE) return new Set([name]);
  // Any other set is this collection's own.
  if (names instanceof Set) names.add(name);
  return names;
}

/** The expression inside parentheses, however many. */
export function ungrouped(expression: Expression): Expression {
  let here = expression;
  while (here.kind === 'group') here = here.expression;
  return here;
}
