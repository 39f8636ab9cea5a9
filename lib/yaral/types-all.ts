import type { Expression, Node, Rule } from './ast.ts';
import type { Type, TypeOf, Types } from './types.ts';
import { walk } from './walk.ts';

/** The types of all expressions of a rule, for whoever goes on from them: to check it a part of them is enough. */
export function typesIn(rule: Rule, typeOf: TypeOf): Types {
  const types = new Map<Expression, Type>();
  walk(rule, {
    enter: (node) => {
      if (isExpression(node)) types.set(node, typeOf(node));
    },
  });
  return types;
}

function isExpression(node: Node): node is Expression {
  return Object.hasOwn(EXPRESSIONS, node.kind);
}

const EXPRESSIONS: Readonly<Record<Expression['kind'], true>> = {
  logical: true,
  not: true,
  comparison: true,
  membership: true,
  'null-test': true,
  nocase: true,
  arithmetic: true,
  negation: true,
  absence: true,
  quantified: true,
  'n-of': true,
  list: true,
  group: true,
  variable: true,
  count: true,
  path: true,
  call: true,
  'table-call': true,
  'list-reference': true,
  string: true,
  regex: true,
  integer: true,
  float: true,
  duration: true,
  boolean: true,
  null: true,
  invalid: true,
};
