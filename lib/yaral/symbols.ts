import type { Assignment, Path, Rule, Variable } from './ast.ts';
import { classOf, type RuleClass } from './symbols-class.ts';
import { conjunctsOf, equationsIn, type Conjunct, type Equation } from './symbols-conjuncts.ts';
import { indexNodes, type NodeIndex } from './symbols-index.ts';
import { usesByName, type Use } from './symbols-uses.ts';

/** What feeds an event variable: the first segment of its paths, `udm` if that is a field (yara-l §3.1). */
export type EventSource = 'udm' | 'graph' | 'detection';

/** A variable that stands with a field tail in `events`. */
export interface EventVariable {
  readonly name: string;
  /** As its first path says; SEM019 is about others. */
  readonly source: EventSource;
  /** All paths from it in `events`, in the order of the text. */
  readonly paths: readonly Path[];
  /** The `$name` that stands first in `events`. */
  readonly first: Variable;
}

/** A variable that stands without a field tail in `events`. */
export interface Placeholder {
  readonly name: string;
  /** The `$name` that stands first in `events`. */
  readonly first: Variable;
  /** All equations that it is a side of, those with literals and other placeholders too. */
  readonly equations: readonly Equation[];
  /** Those that bind. Without one the placeholder is not bound. */
  readonly bindings: readonly Equation[];
  /** Event variables that its bindings depend on. */
  readonly events: ReadonlySet<string>;
}

/** All that a rule names, collected before anything is checked (yara-l §3.1). Keys are names without `$`. */
export interface Symbols {
  readonly index: NodeIndex;
  readonly events: ReadonlyMap<string, EventVariable>;
  /** A name may be here and in `events`: SEM018 is about that. */
  readonly placeholders: ReadonlyMap<string, Placeholder>;
  /** Match keys that are plain variables, bound or not. */
  readonly matches: ReadonlyMap<string, Variable>;
  /** Of a name that is assigned twice the first. */
  readonly outcomes: ReadonlyMap<string, Assignment>;
  /** Data tables that `events` names with a column outside a list test: their rows are joined. */
  readonly tables: ReadonlySet<string>;
  /** In the order of the text. */
  readonly uses: readonly Use[];
  /** By name, in the order in which the names first stand. */
  readonly usesByName: () => ReadonlyMap<string, readonly Use[]>;
  readonly usesOf: (name: string) => readonly Use[];
  /** What `events` demands: its statements, taken apart at every `and` outside `or` and `not`. */
  readonly conjuncts: readonly Conjunct[];
  readonly ruleClass: RuleClass;
}

/** Collects what a rule names. Linear in the size of the tree. */
export function collectSymbols(rule: Rule): Symbols {
  const index = indexNodes(rule);
  const uses = index.uses();
  const inEvents = index.uses('events');
  let named: ReturnType<Symbols['usesByName']> | undefined;
  const byName: Symbols['usesByName'] = () => (named ??= usesByName(uses));
  const conjuncts = conjunctsOf(index.of('events').flatMap(({ statements }) => statements));
  const events = eventVariables(inEvents);
  const tables = joinedTables(index);
  return {
    index,
    events,
    placeholders: placeholdersOf(inEvents, equationsIn(conjuncts)),
    matches: matchesOf(index.uses('match')),
    outcomes: outcomesOf(index),
    tables,
    uses,
    usesByName: byName,
    usesOf: (name) => byName().get(name) ?? [],
    conjuncts,
    ruleClass: classOf({ index, events, tables }),
  };
}

function eventVariables(inEvents: readonly Use[]): ReadonlyMap<string, EventVariable> {
  const found = new Map<string, EventVariable & { readonly paths: Path[] }>();
  for (const { name, node, path } of inEvents) {
    if (path === undefined || node.kind !== 'variable') continue;
    const known = found.get(name);
    if (known === undefined) {
      found.set(name, { name, source: sourceOf(path), paths: [path], first: node });
    } else known.paths.push(path);
  }
  return found;
}

/** What a path reads from: `graph` and `detection` as its first segment, else UDM. */
export function sourceOf({ segments }: Path): EventSource {
  const first = segments[0];
  const word = first?.kind === 'field' ? first.name : '';
  return word === 'graph' || word === 'detection' ? word : 'udm';
}

function placeholdersOf(
  inEvents: readonly Use[],
  equations: readonly Equation[],
): ReadonlyMap<string, Placeholder> {
  const byName = new Map<string, Equation[]>();
  for (const equation of equations) {
    const same = byName.get(equation.name);
    if (same === undefined) byName.set(equation.name, [equation]);
    else same.push(equation);
  }
  const found = new Map<string, Placeholder>();
  for (const { name, node, role } of inEvents) {
    if (role !== 'bare' || node.kind !== 'variable' || found.has(name)) continue;
    const own = byName.get(name) ?? [];
    const bindings = own.filter(({ binds }) => binds);
    const events = new Set<string>();
    for (const { names } of bindings) for (const event of names.events) events.add(event);
    found.set(name, { name, first: node, equations: own, bindings, events });
  }
  return found;
}

function matchesOf(inMatch: readonly Use[]): ReadonlyMap<string, Variable> {
  const found = new Map<string, Variable>();
  for (const { name, node, role } of inMatch) {
    if (role === 'match-key' && node.kind === 'variable' && !found.has(name)) found.set(name, node);
  }
  return found;
}

function outcomesOf(index: NodeIndex): ReadonlyMap<string, Assignment> {
  const found = new Map<string, Assignment>();
  for (const assignment of index.of('assignment')) {
    const { name } = assignment.variable;
    if (!found.has(name)) found.set(name, assignment);
  }
  return found;
}

function joinedTables(index: NodeIndex): ReadonlySet<string> {
  const joined = index
    .of('list-reference', 'events')
    .filter((node) => node.column !== undefined && index.parentOf(node)?.kind !== 'membership');
  return new Set(joined.map(({ name }) => name));
}
