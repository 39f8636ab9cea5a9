import type { Explanation } from './explanation.ts';

/** An explanation without what its wording already says. */
export type Entry = Omit<Explanation, 'id' | 'severity'>;

/** One for every id of an area: an id without an explanation does not compile. */
export type Entries<P> = { readonly [I in keyof P]: Entry };
