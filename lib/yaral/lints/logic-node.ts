import { compareText } from '../../text.ts';
import type { Comparison, Expression, NamedArgument, Path } from '../ast.ts';

/** What stands for a variable: its name without `$` is given. */
export type NameOf = (name: string) => string;

/**
 * An expression as a text that others share if they mean the same: parentheses, the order of operands and sides, and the
 * spelling of literals are gone.
 */
export function writeNode(node: Expression | NamedArgument, nameOf: NameOf): string {
  switch (node.kind) {
    case 'group':
      return writeNode(node.expression, nameOf);
    case 'logical': {
      const flat = flattened(node.operands, node.operator);
      return `(${sortedTexts(flat, nameOf).join(` ${node.operator} `)})`;
    }
    case 'not':
      return `not ${writeNode(node.operand, nameOf)}`;
    case 'comparison':
      return comparisonText(node, nameOf);
    case 'membership':
      return `${node.negated ? 'not ' : ''}${writeNode(node.subject, nameOf)} in ${node.mode} ${writeNode(node.list, nameOf)}`;
    case 'null-test':
      return `${node.negated ? 'not ' : ''}${writeNode(node.subject, nameOf)} is null`;
    case 'nocase':
      return `${writeNode(node.operand, nameOf)} nocase`;
    case 'arithmetic':
      return `(${writeNode(node.left, nameOf)} ${node.operator} ${writeNode(node.right, nameOf)})`;
    case 'negation':
      return `-${writeNode(node.operand, nameOf)}`;
    case 'absence':
      return `!${writeNode(node.operand, nameOf)}`;
    case 'quantified':
      return `${node.quantifier} ${writeNode(node.operand, nameOf)}`;
    case 'n-of':
      return `${typeof node.count === 'string' ? node.count : node.count.value} of ${writeNode(node.list, nameOf)}`;
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
      return `${writeNode(node.table, nameOf)}(${writeAll(node.arguments, nameOf).join(', ')})`;
    case 'named-argument':
      return `${writeNode(node.name, nameOf)}: ${node.value.kind === 'star' ? '*' : writeNode(node.value, nameOf)}`;
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
  return nodes.map((node) => writeNode(node, nameOf));
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
  const [from, to] = [writeNode(left, nameOf), writeNode(right, nameOf)];
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
    else text += `[${writeNode(step.index, nameOf)}]`;
  }
  return text;
}
