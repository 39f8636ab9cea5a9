import type { Expression, Node, Rule, Section } from './ast.ts';
import { childrenOf } from './walk.ts';

type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** The nodes of one rule by kind, so that a validation looks only at what concerns it: the tree is walked once. */
export interface NodeIndex {
  /** All nodes of a kind in the order of the text, on request only those of one section. */
  readonly of: <K extends Node['kind']>(kind: K, section?: Section['kind']) => readonly NodeOf<K>[];
  /** All expressions of a section in the order of the text, those inside others too. */
  readonly expressions: readonly {
    readonly section: Section['kind'];
    readonly nodes: readonly Expression[];
  }[];
  readonly parentOf: (node: Node) => Node | undefined;
  /** The section that a node stands in; undefined for the rule and its name. */
  readonly sectionOf: (node: Node) => Section['kind'] | undefined;
}

/** Walks a rule once, parents before children. */
export function indexNodes(rule: Rule): NodeIndex {
  const parents = new Map<Node, Node>();
  const sections: SectionNodes[] = [];
  let nodes: Node[] = [];
  const visit = (node: Node, parent: Node): void => {
    parents.set(node, parent);
    nodes.push(node);
    for (const child of childrenOf(node)) visit(child, node);
  };
  for (const section of rule.sections) {
    nodes = [];
    visit(section, rule);
    sections.push({
      section: section.kind,
      nodes: nodes.filter(isExpression),
      byKind: byKind(nodes),
    });
  }
  const found = new Map<string, readonly Node[]>();
  return {
    of: <K extends Node['kind']>(kind: K, section?: Section['kind']) => {
      const key = section === undefined ? kind : `${section} ${kind}`;
      const known =
        found.get(key) ??
        sections
          .filter((one) => section === undefined || one.section === section)
          .flatMap((one) => one.byKind.get(kind) ?? []);
      found.set(key, known);
      return areOf(known, kind) ? known : [];
    },
    expressions: sections,
    parentOf: (node) => parents.get(node),
    sectionOf: (node) => {
      const top = topOf(node, parents);
      return rule.sections.find((section) => section === top)?.kind;
    },
  };
}

interface SectionNodes {
  readonly section: Section['kind'];
  readonly nodes: readonly Expression[];
  readonly byKind: ReadonlyMap<Node['kind'], readonly Node[]>;
}

function byKind(nodes: readonly Node[]): ReadonlyMap<Node['kind'], readonly Node[]> {
  const kinds = new Map<Node['kind'], Node[]>();
  for (const node of nodes) {
    const same = kinds.get(node.kind);
    if (same === undefined) kinds.set(node.kind, [node]);
    else same.push(node);
  }
  return kinds;
}

const EXPRESSIONS: Readonly<Record<Expression['kind'], true>> = {
  logical: true,
  not: true,
  comparison: true,
  membership: true,
  'null-test': true,
  nocase: true,
  arithmetic: true,
  negation: true,
  absence: true,
  quantified: true,
  'n-of': true,
  list: true,
  group: true,
  variable: true,
  count: true,
  path: true,
  call: true,
  'table-call': true,
  'list-reference': true,
  string: true,
  regex: true,
  integer: true,
  float: true,
  duration: true,
  boolean: true,
  null: true,
  invalid: true,
};

function isExpression(node: Node): node is Expression {
  return Object.hasOwn(EXPRESSIONS, node.kind);
}

/** The first tells for all: they are kept by their kind. */
function areOf<K extends Node['kind']>(
  nodes: readonly Node[],
  kind: K,
): nodes is readonly NodeOf<K>[] {
  return nodes[0]?.kind === kind;
}

/** The section at or above a node: what stands directly below the rule. */
function topOf(node: Node, parents: ReadonlyMap<Node, Node>): Node {
  let here = node;
  for (;;) {
    const parent = parents.get(here);
    if (parent === undefined || parent.kind === 'rule') return here;
    here = parent;
  }
}
