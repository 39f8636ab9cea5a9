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
  const first = segments[0];
  const root = first?.kind === 'field' && first.name === 'udm' && segments.length > 1;
  let name = '';
  for (const step of segments) {
    if (root && step === first) continue;
    if (step.kind !== 'field') name += '[…]';
    else name += name === '' ? step.name : `.${step.name}`;
  }
  return name;
}

/** The last word of a path, whatever is read there by key or place. */
export function lastWord({ segments }: Path): string | undefined {
  for (let at = segments.length - 1; at >= 0; at -= 1) {
    const step = segments[at];
    if (step?.kind === 'field') return step.name;
  }
  return undefined;
}

/**
 * Facts about fields, by message and name as `File.full_path`. Most paths end in a word that no fact is about, and need not
 * be looked up for it.
 */
export function aboutFields<T>(
  facts: Readonly<Record<string, T>>,
): (path: Path, fields: FieldLookup) => T | undefined {
  const words = new Set(Object.keys(facts).map((key) => key.slice(key.lastIndexOf('.') + 1)));
  return (path, fields) => {
    const word = lastWord(path);
    if (word === undefined || !words.has(word)) return undefined;
    const field = lastField(path, fields);
    return field === undefined ? undefined : facts[field];
  };
}

/** The message and field at the end of a path, as `File.full_path`; undefined for values read by key. */
export function lastField(path: Path, fields: FieldLookup): string | undefined {
  const found = fields(path);
  const last = found?.fields.at(-1);
  return last === undefined || found?.keyed === true
    ? undefined
    : `${last.message}.${last.field.name}`;
}
