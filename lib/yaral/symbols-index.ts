import type { Count, Node, Rule, Section, Variable } from './ast.ts';
import { childrenOf } from './walk.ts';

type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** The nodes of one rule by kind, so that a validation looks only at what concerns it: the tree is walked once. */
export interface NodeIndex {
  /** All nodes of a kind in the order of the text (a second section of a kind goes with the first), on request only those of one section. */
  readonly of: <K extends Node['kind']>(kind: K, section?: Section['kind']) => readonly NodeOf<K>[];
  /** All variables and counts in the order of the text. */
  readonly named: readonly Named[];
  readonly parentOf: (node: Node) => Node | undefined;
  /** The section that a node stands in; undefined for the rule and its name. */
  readonly sectionOf: (node: Node) => Section['kind'] | undefined;
}

/** A variable or a count where it stands. */
export interface Named {
  readonly node: Variable | Count;
  readonly parent: Node;
  readonly section: Section['kind'];
}

/** Walks a rule once, parents before children. */
export function indexNodes(rule: Rule): NodeIndex {
  const named: Named[] = [];
  const bySection = new Map<Section['kind'], NodesByKind>();
  for (const section of rule.sections) {
    const { kind } = section;
    // A section stands twice only by mistake; then both count as one.
    const byKind: NodesByKind = bySection.get(kind) ?? new Map();
    bySection.set(kind, byKind);
    const visit = (node: Node, parent: Node): void => {
      const same = byKind.get(node.kind);
      if (same === undefined) byKind.set(node.kind, [node]);
      else same.push(node);
      if (node.kind === 'variable' || node.kind === 'count') {
        named.push({ node, parent, section: kind });
      } else for (const child of childrenOf(node)) visit(child, node);
    };
    visit(section, rule);
  }
  const found = new Map<Node['kind'], readonly Node[]>();
  const all = (kind: Node['kind']): readonly Node[] => {
    const nodes = [...bySection.values()].flatMap((byKind) => byKind.get(kind) ?? []);
    found.set(kind, nodes);
    return nodes;
  };
  const parentOf = parentsIn(rule);
  return {
    of: <K extends Node['kind']>(kind: K, section?: Section['kind']) => {
      const known =
        section === undefined ? (found.get(kind) ?? all(kind)) : bySection.get(section)?.get(kind);
      return known !== undefined && areOf(known, kind) ? known : [];
    },
    named,
    parentOf,
    sectionOf: (node) => {
      const top = topOf(node, parentOf);
      return rule.sections.find((section) => section === top)?.kind;
    },
  };
}

/** So many questions are answered by going down to the node; for more it is worth to write all answers down. */
const FEW = 24;

/** Tells the parents of nodes. Most rules are asked for a few, and a map of a whole tree is the dearest thing about it. */
function parentsIn(rule: Rule): (node: Node) => Node | undefined {
  let asked = 0;
  let parents: ReadonlyMap<Node, Node> | undefined;
  return (node) => {
    asked += 1;
    if (asked <= FEW) {
      const found = parentBelow(rule, node);
      if (found !== undefined || node === rule) return found;
    }
    parents ??= mapParents(rule);
    return parents.get(node);
  };
}

/** Looks only into nodes that hold the place of `node`; undefined where it does not stand within its own parents. */
function parentBelow(here: Node, node: Node): Node | undefined {
  const { start, end } = node.span;
  const children = childrenOf(here);
  for (const child of children) if (child === node) return here;
  for (const child of children) {
    if (child.span.start > start || child.span.end < end) continue;
    const found = parentBelow(child, node);
    if (found !== undefined) return found;
  }
  return undefined;
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

type NodesByKind = Map<Node['kind'], Node[]>;

/** The first tells for all: they are kept by their kind. */
function areOf<K extends Node['kind']>(
  nodes: readonly Node[],
  kind: K,
): nodes is readonly NodeOf<K>[] {
  return nodes[0]?.kind === kind;
}

/** The section at or above a node: what stands directly below the rule. */
function topOf(node: Node, parentOf: NodeIndex['parentOf']): Node {
  let here = node;
  for (;;) {
    const parent = parentOf(here);
    if (parent === undefined || parent.kind === 'rule') return here;
    here = parent;
  }
}
