import type { Node, Rule } from './ast.ts';
import { childrenOf } from './walk.ts';

export type ParentOf = (node: Node) => Node | undefined;

/**
 * Nodes with their parents beside them, in the order of the text: parents stand before their children. Not all are there:
 * of variables, texts and names hardly anybody asks.
 */
export interface Trail {
  readonly nodes: readonly Node[];
  readonly parents: readonly Node[];
}

/** Tells the parents of nodes: of those on the trail by their place, since a map of a whole tree is dear. */
export function parentsIn(rule: Rule, { nodes, parents }: Trail): ParentOf {
  let others: ReadonlyMap<Node, Node> | undefined;
  return (node) => {
    if (node === rule) return undefined;
    const { start } = node.span;
    for (let at = firstFrom(nodes, start); nodes[at]?.span.start === start; at += 1) {
      if (nodes[at] === node) return parents[at];
    }
    others ??= mapParents(rule);
    return others.get(node);
  };
}

/** The place of the first node that begins at an offset or later, among nodes in the order of the text. */
export function firstFrom(nodes: readonly Node[], start: number): number {
  let from = 0;
  let to = nodes.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((nodes[middle]?.span.start ?? Infinity) < start) from = middle + 1;
    else to = middle;
  }
  return from;
}

function mapParents(rule: Rule): ReadonlyMap<Node, Node> {
  const parents = new Map<Node, Node>();
  const visit = (node: Node): void => {
    for (const child of childrenOf(node)) {
      parents.set(child, node);
      visit(child);
    }
  };
  visit(rule);
  return parents;
}
