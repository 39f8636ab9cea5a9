import { compareText } from '../../text.ts';
import {
  sectionOf,
  type Comparison,
  type Expression,
  type NamedArgument,
  type Node,
  type Path,
  type Rule,
  type Window,
} from '../ast.ts';
import { conjunctsOf } from '../symbols-conjuncts.ts';
import { nodesOf } from '../walk.ts';

/**
 * What a rule detects, as a text that two rules share if they detect the same: events, match, condition and the options
 * that change what comes out, and those outcomes that the condition asks for. Names of variables, order where it means
 * nothing, parentheses and the spelling of literals are gone. Equal texts mean equal logic but for rare twins; other
 * texts may still mean the same.
 */
export function canonicalLogic(rule: Rule): string {
  // A first writing without names settles the order, and that the names.
  const blank = writeLogic(rule, () => '$');
  const names = new Map<string, string>();
  const ordered = blank.flatMap(({ node }) => variablesIn(node));
  for (const name of ordered) if (!names.has(name)) names.set(name, `$${names.size}`);
  return writeLogic(rule, (name) => names.get(name) ?? '$')
    .map(({ text }) => text)
    .join('\n');
}

type NameOf = (name: string) => string;

interface Line {
  readonly node: Node;
  readonly text: string;
}

function writeLogic(rule: Rule, nameOf: NameOf): readonly Line[] {
  const statements = rule.sections.flatMap((section) =>
    section.kind === 'events' ? section.statements : [],
  );
  const events = conjunctsOf(statements).map(({ node }) => ({ node, text: write(node, nameOf) }));
  const match = sectionOf(rule, 'match');
  const keys = (match?.keys ?? []).map((node) => ({ node, text: `key ${write(node, nameOf)}` }));
  const window = match?.window;
  const condition = sectionOf(rule, 'condition');
  return [
    ...sorted(events),
    ...sorted(keys),
    ...(window === undefined ? [] : [{ node: window, text: windowText(window, nameOf) }]),
    ...(condition === undefined
      ? []
      : [{ node: condition, text: `if ${write(condition.expression, nameOf)}` }]),
    ...askedOutcomes(rule, nameOf),
    ...optionLines(rule),
  ];
}

function sorted(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((before, after) => compareText(before.text, after.text));
}

/** Outcomes that the condition depends on, through others too. */
function askedOutcomes(rule: Rule, nameOf: NameOf): readonly Line[] {
  const condition = sectionOf(rule, 'condition');
  if (condition === undefined) return [];
  const asked = new Set(variablesIn(condition));
  const lines: Line[] = [];
  for (const node of (sectionOf(rule, 'outcome')?.assignments ?? []).toReversed()) {
    const { name } = node.variable;
    if (!asked.has(name)) continue;
    for (const other of variablesIn(node.value)) asked.add(other);
    lines.push({ node, text: `${nameOf(name)} := ${write(node.value, nameOf)}` });
  }
  return lines.toReversed();
}

function optionLines(rule: Rule): readonly Line[] {
  const entries = rule.sections.flatMap((section) =>
    section.kind === 'options' ? section.entries : [],
  );
  return sorted(
    entries.map((node) => ({
      node,
      text: `${node.key.text} = ${'value' in node.value ? String(node.value.value) : 'text' in node.value ? node.value.text : ''}`,
    })),
  );
}

function windowText({ form, length, pivot }: Window, nameOf: NameOf): string {
  const side = pivot === undefined ? '' : ` ${pivot.side} ${nameOf(pivot.variable.name)}`;
  return `${form === 'every' ? 'by' : form} ${length.amount * SECONDS[length.unit]}${side}`;
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, mo: 2_592_000 } as const;

function variablesIn(node: Node): readonly string[] {
  const variables = [...nodesOf(node, 'variable'), ...nodesOf(node, 'count')];
  return variables
    .toSorted((before, after) => before.span.start - after.span.start)
    .map(({ name }) => name);
}

function write(node: Expression | NamedArgument, nameOf: NameOf): string {
  const each = (nodes: readonly (Expression | NamedArgument)[]): string[] =>
    nodes.map((one) => write(one, nameOf));
  switch (node.kind) {
    case 'group':
      return write(node.expression, nameOf);
    case 'logical': {
      const flat = flattened(node.operands, node.operator);
      return `(${each(flat).toSorted(compareText).join(` ${node.operator} `)})`;
    }
    case 'not':
      return `not ${write(node.operand, nameOf)}`;
    case 'comparison':
      return comparisonText(node, nameOf);
    case 'membership':
      return `${node.negated ? 'not ' : ''}${write(node.subject, nameOf)} in ${node.mode} ${write(node.list, nameOf)}`;
    case 'null-test':
      return `${node.negated ? 'not ' : ''}${write(node.subject, nameOf)} is null`;
    case 'nocase':
      return `${write(node.operand, nameOf)} nocase`;
    case 'arithmetic':
      return `(${write(node.left, nameOf)} ${node.operator} ${write(node.right, nameOf)})`;
    case 'negation':
      return `-${write(node.operand, nameOf)}`;
    case 'absence':
      return `!${write(node.operand, nameOf)}`;
    case 'quantified':
      return `${node.quantifier} ${write(node.operand, nameOf)}`;
    case 'n-of':
      return `${typeof node.count === 'string' ? node.count : node.count.value} of ${write(node.list, nameOf)}`;
    case 'list':
      return `[${each(node.items).toSorted(compareText).join(', ')}]`;
    case 'variable':
      return nameOf(node.name);
    case 'count':
      return `#${nameOf(node.name)}`;
    case 'path':
      return pathText(node, nameOf);
    case 'call':
      return `${node.name}(${each(node.arguments).join(', ')})`;
    case 'table-call':
      return `${write(node.table, nameOf)}(${each(node.arguments).join(', ')})`;
    case 'named-argument':
      return `${write(node.name, nameOf)}: ${node.value.kind === 'star' ? '*' : write(node.value, nameOf)}`;
    case 'list-reference':
      return `%${node.name}${node.column === undefined ? '' : `.${node.column}`}`;
    case 'string':
      return JSON.stringify(node.value);
    case 'regex':
      return `/${node.pattern}/`;
    case 'integer':
    case 'float':
    case 'boolean':
      return String(node.value);
    case 'duration':
      return node.text;
    case 'null':
    case 'invalid':
      return node.kind;
  }
}

function flattened(operands: readonly Expression[], operator: 'and' | 'or'): readonly Expression[] {
  return operands.flatMap((operand) => {
    let here = operand;
    while (here.kind === 'group') here = here.expression;
    return here.kind === 'logical' && here.operator === operator
      ? flattened(here.operands, operator)
      : [operand];
  });
}

const TURNED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Both ways of writing a comparison are one. */
function comparisonText({ operator, left, right }: Comparison, nameOf: NameOf): string {
  const [from, to] = [write(left, nameOf), write(right, nameOf)];
  return compareText(from, to) <= 0
    ? `${from} ${operator} ${to}`
    : `${to} ${TURNED[operator]} ${from}`;
}

/** `$e.udm.x` is `$e.x` (yara-l §4.1). */
function pathText({ root, segments }: Path, nameOf: NameOf): string {
  const [first] = segments;
  const steps = first?.kind === 'field' && first.name === 'udm' ? segments.slice(1) : segments;
  const tail = steps.map((step) => {
    if (step.kind === 'field') return `.${step.name}`;
    return step.kind === 'key'
      ? `[${JSON.stringify(step.key.value)}]`
      : `[${write(step.index, nameOf)}]`;
  });
  return `${root === undefined ? '' : nameOf(root.name)}${tail.join('')}`;
}
