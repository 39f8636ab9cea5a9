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
import { nodesOf } from '../walk.ts';

/** The parts of a rule that say what it detects. */
export interface Logic {
  readonly rule: Rule;
  /** What `events` demands, as the symbols have it. */
  readonly conjuncts: readonly { readonly node: Expression }[];
}

/** What a rule detects, as texts to compare. */
export interface LogicText {
  /**
   * Without the names of variables. Order where it means nothing, parentheses and the spelling of literals are gone too.
   * Rules with the same text may yet differ in which variable stands where.
   */
  readonly blank: string;
  /** With variables numbered as they come: two rules that share it detect the same. Others may too. */
  readonly numbered: () => string;
}

/**
 * Writes down events, match, condition and the options that change what comes out, and those outcomes that the condition
 * asks for.
 */
export function writeLogic(logic: Logic): LogicText {
  const lines = linesOf(logic);
  return {
    blank: lines.map(({ text }) => text).join('\n'),
    numbered: () => {
      const numbers = new Map<string, string>();
      const nameOf = (name: string): string => {
        const known = numbers.get(name);
        if (known !== undefined) return known;
        const number = `$${numbers.size}`;
        numbers.set(name, number);
        return number;
      };
      // Numbers follow the order without names, or they would depend on them; lines that were alike come in either order.
      const texts = lines.map((line) => line.named(nameOf));
      return texts.toSorted(compareText).join('\n');
    },
  };
}

type NameOf = (name: string) => string;

interface Line {
  readonly text: string;
  readonly named: (nameOf: NameOf) => string;
}

const blank: NameOf = () => '$';

function lineOf(named: (nameOf: NameOf) => string): Line {
  return { text: named(blank), named };
}

function linesOf({ rule, conjuncts }: Logic): readonly Line[] {
  const match = sectionOf(rule, 'match');
  const window = match?.window;
  const condition = sectionOf(rule, 'condition');
  return [
    ...sorted(conjuncts.map(({ node }) => lineOf((nameOf) => write(node, nameOf)))),
    ...sorted((match?.keys ?? []).map((node) => lineOf((nameOf) => `key ${write(node, nameOf)}`))),
    ...(window === undefined ? [] : [lineOf((nameOf) => windowText(window, nameOf))]),
    ...(condition === undefined
      ? []
      : [lineOf((nameOf) => `if ${write(condition.expression, nameOf)}`)]),
    ...askedOutcomes(rule),
    ...optionLines(rule),
  ];
}

function sorted(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((before, after) => compareText(before.text, after.text));
}

/** Outcomes that the condition depends on, through others too. */
function askedOutcomes(rule: Rule): readonly Line[] {
  const condition = sectionOf(rule, 'condition');
  const outcome = sectionOf(rule, 'outcome');
  if (condition === undefined || outcome === undefined) return [];
  const asked = new Set(variablesIn(condition));
  const lines: Line[] = [];
  for (const { variable, value } of outcome.assignments.toReversed()) {
    if (!asked.has(variable.name)) continue;
    for (const other of variablesIn(value)) asked.add(other);
    lines.push(lineOf((nameOf) => `${nameOf(variable.name)} := ${write(value, nameOf)}`));
  }
  return lines.toReversed();
}

function variablesIn(node: Node): readonly string[] {
  return [...nodesOf(node, 'variable'), ...nodesOf(node, 'count')].map(({ name }) => name);
}

function optionLines(rule: Rule): readonly Line[] {
  const entries = rule.sections.flatMap((section) =>
    section.kind === 'options' ? section.entries : [],
  );
  return sorted(
    entries.map(({ key, value }) => lineOf(() => `${key.text} = ${write(value, blank)}`)),
  );
}

function windowText({ form, length, pivot }: Window, nameOf: NameOf): string {
  const side = pivot === undefined ? '' : ` ${pivot.side} ${nameOf(pivot.variable.name)}`;
  return `${form === 'every' ? 'by' : form} ${length.amount * SECONDS[length.unit]}${side}`;
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, mo: 2_592_000 } as const;

function write(node: Expression | NamedArgument, nameOf: NameOf): string {
  switch (node.kind) {
    case 'group':
      return write(node.expression, nameOf);
    case 'logical': {
      const flat = flattened(node.operands, node.operator);
      return `(${sortedTexts(flat, nameOf).join(` ${node.operator} `)})`;
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
      return `[${sortedTexts(node.items, nameOf).join(', ')}]`;
    case 'variable':
      return nameOf(node.name);
    case 'count':
      return `#${nameOf(node.name)}`;
    case 'path':
      return pathText(node, nameOf);
    case 'call':
      return `${node.name}(${writeAll(node.arguments, nameOf).join(', ')})`;
    case 'table-call':
      return `${write(node.table, nameOf)}(${writeAll(node.arguments, nameOf).join(', ')})`;
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

function writeAll(nodes: readonly (Expression | NamedArgument)[], nameOf: NameOf): string[] {
  return nodes.map((node) => write(node, nameOf));
}

function sortedTexts(nodes: readonly Expression[], nameOf: NameOf): readonly string[] {
  return writeAll(nodes, nameOf).toSorted(compareText);
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
  let text = root === undefined ? '' : nameOf(root.name);
  for (const [at, step] of segments.entries()) {
    if (step.kind === 'field') {
      if (at > 0 || step.name !== 'udm') text += `.${step.name}`;
    } else if (step.kind === 'key') text += `[${JSON.stringify(step.key.value)}]`;
    else text += `[${write(step.index, nameOf)}]`;
  }
  return text;
}
