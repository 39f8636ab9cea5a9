import type { Count, Node, Path, Section, Variable } from './ast.ts';
import type { NodeIndex } from './symbols-index.ts';

/** A place where a variable is named. */
export interface Use {
  readonly name: string;
  /** Its span is that of `$name` or `#name` alone. */
  readonly node: Variable | Count;
  /** The path that begins with it, if one does. */
  readonly path: Path | undefined;
  readonly section: Section['kind'];
  readonly role: 'field' | 'bare' | 'count' | 'match-key' | 'pivot' | 'outcome';
}

/** Every place where a variable is named, in the order of the text. */
export function usesIn(index: NodeIndex): readonly Use[] {
  return index.named.map(({ node, parent, section }) => {
    const role = roleOf(node, parent);
    const path = role === 'field' && parent.kind === 'path' ? parent : undefined;
    return { name: node.name, node, path, section, role };
  });
}

function roleOf(node: Variable | Count, parent: Node): Use['role'] {
  if (node.kind === 'count') return 'count';
  if (parent.kind === 'path' && parent.root === node) return 'field';
  if (parent.kind === 'match') return 'match-key';
  if (parent.kind === 'pivot') return 'pivot';
  return parent.kind === 'assignment' && parent.variable === node ? 'outcome' : 'bare';
}

/** The uses of each name. */
export function usesByName(uses: readonly Use[]): ReadonlyMap<string, readonly Use[]> {
  const byName = new Map<string, Use[]>();
  for (const use of uses) {
    const same = byName.get(use.name);
    if (same === undefined) byName.set(use.name, [use]);
    else same.push(use);
  }
  return byName;
}
