/** How one field stands between what was given, what git wants and what the tenant has (design.md §5). */
export type Standing = 'in-step' | 'planned' | 'changed-outside' | 'conflict';

/**
 * Compares one field three ways. `base` is undefined where it was never given: a live value that is not the wanted
 * one is then nobody's but somebody else's, a conflict.
 */
export function threeWay<Value extends string | boolean>(
  base: Value | undefined,
  wanted: Value,
  live: Value,
): Standing {
  if (live === wanted) return 'in-step';
  if (live === base) return 'planned';
  if (base === wanted) return 'changed-outside';
  return 'conflict';
}
