import { sectionOf, type Comparison, type Expression, type Node } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { typeName } from '../types.ts';
import { isAggregate, isMetric } from './outcome-words.ts';
import { nameMeant } from './names-meant.ts';

/** Names in condition that nothing declares (SEM010). */
export const checkConditionNames: Validation = (context) => {
  const { symbols, reporter, whole } = context;
  const { events, placeholders, matches, outcomes } = symbols;
  const told = new Set<string>();
  for (const { name, node } of symbols.index.uses('condition')) {
    if (events.has(name) || placeholders.has(name)) continue;
    if (matches.has(name) || outcomes.has(name) || told.has(name) || !whole(name)) continue;
    told.add(name);
    const nearest = nameMeant(name, symbols, { events: true, placeholders: true, outcomes: true });
    const known = [...events.keys(), ...outcomes.keys()];
    reporter.report('SEM010', node.span, { name, nearest, known: known.length > 6 ? [] : known });
  }
};

/** Values in condition: fields of events (CND011), and outcomes against what they are (CND010). */
export const checkConditionValues: Validation = (context) => {
  const section = sectionOf(context.rule, 'condition');
  if (section === undefined) return;
  for (const path of context.symbols.index.of('path', 'condition')) {
    if (path.root === undefined || belowAggregate(path, context)) continue;
    reportValue(context, path);
  }
  for (const node of context.symbols.index.of('comparison', 'condition')) {
    checkSide(context, node, ungrouped(node.left));
    checkSide(context, node, ungrouped(node.right));
  }
  checkAlone(context, section.expression);
};

function checkSide(context: CheckContext, node: Comparison, side: Expression): void {
  if (side.kind !== 'variable') return;
  const { events, placeholders, outcomes } = context.symbols;
  if (events.has(side.name) || placeholders.has(side.name)) {
    // SEM008 is about match variables.
    if (!context.symbols.matches.has(side.name)) reportValue(context, side);
    return;
  }
  if (!outcomes.has(side.name)) return;
  const type = context.typeOf(side);
  const text = type.kind === 'string' && node.operator !== '=' && node.operator !== '!=';
  if (!text && type.kind !== 'list') return;
  const { name } = side;
  const other = ungrouped(node.left) === side ? node.right : node.left;
  const value = textOf(context, other);
  const instead = text ? `$${name} = ${value}` : `arrays.contains($${name}, ${value})`;
  const { operator } = node;
  context.reporter.report('CND010', node.span, { name, type: typeName(type), operator, instead });
}

/** An outcome that stands where a condition should. */
function checkAlone(context: CheckContext, expression: Expression): void {
  const here = ungrouped(expression);
  if (here.kind === 'logical') for (const operand of here.operands) checkAlone(context, operand);
  else if (here.kind === 'not') checkAlone(context, here.operand);
  else if (here.kind === 'variable') {
    const { events, placeholders, outcomes } = context.symbols;
    const { name } = here;
    if (events.has(name) || placeholders.has(name) || !outcomes.has(name)) return;
    const type = context.typeOf(here);
    const facts = {
      name,
      type: typeName(type),
      operator: '',
      instead: EXAMPLES[type.kind]?.(name),
    };
    const instead = facts.instead ?? `$${name} > 0`;
    context.reporter.report('CND010', here.span, { ...facts, instead });
  }
}

const EXAMPLES: Readonly<Record<string, (name: string) => string>> = {
  string: (name) => `$${name} != ""`,
  list: (name) => `arrays.contains($${name}, "value")`,
};

/** The aggregate or metric itself is what is wrong then (OUT009, OUT012). */
function belowAggregate(node: Node, { symbols }: CheckContext): boolean {
  for (
    let here = symbols.index.parentOf(node);
    here !== undefined;
    here = symbols.index.parentOf(here)
  ) {
    if (here.kind === 'call' && (isAggregate(here.name) || isMetric(here.name))) return true;
  }
  return false;
}

function reportValue(context: CheckContext, node: Expression): void {
  context.reporter.report('CND011', node.span, { found: textOf(context, node) });
}

function textOf({ reporter }: CheckContext, { span: { start, end } }: Node): string {
  return reporter.source.text.slice(start, end);
}

/** `window_start` and `window_end` in events, or without a window (CND015). */
export const checkWindowBounds: Validation = ({ rule, symbols, reporter, damaged }) => {
  const matched = sectionOf(rule, 'match') !== undefined || damaged('match');
  for (const path of symbols.index.of('path')) {
    if (path.root !== undefined || path.segments.length > 1) continue;
    const [segment] = path.segments;
    if (segment?.kind !== 'field') continue;
    const found = segment.name.toLowerCase();
    if (found !== 'window_start' && found !== 'window_end') continue;
    const inEvents = symbols.index.sectionOf(path) === 'events';
    if (!inEvents && matched) continue;
    reporter.report('CND015', path.span, { found, why: inEvents ? 'events' : 'match' });
  }
};
