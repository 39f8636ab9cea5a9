import { findPath, type FoundPath } from '../../udm/path.ts';
import type { Expression, Path } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import { fieldAt } from '../types-path.ts';

/** What the schema knows of the paths of a rule. */
export type FieldLookup = (path: Path) => FoundPath | undefined;

/** Looks a path up. One that leads nowhere is undefined: the checker has said so. */
export const findField: FieldLookup = (path) => {
  // The checker has looked at every path of a variable, and remembers it.
  const found = path.root === undefined ? findPath(path.segments) : fieldAt(path).found;
  return found?.fault === undefined ? found : undefined;
};

/** The path that an expression reads, through parentheses and `any`, `all`. */
export function pathRead(expression: Expression): Path | undefined {
  const here = ungrouped(expression);
  if (here.kind === 'quantified') return pathRead(here.operand);
  return here.kind === 'path' && here.root !== undefined ? here : undefined;
}

/** A path without its variable and a leading `udm`, as `metadata.event_type`; keys as `[…]`. */
export function fieldName({ segments }: Path): string {
  const [first, ...others] = segments;
  const udm = first?.kind === 'field' && first.name === 'udm' && others.length > 0;
  const steps = udm ? others : segments;
  return steps.reduce((name, step) => {
    if (step.kind !== 'field') return `${name}[…]`;
    return name === '' ? step.name : `${name}.${step.name}`;
  }, '');
}

/** The message and field at the end of a path, as `File.full_path`; undefined for values read by key. */
export function lastField(path: Path, fields: FieldLookup): string | undefined {
  const found = fields(path);
  const last = found?.fields.at(-1);
  return last === undefined || found?.keyed === true
    ? undefined
    : `${last.message}.${last.field.name}`;
}
