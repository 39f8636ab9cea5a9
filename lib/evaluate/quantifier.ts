import type { Quantified, Node } from '../yaral/ast.ts';
import { childrenOf } from '../yaral/walk.ts';

/** The first `any` or `all` at or below a node. */
export function firstQuantifier(node: Node): Quantified | undefined {
  if (node.kind === 'quantified') return node;
  for (const child of childrenOf(node)) {
    const found = firstQuantifier(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function hasQuantifier(node: Node): boolean {
  return firstQuantifier(node) !== undefined;
}
