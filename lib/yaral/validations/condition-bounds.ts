import { sectionOf } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { boundedEvents, conditionAtoms, eventsOf, type Atom } from './condition-atoms.ts';

/**
 * Whether something must exist for the condition to hold: any event (CND001, LIM003), one that each absent thing is
 * joined to (CND002), one for each match variable (CND003), the one that the window slides on (CND004).
 */
export const checkBounds: Validation = (context) => {
  const { rule, symbols, reporter, damaged } = context;
  const section = sectionOf(rule, 'condition');
  if (section === undefined || damaged('condition') || damaged('events')) return;
  const atoms = conditionAtoms(rule, symbols);
  reportConstants(context, atoms);
  // `not` is reported as such (CND005), and what it means is not clear.
  if (atoms.length === 0 || atoms.some(({ negated }) => negated)) return;
  // A rule without any event is another mistake (SEM012).
  if ([...symbols.events.values()].every(({ source }) => source === 'graph')) return;
  // A tumbling window exists without events too.
  if (sectionOf(rule, 'match')?.window?.form === 'by') return;
  const bounded = boundedEvents(atoms, symbols);
  if (![...bounded].some((name) => symbols.events.get(name)?.source !== 'graph')) {
    const [only, ...others] = symbols.events.keys();
    const [atom] = atoms;
    const window = sectionOf(rule, 'match')?.window;
    if (others.length === 0 && window !== undefined && atom !== undefined) {
      const { start, end } = atom.node.span;
      const found = reporter.source.text.slice(start, end);
      const instead = `by ${window.length.text}`;
      reporter.report('LIM003', atom.node.span, { found, instead });
    } else {
      reporter.report('CND001', section.expression.span, { instead: `$${only ?? 'e'}` });
    }
    return;
  }
  reportUnattached(context, atoms, bounded);
  reportUnboundedKeys(context, atoms, bounded);
};

function reportUnattached(
  { symbols, joins, reporter }: CheckContext,
  atoms: readonly Atom[],
  bounded: ReadonlySet<string>,
): void {
  const absent = atoms.filter(
    ({ bounded: demanded, name }) =>
      !demanded && !bounded.has(name) && symbols.events.get(name)?.source !== 'udm',
  );
  if (absent.length === 0) return;
  const attached = new Set<string>();
  for (const { members } of joins().links) {
    if (members.some((member) => bounded.has(member))) {
      for (const member of members) attached.add(member);
    }
  }
  for (const { name, node } of absent) {
    const held = symbols.events.has(name)
      ? attached.has(name)
      : eventsOf(name, symbols).some((event) => bounded.has(event));
    if (held) continue;
    const { start, end } = node.span;
    reporter.report('CND002', node.span, { found: reporter.source.text.slice(start, end) });
  }
}

function reportUnboundedKeys(
  { rule, symbols, reporter }: CheckContext,
  atoms: readonly Atom[],
  bounded: ReadonlySet<string>,
): void {
  const absent = new Set(
    atoms
      .filter((atom) => !atom.bounded)
      .flatMap(({ name }) => eventsOf(name, symbols))
      .filter((name) => !bounded.has(name)),
  );
  if (absent.size === 0) return;
  for (const [name, { span }] of symbols.matches) {
    const events = eventsOf(name, symbols);
    if (symbols.events.has(name) || events.length === 0) continue;
    if (!events.every((event) => absent.has(event))) continue;
    reporter.report('CND003', span, { name, events });
  }
  const pivot = sectionOf(rule, 'match')?.window?.pivot?.variable;
  if (pivot === undefined || !absent.has(pivot.name)) return;
  reporter.report('CND004', pivot.span, { name: pivot.name });
}

/** Demands that never hold, and a whole condition that always does (CND013). */
function reportConstants({ rule, reporter }: CheckContext, atoms: readonly Atom[]): void {
  if (atoms.every(({ constant }) => constant === undefined)) return;
  const whole = sectionOf(rule, 'condition')?.expression;
  const tumbling = sectionOf(rule, 'match')?.window?.form === 'by';
  for (const { node, constant } of atoms) {
    // Without a tumbling window the condition demands no event then, which is worse.
    const alone = whole?.span.start === node.span.start && whole.span.end === node.span.end;
    if (constant !== 'never' && !(constant === 'always' && alone && tumbling)) continue;
    const { start, end } = node.span;
    const found = reporter.source.text.slice(start, end);
    reporter.report('CND013', node.span, { found, always: constant === 'always' });
  }
}
