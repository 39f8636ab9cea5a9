import type { Node } from './ast.ts';

/** Whether two trees say the same, wherever it stands: equal but for positions. Spellings of literals count. */
export function sameTree(before: Node, after: Node): boolean {
  return same(before, after);
}

function same(before: unknown, after: unknown): boolean {
  if (typeof before !== 'object' || typeof after !== 'object') return Object.is(before, after);
  if (before === null || after === null) return before === after;
  const keys = Object.keys(before).filter((key) => !POSITIONS.has(key));
  const others = Object.keys(after).filter((key) => !POSITIONS.has(key));
  if (keys.length !== others.length) return false;
  return keys.every((key) => same(Reflect.get(before, key), Reflect.get(after, key)));
}

const POSITIONS: ReadonlySet<string> = new Set(['span', 'head', 'nameSpan']);
