import { sectionOf, type Expression, type Logical, type NOf, type Node } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { childrenOf, nodesOf } from '../walk.ts';
import { atomsBelow, type Atom } from './condition-atoms.ts';

/** What may stand below `not` (CND005), in `or` (CND006, CND007, CND009) and in `N of` (CND008). */
export const checkConditionLogic: Validation = (context) => {
  const section = sectionOf(context.rule, 'condition');
  if (section === undefined) return;
  const visit = (node: Node): void => {
    if (node.kind === 'not') {
      const operand = node.operand;
      if (atomsBelow(operand, context.symbols).length > 0) {
        reportNot(context, node, operand);
        return;
      }
    } else if (node.kind === 'absence' && ungrouped(node.operand).kind !== 'variable') {
      reportNot(context, node, node.operand);
      return;
    } else if (node.kind === 'n-of') checkCount(context, node);
    else if (node.kind === 'logical' && node.operator === 'or') {
      const atoms = atomsBelow(node, context.symbols);
      if (atoms.every(({ negated }) => !negated)) {
        checkOr(context, node, atoms);
        for (const inner of nodesOf(node, 'n-of')) checkCount(context, inner);
        return;
      }
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(section.expression);
};

function reportNot(context: CheckContext, node: Expression, operand: Expression): void {
  const inner = ungrouped(operand);
  const text = textOf(context, inner);
  const instead =
    inner.kind === 'variable'
      ? `!${text}`
      : inner.kind === 'comparison'
        ? 'the opposite comparison'
        : '! before each variable';
  context.reporter.report('CND005', node.span, { found: text, instead });
}

function checkOr(context: CheckContext, node: Logical, atoms: readonly Atom[]): void {
  const first = atoms.find(({ bounded }) => !bounded);
  if (first !== undefined) {
    context.reporter.report('CND006', first.node.span, { found: textOf(context, first.node) });
    return;
  }
  if (atoms.length > 0 && endsInOutcome(context, node)) {
    context.reporter.report('CND009', node.span, { instead: withParentheses(context, node) });
    return;
  }
  reportAlternatives(context, node, atoms);
}

/** `$e1 or $e2 and $o > 0`: an `and` without parentheses that holds a demand and a test of an outcome. */
function endsInOutcome({ symbols }: CheckContext, { operands }: Logical): boolean {
  return operands.some((operand) => {
    if (operand.kind !== 'logical' || operand.operator !== 'and') return false;
    const demands = operand.operands.filter((one) => atomsBelow(one, symbols).length > 0);
    return demands.length > 0 && demands.length < operand.operands.length;
  });
}

function withParentheses(context: CheckContext, { operands }: Logical): string {
  const demands: string[] = [];
  const tests: string[] = [];
  for (const operand of operands) {
    const parts = operand.kind === 'logical' ? operand.operands : [operand];
    for (const part of parts) {
      const found = atomsBelow(part, context.symbols).length > 0 ? demands : tests;
      found.push(textOf(context, part));
    }
  }
  return `(${demands.join(' or ')}) and ${tests.join(' and ')}`;
}

/** Most pages of the reference forbid `or` between events; one allows it for two (yara-l §10). */
function reportAlternatives(context: CheckContext, node: Logical, atoms: readonly Atom[]): void {
  const { rule, symbols, reporter, strict } = context;
  const events = [...new Set(atoms.map(({ name }) => name))].filter((name) =>
    symbols.events.has(name),
  );
  if (events.length < 2) return;
  const tumbling = sectionOf(rule, 'match')?.window?.form === 'by';
  const entity = events.some((name) => symbols.events.get(name)?.source !== 'udm');
  const why = events.length > 2 ? 'many' : entity ? 'entity' : tumbling ? 'tumbling' : 'disputed';
  const severity = why === 'disputed' && !strict ? 'warning' : 'error';
  reporter.report('CND007', node.span, { events, why }, { severity });
}

function checkCount(context: CheckContext, node: NOf): void {
  const { rule, symbols, reporter } = context;
  if (node.list.kind !== 'list') return;
  const { length } = node.list.items;
  const count = typeof node.count === 'string' ? undefined : node.count;
  const report = (
    why: 'more' | 'zero' | 'unbounded' | 'mixed' | 'tumbling' | 'member',
    place: Expression,
  ): void => {
    reporter.report('CND008', place.span, { why, found: textOf(context, place), length });
  };
  if (count !== undefined && count.value === 0) report('zero', count);
  if (count !== undefined && count.value > length) report('more', count);
  if (sectionOf(rule, 'match')?.window?.form === 'by') report('tumbling', node);
  const sources = new Set<boolean>();
  for (const item of node.list.items) {
    const [atom] = atomsBelow(item, symbols);
    if (atom === undefined) {
      const own = ungrouped(item);
      const unknown = own.kind === 'variable' && !symbols.outcomes.has(own.name);
      // Unknown names are reported as such.
      if (!unknown && own.kind !== 'invalid') report('member', item);
    } else if (!atom.bounded) report('unbounded', item);
    else {
      const event = symbols.events.get(atom.name);
      if (event === undefined) continue;
      sources.add(event.source === 'udm');
      if (sources.size > 1) {
        report('mixed', item);
        return;
      }
    }
  }
}

function textOf({ reporter }: CheckContext, { span: { start, end } }: Node): string {
  return reporter.source.text.slice(start, end).replaceAll(/\s+/g, ' ');
}
