import type { CheckContext } from '../check.ts';

/** FLD004: no field on the way of a path is deprecated. */
export function checkDeprecatedFields({ oddPaths, fieldOf, reporter }: CheckContext): void {
  for (const path of oddPaths) {
    const { found } = fieldOf(path);
    if (found === undefined || found.fault !== undefined) continue;
    for (const { field, message, step } of found.fields) {
      const segment = path.segments[step];
      if (!field.deprecated || segment === undefined) continue;
      reporter.report('FLD004', segment.span, { found: field.name, message });
    }
  }
}
