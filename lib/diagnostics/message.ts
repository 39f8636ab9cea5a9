import type { Diagnostic } from './diagnostic.ts';

/** How one kind of problem is said. Lower case, no full stop, what is wrong first; the hint says what to write. */
export interface Message<P> {
  readonly severity: Diagnostic['severity'];
  readonly text: (params: P) => string;
  readonly hint?: (params: P) => string | undefined;
}

/** The wording of an area: one message for each id, told what `P` says. */
export type Wording<P> = { readonly [I in keyof P]: Message<P[I]> };

/** A found token in quotes, cut where it would fill the line. */
export function shown(found: string): string {
  if (found === '') return 'the end of the file';
  const line = found.split('\n', 1)[0] ?? '';
  const cut = line.length > 40 || line.length < found.length;
  const word = cut ? `${line.slice(0, 40)}…` : line;
  return /["“”]/.test(word) ? word : `"${word}"`;
}
