import type { Count, Node, Path, Section, Variable } from './ast.ts';

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

/** What a variable or a count is where it stands. */
export function useOf(node: Variable | Count, parent: Node, section: Section['kind']): Use {
  const role = roleOf(node, parent);
  const path = role === 'field' && parent.kind === 'path' ? parent : undefined;
  return { name: node.name, node, path, section, role };
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
