import type { EventSource } from '../model/compiled-query.ts';
import {
  sectionOf,
  type ConditionSection,
  type Expression,
  type Rule,
  type Window,
} from '../yaral/ast.ts';
import type { Symbols } from '../yaral/symbols.ts';
import { ungrouped } from '../yaral/symbols-names.ts';
import { nodesOf } from '../yaral/walk.ts';
import { atomsBelow, eventsOf } from '../yaral/validations/condition-atoms.ts';
import { Unsupported } from './value.ts';
import { countsRows, dependenciesOf, usagesIn, usesCall, type Usage } from './usage.ts';

/** One source of rows: an event variable, or a data table under its name with `%`. */
export interface MemberPlan {
  readonly id: string;
  readonly index: number;
  readonly source: EventSource | 'table';
  /** Groups may lack it: its absence is asked for, or it is one of several alternatives (yara-l §4.9). */
  readonly optional: boolean;
  readonly usages: readonly Usage[];
  /** Repeated fields that make copies, outermost first. */
  readonly prefixes: readonly string[];
  /** Fields of lists that one demand alone looks at: whether some element fits can be told without copies. */
  readonly lone: ReadonlySet<Usage>;
}

/** `$placeholder = value` in `events`. */
export interface Binding {
  readonly node: Expression;
  readonly value: Expression;
  readonly members: ReadonlySet<string>;
  readonly bare: ReadonlySet<string>;
  readonly conditional: boolean;
  readonly fold: boolean;
}

export interface PlaceholderPlan {
  readonly name: string;
  readonly index: number;
  readonly bindings: readonly Binding[];
}

/** A demand of `events`. */
export interface Demand {
  readonly node: Expression;
  readonly members: ReadonlySet<string>;
  readonly bare: ReadonlySet<string>;
}

/** A rule taken apart for compiling. */
export interface RulePlan {
  readonly rule: Rule;
  readonly symbols: Symbols;
  readonly members: readonly MemberPlan[];
  readonly placeholders: ReadonlyMap<string, PlaceholderPlan>;
  readonly demands: readonly Demand[];
  /** Match variables in the order of the rule. */
  readonly keys: readonly string[];
  readonly window: Window | undefined;
  readonly condition: ConditionSection;
  /** The condition asks for nothing but that each member exists. */
  readonly existence: boolean;
  readonly allowZeros: boolean;
  /** `array` needs the place of each copy. */
  readonly ordered: boolean;
}

export function planRule(rule: Rule, symbols: Symbols): RulePlan {
  const condition = sectionOf(rule, 'condition');
  if (condition === undefined) {
    throw new Unsupported('a rule without condition', rule.name.span, 'write a condition');
  }
  const match = sectionOf(rule, 'match');
  const demands = symbols.conjuncts.map(({ node }) => ({ node, ...dependenciesOf(node) }));
  const demanded = demandedBy(condition.expression, symbols);
  const usages = usagesIn(rule);
  const rows = countsRows(rule);
  const members = [...symbols.events.values()].map(({ name, source }, index) => {
    const own = usages.filter(({ reference }) => reference.variable === name);
    const lone = rows ? NONE : loneOf(own, demands);
    return {
      id: name,
      index,
      source,
      optional: !demanded(name),
      usages: own,
      prefixes: prefixesOf(
        own.filter((one) => !lone.has(one)),
        rows,
      ),
      lone,
    };
  });
  const tables = [...new Set(demands.flatMap((one) => [...one.members]))]
    .filter((id) => id.startsWith('%'))
    .map((id, at) => ({
      id,
      index: members.length + at,
      source: 'table' as const,
      optional: false,
      usages: [],
      prefixes: [],
      lone: NONE,
    }));
  const placeholders = [...symbols.placeholders.values()].map(({ name, bindings }, index) => ({
    name,
    index,
    bindings: bindings.map(({ node, value, conditional }) => {
      const holder = demands.find((one) => ungrouped(unfolded(one.node)) === node);
      return {
        node,
        value,
        conditional,
        fold: holder !== undefined && holder.node.kind === 'nocase',
        ...dependenciesOf(value),
      };
    }),
  }));
  return {
    rule,
    symbols,
    members: [...members, ...tables],
    placeholders: new Map(placeholders.map((one) => [one.name, one])),
    demands,
    keys: [...symbols.matches.keys()],
    window: match?.window,
    condition,
    existence: isExistence(condition.expression, symbols),
    allowZeros: optionOf(rule, 'allow_zero_values'),
    ordered: usesCall(rule, ({ name }) => name === 'array'),
  };
}

/** The comparison below `nocase`. */
export function unfolded(node: Expression): Expression {
  const here = ungrouped(node);
  return here.kind === 'nocase' ? unfolded(here.operand) : here;
}

function optionOf(rule: Rule, key: string): boolean {
  const entry = sectionOf(rule, 'options')?.entries.find(({ key: { text } }) => text === key);
  return entry?.value.kind === 'boolean' && entry.value.value;
}

/**
 * Outermost first, each once. A list that only stands in distinct aggregates, while no other aggregate counts rows, is
 * not unnested: the product of such lists would be large, and nothing would see it (evaluation §2).
 */
function prefixesOf(usages: readonly Usage[], rows: boolean): readonly string[] {
  const copying = usages.filter(({ copies }) => copies);
  const needed = copying.filter(
    (one) => rows || copying.some((other) => outer(other) === outer(one) && !seenWhole(other)),
  );
  return [...new Set(needed.flatMap(({ reference }) => reference.prefixes))].toSorted(
    (before, after) => before.split('.').length - after.split('.').length,
  );
}

const NONE: ReadonlySet<Usage> = new Set();

/** Where nothing counts copies, a list that is read once in all, by a demand that reads no other, need not be unnested. */
function loneOf(usages: readonly Usage[], demands: readonly Demand[]): ReadonlySet<Usage> {
  const copying = usages.filter(({ copies }) => copies);
  return new Set(
    copying.filter((usage) => {
      const others = copying.filter((one) => one !== usage && outer(one) === outer(usage));
      const demand = demands.find(({ node }) => holds(node, usage));
      if (demand === undefined || others.length > 0 || usage.reference.part !== undefined) {
        return false;
      }
      const alone = copying.filter((one) => holds(demand.node, one)).length === 1;
      // A long list is a relation, which DuckDB does not let a lambda look into.
      const lists = nodesOf(demand.node, 'membership').length > 0;
      return alone && !lists && demand.bare.size === 0 && demand.members.size === 1;
    }),
  );
}

/** Whether a usage stands in a demand. */
export function holds({ span }: Expression, { node }: Usage): boolean {
  return node.span.start >= span.start && node.span.end <= span.end;
}

/** In a list of lists the empty ones inside count too, which flattening would lose. */
function seenWhole({ section, distinct, reference: { part, column } }: Usage): boolean {
  return section === 'outcome' && distinct && part === undefined && column.depth === 1;
}

function outer({ reference }: Usage): string {
  return reference.prefixes[0] ?? '';
}

/** Which events each group must have. Events that the condition does not name must exist: `events` asks for them. */
function demandedBy(condition: Expression, symbols: Symbols): (name: string) => boolean {
  const [match] = symbols.index.of('match');
  if (match === undefined) return () => true;
  const must = demandsOf(condition, symbols);
  const named = new Set(
    atomsBelow(condition, symbols).flatMap(({ name }) => eventsOf(name, symbols)),
  );
  // A tumbling window exists without events too: then nothing that is asked for must be there.
  const universe = match.window?.form === 'by' && must.size === 0 && symbols.events.size === 1;
  // Any other window begins or ends at an event: the only one there can be is in it.
  const events = [...symbols.events.values()].filter(({ source }) => source !== 'graph');
  const alone = match.window?.form === 'over' && events.length === 1 ? events[0]?.name : undefined;
  return (name) => (must.has(name) || !named.has(name) || name === alone) && !universe;
}

/** The events without which a condition cannot hold: those of all parts of an `and`, and those that all ways of an `or` share. */
function demandsOf(node: Expression, symbols: Symbols): ReadonlySet<string> {
  const here = ungrouped(node);
  if (here.kind === 'logical') {
    const parts = here.operands.map((one) => demandsOf(one, symbols));
    return here.operator === 'and' ? union(parts) : intersection(parts);
  }
  if (here.kind === 'n-of') {
    if (here.list.kind !== 'list') return new Set();
    const { items } = here.list;
    return here.count === 'all' || items.length === 1
      ? union(items.map((one) => demandsOf(one, symbols)))
      : new Set();
  }
  const atoms = atomsBelow(here, symbols).filter(({ bounded, negated }) => bounded && !negated);
  return new Set(atoms.flatMap(({ name }) => eventsOf(name, symbols)));
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((one) => [...one]));
}

function intersection([first, ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...(first ?? [])].filter((name) => others.every((one) => one.has(name))));
}

/** The parts of a condition that must all hold. */
export function conjuncts(node: Expression): readonly Expression[] {
  const here = ungrouped(node);
  return here.kind === 'logical' && here.operator === 'and'
    ? here.operands.flatMap(conjuncts)
    : [here];
}

function isExistence(condition: Expression, symbols: Symbols): boolean {
  return conjuncts(condition).every((one) => {
    if (one.kind === 'variable') return !symbols.outcomes.has(one.name);
    if (one.kind !== 'comparison') return false;
    const atoms = atomsBelow(one, symbols);
    const [atom] = atoms;
    if (atoms.length !== 1 || atom === undefined || !atom.bounded) return false;
    const [left, right] = [ungrouped(one.left), ungrouped(one.right)];
    const [sign, number] =
      left.kind === 'count' ? [one.operator, right] : [FLIPPED[one.operator] ?? '', left];
    return (
      number.kind === 'integer' &&
      ((sign === '>' && number.value === 0) || (sign === '>=' && number.value === 1))
    );
  });
}

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=' };
