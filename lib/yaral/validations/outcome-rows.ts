import { findPath, type PathStep } from '../../udm/path.ts';
import { sectionOf, type Call, type Node, type Path } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { namesIn } from '../symbols-names.ts';
import type { Symbols } from '../symbols.ts';
import { fieldAt } from '../types-path.ts';
import { childrenOf, nodesOf } from '../walk.ts';
import { isAggregate } from './outcome-words.ts';

/** Outcomes that bring together events which events does not (OUT011). */
export const checkCorrelation: Validation = ({ rule, symbols, joins, reporter, damaged }) => {
  const outcome = sectionOf(rule, 'outcome');
  if (outcome === undefined || symbols.events.size < 2 || damaged('events')) return;
  const { groupOf } = joins();
  const groups = new Set([...symbols.events.keys()].map(groupOf));
  if (groups.size < 2) return;
  for (const { value } of outcome.assignments) {
    for (const call of aggregatesAt(value)) {
      const events = eventsBelow(call, symbols);
      if (new Set(events.map(groupOf)).size < 2) continue;
      reporter.report('OUT011', call.span, { events });
    }
  }
};

/** Aggregates that count or list a value several times, since its row was multiplied (OUT013, yara-l §4.4). */
export const checkRows: Validation = (context) => {
  const { symbols, reporter } = context;
  const calls = symbols.index.of('call', 'outcome').filter(({ name }) => COUNTING.has(name));
  if (calls.length === 0) return;
  const multiplied = repeatedFields(context);
  for (const call of calls) {
    const cause = causeOf(call, symbols, multiplied);
    if (cause !== undefined) reporter.report('OUT013', call.span, { found: call.name, cause });
  }
};

const COUNTING: ReadonlySet<string> = new Set(['sum', 'count', 'array']);

/** Of each event variable the repeated fields that multiply its rows, by their path without it. */
type Multiplied = ReadonlyMap<string, ReadonlySet<string>>;

function causeOf(call: Call, symbols: Symbols, multiplied: Multiplied): string | undefined {
  const [event, ...others] = eventsBelow(call, symbols);
  if (event === undefined || others.length > 0) return undefined;
  const [one, another] = symbols.events.keys();
  const joined = one === event ? another : one;
  if (joined !== undefined) return `$${joined} that $${event} is joined with`;
  const own = prefixesBelow(call, symbols);
  const foreign = [...(multiplied.get(event) ?? [])].find((prefix) => !own.has(prefix));
  return foreign === undefined ? undefined : `element of $${event}.${foreign}`;
}

function repeatedFields({ symbols }: CheckContext): Multiplied {
  const fields = new Map<string, Set<string>>();
  for (const path of symbols.index.of('path')) {
    if (path.root === undefined) continue;
    const prefixes = prefixesOf(path);
    if (prefixes.length === 0 || isWhole(path, symbols)) continue;
    const known = fields.get(path.root.name) ?? new Set();
    fields.set(path.root.name, known);
    for (const prefix of prefixes) known.add(prefix);
  }
  return fields;
}

/** Under `any`, `all` and `arrays.length` a repeated field is read as a whole. */
function isWhole(path: Path, { index }: Symbols): boolean {
  const parent = index.parentOf(path);
  if (parent?.kind === 'quantified') return true;
  return parent?.kind === 'call' && parent.name === 'arrays.length';
}

/** The repeated fields on a path that are read element by element: `about` and `about.ip` of `$e.about.ip`. */
function prefixesOf(path: Path): readonly string[] {
  const { segments: steps } = path;
  const found = path.root === undefined ? findPath(steps) : fieldAt(path).found;
  if (found?.fault !== undefined || found === undefined) return [];
  if (found.repeated === 0 || found.indexed) return [];
  return found.fields.flatMap(({ field, step }) =>
    field.repeated
      ? [
          steps
            .slice(0, step + 1)
            .map(nameOf)
            .join('.'),
        ]
      : [],
  );
}

function nameOf(step: PathStep): string {
  return step.kind === 'field' ? step.name : '';
}

/** The repeated fields that a node reads, of a placeholder those that it is first bound to. */
function prefixesBelow(node: Node, { placeholders }: Symbols): ReadonlySet<string> {
  const bound = nodesOf(node, 'variable').flatMap(({ name }) => {
    const first = placeholders.get(name)?.bindings[0];
    return first === undefined ? [] : nodesOf(first.value, 'path');
  });
  return new Set([...nodesOf(node, 'path'), ...bound].flatMap(prefixesOf));
}

function eventsBelow(node: Node, symbols: Symbols): readonly string[] {
  const { events, bare } = namesIn(node);
  const bound = [...bare].flatMap((name) =>
    symbols.events.has(name) ? [] : firstOf(name, symbols),
  );
  return [...new Set([...events, ...bound])].filter((name) => symbols.events.has(name));
}

/** A placeholder that several events share joins them, so any of them stands for it. */
function firstOf(name: string, { placeholders }: Symbols): readonly string[] {
  const first = placeholders.get(name)?.events.values().next().value;
  return first === undefined ? [] : [first];
}

/** The outermost aggregates at or below a node. */
function aggregatesAt(node: Node): readonly Call[] {
  if (node.kind === 'call' && isAggregate(node.name)) return [node];
  return childrenOf(node).flatMap(aggregatesAt);
}
