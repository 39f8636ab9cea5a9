import type { ComparisonOperator, Expression, IntegerLiteral, Node, Rule } from '../ast.ts';
import { sectionOf } from '../ast.ts';
import type { Symbols } from '../symbols.ts';
import { ungrouped } from '../symbols-names.ts';
import { childrenOf } from '../walk.ts';

/** A demand of `condition` on how many events or values there are: `$e`, `!$e`, `#e > 2`. */
export interface Atom {
  readonly node: Expression;
  readonly name: string;
  /** Whether one must exist for it to hold (yara-l §3.3). */
  readonly bounded: boolean;
  /** It holds always or never, whatever there is. */
  readonly constant: 'always' | 'never' | undefined;
  /** It stands below `not`. */
  readonly negated: boolean;
}

/** The demands on events and placeholders in a rule's condition, in the order of the text. */
export function conditionAtoms(rule: Rule, symbols: Symbols): readonly Atom[] {
  const section = sectionOf(rule, 'condition');
  return section === undefined ? [] : atomsBelow(section.expression, symbols);
}

/** The demands at or below a node of the condition. */
export function atomsBelow(
  root: Node,
  symbols: Pick<Symbols, 'events' | 'placeholders'>,
): readonly Atom[] {
  const found: Atom[] = [];
  const visit = (node: Node, negated: boolean): void => {
    const atom = atomOf(node, negated);
    if (atom === undefined) {
      for (const child of childrenOf(node)) visit(child, negated || node.kind === 'not');
    } else if (symbols.events.has(atom.name) || symbols.placeholders.has(atom.name)) {
      found.push(atom);
    }
  };
  visit(root, false);
  return found;
}

/** The event variables that a name stands for: itself, or those a placeholder is bound to. */
export function eventsOf(
  name: string,
  { events, placeholders }: Pick<Symbols, 'events' | 'placeholders'>,
): readonly string[] {
  return events.has(name) ? [name] : [...(placeholders.get(name)?.events ?? [])];
}

/** Events that the condition demands, by name, directly or through a placeholder; one demand is enough. */
export function boundedEvents(atoms: readonly Atom[], symbols: Symbols): ReadonlySet<string> {
  const demanded = new Set<string>();
  for (const { name, bounded, negated } of atoms) {
    if (!bounded || negated) continue;
    for (const event of eventsOf(name, symbols)) demanded.add(event);
  }
  return demanded;
}

function atomOf(node: Node, negated: boolean): Atom | undefined {
  if (node.kind === 'variable') {
    return { node, name: node.name, bounded: true, constant: undefined, negated };
  }
  if (node.kind === 'absence') {
    const operand = ungrouped(node.operand);
    if (operand.kind !== 'variable') return undefined;
    return { node, name: operand.name, bounded: false, constant: undefined, negated };
  }
  if (node.kind !== 'comparison') return undefined;
  const left = ungrouped(node.left);
  const right = ungrouped(node.right);
  if (left.kind === 'count' && right.kind === 'integer') {
    const { bounded, constant } = countFacts(node.operator, right);
    return { node, name: left.name, bounded, constant, negated };
  }
  if (right.kind === 'count' && left.kind === 'integer') {
    const { bounded, constant } = countFacts(MIRRORED[node.operator], left);
    return { node, name: right.name, bounded, constant, negated };
  }
  return undefined;
}

const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** `#name operator value`. */
function countFacts(
  operator: ComparisonOperator,
  { value }: IntegerLiteral,
): Pick<Atom, 'bounded' | 'constant'> {
  const none = value === 0;
  switch (operator) {
    case '>':
      return { bounded: true, constant: undefined };
    case '>=':
      return { bounded: !none, constant: none ? 'always' : undefined };
    case '=':
      return { bounded: !none, constant: undefined };
    case '<':
      return { bounded: false, constant: none ? 'never' : undefined };
    case '<=':
    case '!=':
      return { bounded: false, constant: undefined };
  }
}
