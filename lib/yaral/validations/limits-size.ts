import { sectionOf, type Node } from '../ast.ts';
import type { Validation } from '../check.ts';
import { childrenOf } from '../walk.ts';

/** Each limit is the service's (yara-l §3.3). */
const MOST_OUTCOMES = 20;
const DEEPEST_CALLS = 20;
const MOST_OPERATIONS = 2;

/** How many outcomes (LIM005), setup operations and tables written (LIM010) a rule has. */
export const checkSize: Validation = ({ rule, reporter }) => {
  const assignments = sectionOf(rule, 'outcome')?.assignments ?? [];
  const excess = assignments[MOST_OUTCOMES];
  if (excess !== undefined) {
    reporter.report('LIM005', excess.variable.span, { count: assignments.length });
  }
  const third = sectionOf(rule, 'setup')?.operations[MOST_OPERATIONS];
  if (third !== undefined) reporter.report('LIM010', third.span, { what: 'setup operations' });
  const tables = new Set<string>();
  for (const { table } of sectionOf(rule, 'export')?.calls ?? []) {
    if (tables.has(table.name)) continue;
    tables.add(table.name);
    if (tables.size !== MOST_OPERATIONS + 1) continue;
    reporter.report('LIM010', table.span, { what: 'tables that it writes' });
  }
};

/** How deep functions are nested (LIM008); of one nest the first that is too deep says it. */
export const checkNesting: Validation = ({ rule, symbols, reporter }) => {
  if (symbols.index.of('call').length <= DEEPEST_CALLS) return;
  const visit = (node: Node, depth: number): boolean => {
    const here = node.kind === 'call' ? depth + 1 : depth;
    if (here > DEEPEST_CALLS && node.kind === 'call') {
      reporter.report('LIM008', node.nameSpan, {});
      return true;
    }
    let told = false;
    for (const child of childrenOf(node)) {
      if (told && here > 0) break;
      told = visit(child, here) || told;
    }
    return told && here > 0;
  };
  visit(rule, 0);
};
