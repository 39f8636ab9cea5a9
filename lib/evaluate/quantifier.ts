import type { Quantified, Node } from '../yaral/ast.ts';
import { childrenOf } from '../yaral/walk.ts';

/** Each `any` and `all` at or below a node, in the order of the text. */
export function quantifiersIn(node: Node): readonly Quantified[] {
  return node.kind === 'quantified' ? [node] : childrenOf(node).flatMap(quantifiersIn);
}

export function hasQuantifier(node: Node): boolean {
  return quantifiersIn(node).length > 0;
}
