import type { Node, Rule, Section } from './ast.ts';
import { firstFrom, parentsIn, type ParentOf } from './symbols-parents.ts';
import { useOf, type Use } from './symbols-uses.ts';
import { childrenOf } from './walk.ts';

type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/**
 * Names and the fields of paths are read where they stand: nobody asks for all of them, and they are most of a tree.
 * Variables are among the uses.
 */
type Kept = Exclude<Node['kind'], 'name' | 'field' | 'variable'>;

/** The nodes of one rule by kind, so that a validation looks only at what concerns it: the tree is walked once. */
export interface NodeIndex {
  /** All nodes of a kind in the order of the text, on request only those of one section. */
  readonly of: <K extends Kept>(kind: K, section?: Section['kind']) => readonly NodeOf<K>[];
  /** Every place where a variable is named in the order of the text, on request only those of one section. */
  readonly uses: (section?: Section['kind']) => readonly Use[];
  readonly parentOf: ParentOf;
  /** The section that a node stands in; undefined for the rule and its name. */
  readonly sectionOf: (node: Node) => Section['kind'] | undefined;
}

/** Walks a rule once, parents before children. */
export function indexNodes(rule: Rule): NodeIndex {
  const kept = new Map<Node['kind'], Node[]>();
  const uses: Use[] = [];
  const nodes: Node[] = [];
  const parents: Node[] = [];
  let section: Section['kind'] = 'meta';

  const visit = (node: Node, parent: Node): void => {
    const { kind } = node;
    if (kind === 'variable') {
      uses.push(useOf(node, parent, section));
      return;
    }
    const same = kept.get(kind);
    if (same === undefined) kept.set(kind, [node]);
    else same.push(node);
    if (kind === 'string' || kind === 'integer') return;
    nodes.push(node);
    parents.push(parent);
    // Of the most frequent kinds this is what `childrenOf` says of all, which makes an array of it first.
    if (kind === 'path') {
      if (node.root !== undefined) uses.push(useOf(node.root, node, section));
      for (let at = 0; at < node.segments.length; at += 1) {
        const segment = node.segments[at];
        if (segment !== undefined && segment.kind !== 'field') visit(segment, node);
      }
    } else if (kind === 'call') {
      for (const argument of node.arguments) visit(argument, node);
    } else if (kind === 'comparison' || kind === 'arithmetic') {
      visit(node.left, node);
      visit(node.right, node);
    } else if (kind === 'assignment') {
      visit(node.variable, node);
      visit(node.value, node);
    } else if (kind === 'entry') visit(node.value, node);
    else if (kind === 'count') uses.push(useOf(node, parent, section));
    else for (const child of childrenOf(node)) visit(child, node);
  };

  const usesIn = new Map<Section['kind'], readonly Use[]>();
  for (const one of rule.sections) {
    const before = uses.length;
    section = one.kind;
    visit(one, rule);
    const known = usesIn.get(section);
    // A section stands twice only by mistake; then both count as one.
    usesIn.set(
      section,
      known === undefined ? uses.slice(before) : [...known, ...uses.slice(before)],
    );
  }

  return {
    of: <K extends Kept>(kind: K, within?: Section['kind']) => {
      const all = kept.get(kind);
      if (all === undefined || !areOf(all, kind)) return NONE;
      return within === undefined ? all : nodesWithin(all, rule, within);
    },
    uses: (within) => (within === undefined ? uses : (usesIn.get(within) ?? NONE)),
    parentOf: parentsIn(rule, { nodes, parents }),
    sectionOf: (node) => rule.sections.find(({ span }) => holds(span, node))?.kind,
  };
}

const NONE: readonly never[] = [];

/** The first tells for all: they are kept by their kind. */
function areOf<K extends Node['kind']>(
  nodes: readonly Node[],
  kind: K,
): nodes is readonly NodeOf<K>[] {
  return nodes[0]?.kind === kind;
}

function nodesWithin<N extends Node>(
  nodes: readonly N[],
  { sections }: Rule,
  kind: Section['kind'],
): readonly N[] {
  const found: N[] = [];
  for (const section of sections) {
    if (section.kind !== kind) continue;
    for (let at = firstFrom(nodes, section.span.start); at < nodes.length; at += 1) {
      const node = nodes[at];
      if (node === undefined || node.span.end > section.span.end) break;
      found.push(node);
    }
  }
  return found;
}

function holds({ start, end }: Node['span'], { span }: Node): boolean {
  return span.start >= start && span.end <= end;
}
