import type { Call, Expression, Node, Path, Rule } from '../yaral/ast.ts';
import { sectionOf } from '../yaral/ast.ts';
import { functionNamed } from '../yaral/functions.ts';
import { ungrouped } from '../yaral/symbols-names.ts';
import { childrenOf, walk } from '../yaral/walk.ts';
import { referenceOf, type Reference } from './reference.ts';

/** A path of a rule where it stands. */
export interface Usage {
  readonly node: Path;
  readonly reference: Reference;
  /** It makes copies of the event: no quantifier and no function takes the whole list (yara-l §4.4). */
  readonly copies: boolean;
  /** In `outcome`, as the only argument of an aggregate that does not see how often a value occurs. */
  readonly distinct: boolean;
  readonly section: 'events' | 'outcome' | 'condition';
}

/** Every path that begins with an event variable, in the order of the text. */
export function usagesIn(rule: Rule): readonly Usage[] {
  const found: Usage[] = [];
  for (const section of ['events', 'outcome', 'condition'] as const) {
    const node = sectionOf(rule, section);
    if (node === undefined) continue;
    walk(node, {
      enter: (here, ancestors) => {
        if (here.kind !== 'path' || here.root === undefined) return undefined;
        const reference = referenceOf(here);
        const copies = reference.prefixes.length > 0 && !takenWhole(here, ancestors);
        found.push({ node: here, reference, copies, distinct: isDistinct(ancestors), section });
        return 'skip';
      },
    });
  }
  return found;
}

function takenWhole(node: Path, ancestors: readonly Node[]): boolean {
  if (ancestors.some(({ kind }) => kind === 'quantified')) return true;
  const holder = ancestors.findLast(({ kind }) => kind !== 'group');
  if (holder?.kind !== 'call') return false;
  const at = holder.arguments.findIndex(
    (one) => one.kind !== 'named-argument' && ungrouped(one) === node,
  );
  const { parameters = [] } = functionNamed(holder.name) ?? {};
  const takes = parameters[Math.min(at, parameters.length - 1)]?.takes ?? 'value';
  return takes === 'repeated field' || takes.startsWith('list');
}

function isDistinct(ancestors: readonly Node[]): boolean {
  const holder = ancestors.findLast(({ kind }) => kind !== 'group');
  return (
    holder?.kind === 'call' &&
    (holder.name === 'array_distinct' || holder.name === 'count_distinct')
  );
}

/** Calls that see how often a value occurs: they need every copy of an event as a row. */
export function countsRows(rule: Rule): boolean {
  const outcome = sectionOf(rule, 'outcome');
  let found = false;
  if (outcome === undefined) return found;
  walk(outcome, {
    enter: (here) => {
      if (here.kind === 'call')
        found ||= COUNTING.has(here.name) || here.name.startsWith('window.');
    },
  });
  return found;
}

const COUNTING: ReadonlySet<string> = new Set(['count', 'sum', 'array']);

export function usesCall(rule: Rule, test: (call: Call) => boolean): boolean {
  let found = false;
  walk(rule, {
    enter: (here) => {
      if (here.kind === 'call') found ||= test(here);
    },
  });
  return found;
}

/** What an expression depends on: event variables, bare variables, and data tables whose rows are joined. */
export interface Dependencies {
  readonly members: ReadonlySet<string>;
  readonly bare: ReadonlySet<string>;
}

/** A data table counts as a member under its name with `%`; a column in a list test does not. */
export function dependenciesOf(node: Expression): Dependencies {
  const members = new Set<string>();
  const bare = new Set<string>();
  const visit = (here: Node): void => {
    if (here.kind === 'path') {
      if (here.root !== undefined) members.add(here.root.name);
    } else if (here.kind === 'variable') bare.add(here.name);
    else if (here.kind === 'list-reference') {
      if (here.column !== undefined) members.add(`%${here.name}`);
    } else if (here.kind === 'membership') visit(here.subject);
    else for (const child of childrenOf(here)) visit(child);
  };
  visit(node);
  return { members, bare };
}
