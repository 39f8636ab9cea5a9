import type { Node } from './ast.ts';

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'file':
      return node.rules;
    case 'rule':
      return [node.name, ...node.sections];
    case 'query':
      return [...node.stages, ...node.sections];
    case 'stage':
      return [node.name, ...node.sections];
    case 'meta':
    case 'options':
      return node.entries;
    case 'entry':
      return [node.key, node.value];
    case 'setup':
      return node.operations;
    case 'graph-filter':
      return [node.condition];
    case 'graph-append':
      return [node.variable, node.table];
    case 'events':
      return node.joins.length === 0
        ? node.statements
        : inOrder([...node.statements, ...node.joins]);
    case 'join':
      return [node.condition];
    case 'match':
      return node.window === undefined ? node.keys : [...node.keys, node.window];
    case 'window':
      return node.pivot === undefined ? [node.length] : [node.length, node.pivot];
    case 'pivot':
      return [node.variable];
    case 'outcome':
      return node.assignments;
    case 'assignment':
      return [node.variable, node.value];
    case 'condition':
      return [node.expression];
    case 'export':
      return node.calls;
    case 'dedup':
    case 'select':
    case 'unselect':
      return node.fields;
    case 'order':
      return node.keys;
    case 'order-key':
      return [node.field];
    case 'limit':
      return [node.count];
    case 'logical':
      return node.operands;
    case 'comparison':
    case 'arithmetic':
      return [node.left, node.right];
    case 'membership':
      return [node.subject, node.list];
    case 'null-test':
      return [node.subject];
    case 'not':
    case 'nocase':
    case 'negation':
    case 'absence':
    case 'quantified':
      return [node.operand];
    case 'n-of':
      return typeof node.count === 'string' ? [node.list] : [node.count, node.list];
    case 'list':
      return node.items;
    case 'group':
      return [node.expression];
    case 'path':
      return node.root === undefined ? node.segments : [node.root, ...node.segments];
    case 'index':
      return [node.index];
    case 'key':
      return [node.key];
    case 'call':
      return node.arguments;
    case 'table-call':
      return [node.table, ...node.arguments];
    case 'named-argument':
      return [node.name, node.value];
    case 'name':
    case 'star':
    case 'field':
    case 'variable':
    case 'count':
    case 'list-reference':
    case 'string':
    case 'regex':
    case 'integer':
    case 'float':
    case 'duration':
    case 'boolean':
    case 'null':
    case 'invalid':
      return NONE;
  }
}

/** Shared, since most nodes are leaves. */
const NONE: readonly Node[] = [];

function inOrder(nodes: readonly Node[]): readonly Node[] {
  return nodes.toSorted((before, after) => before.span.start - after.span.start);
}

/** What a walk does at each node; `ancestors` runs from the start of the walk to the node's parent. */
export interface Visitor {
  /** Before the children. `skip` leaves them out. */
  readonly enter?: (node: Node, ancestors: readonly Node[]) => 'skip' | void;
  /** After the children. */
  readonly leave?: (node: Node, ancestors: readonly Node[]) => void;
}

/** Visits a node and all below it in the order of the text. The depth of a tree is bounded by the parser. */
export function walk(node: Node, visitor: Visitor): void {
  const ancestors: Node[] = [];
  const visit = (here: Node): void => {
    if (visitor.enter?.(here, ancestors) !== 'skip') {
      ancestors.push(here);
      for (const child of childrenOf(here)) visit(child);
      ancestors.pop();
    }
    visitor.leave?.(here, ancestors);
  };
  visit(node);
}

/** All nodes of a kind at or below a node, in the order of the text. */
export function nodesOf<K extends Node['kind']>(
  node: Node,
  kind: K,
): readonly Extract<Node, { readonly kind: K }>[] {
  const found: Extract<Node, { readonly kind: K }>[] = [];
  const isWanted = (here: Node): here is Extract<Node, { readonly kind: K }> => here.kind === kind;
  walk(node, {
    enter: (here) => {
      if (isWanted(here)) found.push(here);
    },
  });
  return found;
}
