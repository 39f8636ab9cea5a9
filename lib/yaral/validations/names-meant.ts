import { nearest } from '../../text.ts';
import type { Symbols } from '../symbols.ts';

/** Among more names than a person writes nothing is looked for: each look costs as much as there are names. */
const MOST = 200;

/** The declared name that a misspelt one was probably meant to be; `among` tells which are of use in that place. */
export function nameMeant(
  name: string,
  { events, placeholders, outcomes }: Pick<Symbols, 'events' | 'placeholders' | 'outcomes'>,
  among: { readonly events?: true; readonly placeholders?: true; readonly outcomes?: true },
): string | undefined {
  if (events.size + placeholders.size + outcomes.size > MOST) return undefined;
  const bound = [...placeholders.values()].filter(({ bindings }) => bindings.length > 0);
  const known = [
    ...(among.events === undefined ? [] : events.keys()),
    ...(among.placeholders === undefined ? [] : bound.map((placeholder) => placeholder.name)),
    ...(among.outcomes === undefined ? [] : outcomes.keys()),
  ];
  return nearest(
    name,
    known.filter((other) => other !== name),
  );
}
