import { sectionOf, type Call } from '../ast.ts';
import type { Validation } from '../check.ts';

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
export const checkNesting: Validation = ({ symbols, reporter }) => {
  const calls = symbols.index.of('call');
  if (calls.length <= DEEPEST_CALLS) return;
  /** The calls that the last one stands in, and itself: whatever begins after the end of one is outside. */
  const nest: Call[] = [];
  let told = false;
  for (const call of calls) {
    while ((nest.at(-1)?.span.end ?? Infinity) <= call.span.start) nest.pop();
    if (nest.length === 0) told = false;
    nest.push(call);
    if (told || nest.length <= DEEPEST_CALLS) continue;
    reporter.report('LIM008', call.nameSpan, {});
    told = true;
  }
};
