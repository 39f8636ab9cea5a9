import { findPath, type FoundPath, type PathStep } from '../../udm/path.ts';
import type { Expression, Path, Segment } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';

/** What the schema knows of the paths of a rule. */
export type FieldLookup = (path: Path) => FoundPath | undefined;

/** Looks each path up once. A path that leads nowhere is undefined: the checker has said so. */
export function fieldLookup(): FieldLookup {
  const found = new Map<Path, FoundPath | undefined>();
  return (path) => {
    if (found.has(path)) return found.get(path);
    const result = findPath(path.segments.map(stepOf));
    const field = result.fault === undefined ? result : undefined;
    found.set(path, field);
    return field;
  };
}

function stepOf(segment: Segment): PathStep {
  return segment.kind === 'field' ? segment : { kind: segment.kind };
}

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
