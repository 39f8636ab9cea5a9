import { CATALOGUE, type Chapter } from '../lib/diagnostics/catalogue.ts';
import type { Explanation } from '../lib/diagnostics/explanation.ts';
import { ADVICE } from '../lib/yaral/lints/lints.ts';

/** All that chron can find in rules, lists and settings, chapter by chapter, advice last. */
export const CHAPTERS: readonly Chapter[] = [
  ...CATALOGUE,
  { title: 'Advice', explanations: ADVICE },
];

/** The same by id. */
export const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map(
  CHAPTERS.flatMap(({ explanations }) => explanations.map((one) => [one.id, one])),
);
