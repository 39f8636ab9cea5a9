import type { Expression } from '../ast.ts';
import { namesIn, ungrouped, type NamesIn } from '../symbols-names.ts';
import type { Symbols } from '../symbols.ts';

/** Which events (by name) and data tables (with `%`) a statement or a placeholder brings together. */
export interface Link {
  readonly members: readonly string[];
  /** The statement; a placeholder has none. */
  readonly node: Expression | undefined;
  /** `field` is an equality of fields, which the service can look up; the others it must try out pair by pair. */
  readonly how: 'field' | 'an or' | 'a function' | 'an inequality';
}

/** Events and data tables that belong together, and where they only slowly do. */
export interface JoinGraph {
  readonly links: readonly Link[];
  /** The same text for all that is joined, directly or through others. */
  readonly groupOf: (member: string) => string;
  /** Links but for which two groups would not be joined, with a member on the later side. */
  readonly slow: readonly { readonly link: Link; readonly member: string }[];
}

/** How the events of a rule are joined. Linear but for the union of groups. */
export function joinGraph(symbols: Symbols): JoinGraph {
  const links = [...placeholderLinks(symbols), ...statementLinks(symbols)];
  const groups = new Groups();
  for (const link of links) if (link.how === 'field') groups.join(link.members);
  const slow: JoinGraph['slow'][number][] = [];
  for (const link of links) {
    const member = link.how === 'field' ? undefined : groups.join(link.members);
    if (member !== undefined) slow.push({ link, member });
  }
  return { links, groupOf: (member) => groups.of(member), slow };
}

function placeholderLinks({ placeholders }: Symbols): readonly Link[] {
  const links: Link[] = [];
  for (const { bindings } of placeholders.values()) {
    const members = new Set<string>();
    for (const { names } of bindings) addMembers(names, members);
    links.push({ members: [...members], node: undefined, how: 'field' });
  }
  return links;
}

function statementLinks({ conjuncts, placeholders }: Symbols): readonly Link[] {
  const links: Link[] = [];
  for (const { node } of conjuncts) {
    const names = namesIn(node);
    // Most statements are about one event alone.
    if (names.bare.size === 0 && names.events.size + names.tables.size < 2) continue;
    const members = new Set<string>();
    addMembers(names, members);
    for (const name of names.bare) {
      const first = placeholders.get(name)?.bindings[0];
      if (first !== undefined) addMembers(first.names, members);
    }
    if (members.size > 1) links.push({ members: [...members], node, how: howJoined(node) });
  }
  return links;
}

function addMembers({ events, tables }: NamesIn, members: Set<string>): void {
  for (const event of events) members.add(event);
  for (const table of tables) members.add(`%${table}`);
}

function howJoined(node: Expression): Link['how'] {
  const here = node.kind === 'nocase' ? ungrouped(node.operand) : node;
  if (here.kind === 'logical' || here.kind === 'not') return 'an or';
  if (here.kind !== 'comparison') return 'a function';
  if (here.operator !== '=') return 'an inequality';
  const sides = [ungrouped(here.left), ungrouped(here.right)];
  // Arithmetic is reported as no join at all (SEM004): it counts as one here, so that it is not reported twice.
  return sides.some(({ kind }) => kind === 'call') ? 'a function' : 'field';
}

/** Sets that grow together. */
class Groups {
  readonly #parents = new Map<string, string>();

  of(member: string): string {
    let here = member;
    for (;;) {
      const parent = this.#parents.get(here);
      if (parent === undefined) return here;
      const above = this.#parents.get(parent);
      // Halving the way keeps later look-ups short.
      if (above !== undefined) this.#parents.set(here, above);
      here = parent;
    }
  }

  /** Joins the groups of all members; gives one that was apart, if any was. */
  join(members: readonly string[]): string | undefined {
    const [first] = members;
    if (first === undefined) return undefined;
    let apart: string | undefined;
    for (const other of members) {
      const into = this.of(first);
      const from = this.of(other);
      if (into === from) continue;
      this.#parents.set(from, into);
      apart ??= other;
    }
    return apart;
  }
}
