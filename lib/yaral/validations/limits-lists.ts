import type { Expression, ListReference, Logical, Membership, Node } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { namesIn, ungrouped } from '../symbols-names.ts';

/**
 * How many list tests a rule may have. Newer pages of the reference allow more than older ones (yara-l §10): what lies
 * between is a warning, and an error in strict mode.
 */
const TESTS = [
  { what: 'tests with in', older: 7, newer: 10, counts: () => true },
  {
    what: 'tests with in regex',
    older: 4,
    newer: 5,
    counts: ({ mode }: Membership) => mode === 'regex',
  },
  {
    what: 'tests with in cidr',
    older: 2,
    newer: 5,
    counts: ({ mode }: Membership) => mode === 'cidr',
  },
] as const;

const MOST_COLUMNS = 10;

/** The number of list tests (LIM006) and of joined columns of data tables (LIM007). */
export const checkListCounts: Validation = ({ symbols, reporter, strict }) => {
  const tests = symbols.index.of('membership').filter(({ list }) => list.kind === 'list-reference');
  for (const { what, older, newer, counts } of TESTS) {
    const found = tests.filter(counts);
    const [first, second] = [found[newer], found[older]];
    if (first !== undefined) {
      reporter.report('LIM006', first.span, { what, limit: newer, newer: undefined });
    } else if (second !== undefined) {
      const severity = strict ? 'error' : 'warning';
      reporter.report('LIM006', second.span, { what, limit: older, newer }, { severity });
    }
  }
  const references = symbols.index.of('list-reference');
  if (references.length <= MOST_COLUMNS) return;
  const columns = symbols.index
    .of('list-reference', 'events')
    .filter(
      (node) => node.column !== undefined && symbols.index.parentOf(node)?.kind !== 'membership',
    );
  const eleventh = columns[MOST_COLUMNS];
  if (eleventh === undefined) return;
  reporter.report('LIM007', eleventh.span, { count: columns.length });
};

/** List tests in one group with other conditions, or in an `or` of several events (LIM009). */
export const checkListGroups: Validation = (context) => {
  for (const node of context.symbols.index.of('logical', 'events')) checkGroup(context, node);
};

function checkGroup(context: CheckContext, node: Logical): void {
  const tests = node.operands.map(listTested);
  const [first] = tests.filter((list) => list !== undefined);
  if (first === undefined) return;
  const why = mixture(context, node, tests);
  if (why === undefined) return;
  // Of reference lists only mixtures in `or` are strange, and no page forbids them.
  const table = tests.some((list) => list?.column !== undefined);
  if (!table && why === 'and') return;
  const { start, end } = first.span;
  const list = context.reporter.source.text.slice(start, end);
  const severity = table ? 'error' : 'warning';
  context.reporter.report('LIM009', first.span, { list, why }, { severity });
}

function mixture(
  { symbols }: CheckContext,
  node: Logical,
  tests: readonly (ListReference | undefined)[],
): 'or' | 'and' | 'events' | undefined {
  if (node.operator === 'and') {
    // Outside parentheses an `and` says the same as statements side by side.
    const grouped = symbols.index.parentOf(node)?.kind === 'group';
    return grouped && tests.includes(undefined) ? 'and' : undefined;
  }
  if (tests.includes(undefined)) return 'or';
  return namesIn(node).events.size > 1 ? 'events' : undefined;
}

/** The list or column that an operand tests membership in, if that is all it does. */
function listTested(operand: Expression): ListReference | undefined {
  let here = ungrouped(operand);
  while (here.kind === 'not' || here.kind === 'nocase') here = ungrouped(here.operand);
  return here.kind === 'membership' && isReference(here.list) ? here.list : undefined;
}

function isReference(node: Node): node is ListReference {
  return node.kind === 'list-reference';
}
