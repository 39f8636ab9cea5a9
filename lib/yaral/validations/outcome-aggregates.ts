import {
  sectionOf,
  type Assignment,
  type Call,
  type Expression,
  type Node,
  type Path,
  type Variable,
} from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { WINDOW_ONLY, functionNamed } from '../functions.ts';
import { ungrouped } from '../symbols-names.ts';
import { isNumber } from '../types.ts';
import { childrenOf } from '../walk.ts';
import { isAggregate, isMetric } from './outcome-words.ts';

/**
 * Aggregates: needed for values of events with `match` (OUT002) and for repeated fields without (OUT003), not nested
 * (OUT004), written with `window.` where rules do (OUT010); of metrics too (OUT012). One message an outcome.
 */
export const checkAggregates: Validation = (context) => {
  const matched = sectionOf(context.rule, 'match') !== undefined;
  // Without knowing whether the rule has a match section, nothing can be said of values outside aggregates.
  if (!matched && context.damaged('match')) return;
  for (const assignment of sectionOf(context.rule, 'outcome')?.assignments ?? []) {
    if (!isUsual(assignment.value)) checkAssignment(context, assignment, matched);
  }
};

/** An aggregate of nothing but a field, of which there is nothing to say. */
function isUsual(value: Expression): boolean {
  if (value.kind !== 'call' || !isAggregate(value.name) || WINDOW_ONLY.has(value.name))
    return false;
  return value.arguments.every(({ kind }) => kind === 'path');
}

function checkAssignment(context: CheckContext, assignment: Assignment, matched: boolean): void {
  const { symbols, reporter } = context;
  let told = false;
  const visit = (node: Node, aggregate: Call | undefined): void => {
    if (node.kind === 'string' || node.kind === 'integer') return;
    if (node.kind === 'call' && isAggregate(node.name)) {
      if (WINDOW_ONLY.has(node.name))
        reporter.report('OUT010', node.nameSpan, { found: node.name });
      if (aggregate !== undefined) {
        const facts = { found: node.name, outer: aggregate.name, what: 'aggregate' } as const;
        reporter.report('OUT004', node.nameSpan, facts);
      }
      for (const argument of node.arguments) visit(argument, aggregate ?? node);
    } else if (node.kind === 'call' && isMetric(node.name)) {
      if (!matched || aggregate !== undefined) return;
      reporter.report('OUT012', node.span, { found: node.name, why: 'aggregate' });
    } else if (node.kind === 'variable') visitVariable(node, aggregate);
    else if (node.kind === 'path') visitPath(node, aggregate);
    else if (node.kind === 'quantified' && !matched) {
      // `any` and `all` make one value of a repeated field, though not of the events of a window.
    } else {
      for (const child of childrenOf(node)) {
        if (matched || !takesList(node, child)) visit(child, aggregate);
      }
    }
  };
  const visitVariable = (node: Variable, aggregate: Call | undefined): void => {
    const { name } = node;
    const placeholder = symbols.placeholders.get(name);
    if (symbols.events.has(name)) return;
    if (placeholder === undefined && !symbols.matches.has(name)) {
      if (aggregate === undefined || !symbols.outcomes.has(name)) return;
      const facts = { found: `$${name}`, outer: aggregate.name, what: 'outcome' } as const;
      reporter.report('OUT004', node.span, facts);
      return;
    }
    if (aggregate !== undefined) return;
    const repeated = placeholder?.bindings.some(
      ({ value }) => value.kind === 'path' && context.fieldOf(value).repeated,
    );
    if (matched) report('OUT002', node);
    else if (repeated === true) report('OUT003', node);
  };
  const visitPath = (node: Path, aggregate: Call | undefined): void => {
    if (aggregate !== undefined || node.root === undefined) return;
    const { repeated, indexed, keyed } = context.fieldOf(node);
    if (matched) report('OUT002', node);
    else if (repeated) report('OUT003', node);
    else if (indexed && !keyed && node === ungrouped(assignment.value))
      report('OUT003', node, 'indexed');
  };
  const report = (
    id: 'OUT002' | 'OUT003',
    node: Path | Variable,
    why: 'repeated' | 'indexed' = 'repeated',
  ): void => {
    if (told) return;
    told = true;
    const found = textOf(context, node);
    if (why === 'indexed') {
      const { name } = assignment.variable;
      reporter.report('OUT003', node.span, { found, why, instead: `$${name}_value = ${found}` });
      return;
    }
    const instead = aggregated(context, assignment);
    if (id === 'OUT002') reporter.report('OUT002', node.span, { found, instead });
    else reporter.report('OUT003', node.span, { found, why, instead });
  };
  visit(assignment.value, undefined);
}

/** Whether a repeated field is given to a function that takes all its values at once. */
function takesList(node: Node, argument: Node): boolean {
  if (node.kind !== 'call' || argument.kind !== 'path') return false;
  const at = node.arguments.indexOf(argument);
  const word = functionNamed(node.name)?.parameters[at]?.takes ?? '';
  return word.startsWith('list') || word === 'repeated field';
}

/** The value of an outcome with an aggregate around it, as advice. */
function aggregated(context: CheckContext, { value }: Assignment): string {
  const inner = ungrouped(value);
  const text = textOf(context, inner);
  const number = isNumber(context.typeOf(inner)) || inner.kind === 'arithmetic';
  const name = number ? 'max' : 'array_distinct';
  const short = text.length <= 80 && !text.includes('\n');
  return short ? `${name}(${text})` : `${name}( ) around the whole value`;
}

function textOf({ reporter }: CheckContext, { span: { start, end } }: Node): string {
  return reporter.source.text.slice(start, end);
}

/** Aggregates (OUT009) and metrics (OUT012) outside outcome. */
export const checkAggregatePlaces: Validation = ({ symbols, reporter }) => {
  const { index } = symbols;
  for (const call of index.of('call')) {
    const { name, span, nameSpan } = call;
    const aggregate = isAggregate(name);
    if (!aggregate && !isMetric(name)) continue;
    const section = index.sectionOf(call);
    if (section !== 'events' && section !== 'condition') continue;
    if (aggregate) reporter.report('OUT009', nameSpan, { found: name });
    else reporter.report('OUT012', span, { found: name, why: 'place' });
  }
};
