import { sectionOf } from '../ast.ts';
import { nearest } from '../../text.ts';
import type { CheckContext, Validation } from '../check.ts';
import type { EventVariable } from '../symbols.ts';
import { eventsOf } from './condition-atoms.ts';
import type { JoinGraph } from './joins-graph.ts';
import { joiningStatement } from './joins-advice.ts';

/**
 * Whether there is an event (SEM012), several go with `match` (SEM011), all are joined (SEM003, SEM013, slowly:
 * SEM005) and in condition (SEM009). Of one variable one message: the others follow from the same mistake.
 */
export const checkEvents: Validation = (context) => {
  const { rule, symbols, reporter, damaged } = context;
  const section = sectionOf(rule, 'events');
  if (section === undefined) return;
  const [first] = symbols.events.values();
  if ([...symbols.events.values()].every(({ source }) => source === 'graph')) {
    if (damaged('events')) return;
    const span = first?.first.span ?? section.head;
    reporter.report('SEM012', span, { name: first?.name });
    return;
  }
  /** Variables of which something has been said. */
  const told = new Set<string>();
  if (sectionOf(rule, 'match') === undefined) reportNoMatch(context, told);
  else if (symbols.events.size > 1) reportApart(context, context.joins(), told);
  reportMissing(context, told);
};

function reportNoMatch(
  { rule, symbols, reporter, damaged }: CheckContext,
  told: Set<string>,
): void {
  const events = [...symbols.events.values()];
  const tables = [...symbols.tables].map((table) => `%${table}`);
  const [first, second] = events;
  const [other] = [...(second === undefined ? [] : [second.name]), ...tables];
  if (first === undefined || other === undefined) return;
  for (const { name } of events.slice(1)) told.add(name);
  if (damaged('match')) return;
  const span =
    second?.first.span ??
    symbols.index.of('list-reference', 'events').find(({ column }) => column !== undefined)?.span ??
    rule.name.span;
  const shared = [...symbols.placeholders.values()].find((one) => one.events.size > 1);
  const bound = [...symbols.placeholders.values()].find((one) => one.events.size > 0);
  reporter.report('SEM011', span, {
    name: second?.name ?? first.name,
    others: second === undefined ? tables : [first.name],
    nearest: second === undefined ? undefined : typingError(second, events),
    instead: `match: $${(shared ?? bound)?.name ?? 'host'} over 5m`,
  });
}

function reportApart(context: CheckContext, graph: JoinGraph, told: Set<string>): void {
  const { symbols, reporter, whole } = context;
  const groups = groupsOf([...symbols.events.values()], graph);
  const main = groups.reduce((most, group) => (rank(group) > rank(most) ? group : most));
  for (const group of groups) {
    const [variable] = group;
    if (group === main || variable === undefined) continue;
    for (const { name } of group) told.add(name);
    if (!group.every(({ name }) => whole(name))) continue;
    const { name, first } = variable;
    const entity = group.every(({ source }) => source === 'graph');
    reporter.report(entity ? 'SEM013' : 'SEM003', first.span, {
      name,
      nearest: typingError(variable, main),
      instead: joiningStatement(variable, main, symbols),
    });
  }
  for (const { link, member } of graph.slow) {
    if (link.node === undefined || link.how === 'field' || !symbols.events.has(member)) continue;
    reporter.report('SEM005', link.node.span, { name: member, what: link.how });
  }
}

/** The events that are joined with each other, in the order of the text. */
function groupsOf(
  events: readonly EventVariable[],
  { groupOf }: JoinGraph,
): readonly [readonly EventVariable[], ...(readonly EventVariable[])[]] {
  const groups = new Map<string, EventVariable[]>();
  for (const event of events) {
    const group = groups.get(groupOf(event.name));
    if (group === undefined) groups.set(groupOf(event.name), [event]);
    else group.push(event);
  }
  const [first = [], ...others] = groups.values();
  return [first, ...others];
}

/** The group that the others should join: one with an event before one of entities, then the larger. */
function rank(group: readonly EventVariable[]): number {
  const events = group.filter(({ source }) => source !== 'graph').length;
  return events === 0 ? 0 : 1 + group.length;
}

/** A variable that stands in one place only, and nearly like another, was probably meant to be that. */
function typingError(
  { name, paths }: EventVariable,
  others: readonly EventVariable[],
): string | undefined {
  if (paths.length > 1 || name.length < 3) return undefined;
  const known = others.filter((other) => other.name !== name && other.paths.length > 1);
  return nearest(
    name,
    known.map((other) => other.name),
  );
}

function reportMissing(
  { rule, symbols, reporter, damaged, whole }: CheckContext,
  told: ReadonlySet<string>,
): void {
  const section = sectionOf(rule, 'condition');
  if (section === undefined || damaged('condition')) return;
  const named = new Set<string>();
  const present = new Set<string>();
  for (const { name } of symbols.index.uses('condition')) {
    named.add(name);
    for (const event of eventsOf(name, symbols)) present.add(event);
  }
  const missing = [...symbols.events.values()].filter(
    ({ name }) => !present.has(name) && !told.has(name) && whole(name),
  );
  if (missing.length === 0) return;
  const known = (name: string): boolean =>
    symbols.events.has(name) || symbols.placeholders.has(name) || symbols.outcomes.has(name);
  // An unknown name probably stands for one that is missing.
  if (![...named].every(known)) return;
  const tumbling = sectionOf(rule, 'match')?.window?.form === 'by';
  // Absence in a tumbling window is tested on an outcome (yara-l §4.9).
  if (tumbling && [...named].some((name) => symbols.outcomes.has(name))) return;
  const { start, end } = section.expression.span;
  const text = reporter.source.text.slice(start, end);
  const all = missing
    .slice(0, 4)
    .map(({ name }) => `$${name}`)
    .join(' and ');
  const simple =
    missing.length < 4 && text.length <= 60 && !text.includes('\n') && !/\bor\b/i.test(text);
  for (const { name, first } of missing) {
    reporter.report('SEM009', first.span, {
      name,
      instead: simple ? `${text} and ${all}` : `and $${name} at the end of condition`,
    });
  }
}
