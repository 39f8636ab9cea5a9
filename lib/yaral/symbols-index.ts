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
  let parents: ReadonlyMap<Node, Node> | undefined;
  const parentOf = (node: Node): Node | undefined => {
    parents ??= parentsIn(rule);
    return parents.get(node);
  };
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

/** Made only for rules where somebody asks. */
function parentsIn(rule: Rule): ReadonlyMap<Node, Node> {
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
