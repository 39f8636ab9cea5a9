import type { Node } from '../../lib/yaral/ast.ts';
import { childrenOf } from '../../lib/yaral/walk.ts';

/** A tree as text for golden files: a line a node, with its facts and the source it stands for. */
export function treeText(node: Node, text: string, indent = ''): string {
  const { start, end } = node.span;
  const facts = Object.entries(node)
    .filter(([key, value]) => !['kind', 'text'].includes(key) && typeof value !== 'object')
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  const children = childrenOf(node);
  const source = children.length === 0 ? ` ${text.slice(start, end).replaceAll('\n', '↵')}` : '';
  return [
    `${indent}${node.kind}${facts.join('')} ${start}-${end}${source}`,
    ...children.map((child) => treeText(child, text, `${indent}  `)),
  ].join('\n');
}
