import type { Validation } from '../check.ts';
import { sourceOf } from '../symbols.ts';

/** Names that stand for an event and for a value (SEM018), or for events of two sources (SEM019). */
export const checkRoles: Validation = ({ symbols, reporter }) => {
  for (const { name, source, paths } of symbols.events.values()) {
    const value = symbols.placeholders.get(name);
    if (value !== undefined) reporter.report('SEM018', value.first.span, { name });
    const other = paths.find((path) => sourceOf(path) !== source);
    if (other === undefined) continue;
    reporter.report('SEM019', other.span, { name, first: source, second: sourceOf(other) });
  }
  for (const { name, path } of symbols.index.uses('outcome')) {
    if (path === undefined) continue;
    if (symbols.events.has(name) || !symbols.placeholders.has(name)) continue;
    reporter.report('SEM018', path.span, { name });
  }
};
