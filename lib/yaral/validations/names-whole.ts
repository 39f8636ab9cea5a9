import type { CheckContext } from '../check.ts';
import type { Section } from '../ast.ts';

/** Tells of a name whether all that the text says of it is in the tree. */
export type IsWhole = (name: string) => boolean;

/**
 * After a syntax error a part of the text is not in the tree, and a name may have been declared or used there. A name
 * that the text does not hold oftener than the tree is untouched by it: what is wrong with it can still be said.
 */
export function wholeNames({ rule, reporter, symbols, damaged }: CheckContext): IsWhole {
  if (!SECTIONS.some(damaged)) return () => true;
  const text = reporter.source.text.slice(rule.span.start, rule.span.end);
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/[$#][A-Za-z_][A-Za-z0-9_]*/g)) {
    const name = word.slice(1);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (name) => (counts.get(name) ?? 0) <= symbols.usesOf(name).length;
}

const SECTIONS: readonly Section['kind'][] = [
  'meta',
  'setup',
  'events',
  'match',
  'outcome',
  'condition',
  'options',
  'export',
];
