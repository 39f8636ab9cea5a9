import type { Path } from '../yaral/ast.ts';
import { ungrouped } from '../yaral/symbols-names.ts';
import type { Emitter } from './emitter.ts';
import { referenceOf, type Reference } from './reference.ts';
import { integer, list, raw, sql, text, type Sql } from './sql.ts';
import {
  STRING,
  Unsupported,
  sqlType,
  value,
  zeroOf,
  type Value,
  type ValueType,
} from './value.ts';

/** A field of an event variable, as the row at hand has it. */
export function readReference(self: Emitter, reference: Reference, node: Path): Value {
  const { column, key, indexes, type } = reference;
  if (key !== undefined) return readKey(self, reference, node, key);
  if (indexes.length === 0) {
    return value(type, partOf(reference, self.scope.leaf(reference, node)));
  }
  let piece = self.scope.whole(reference, node);
  for (const index of indexes) {
    const at = ungrouped(index);
    if (at.kind !== 'integer') throw new Unsupported('this index', index.span, 'write a number');
    piece = sql`${piece}[${integer(at.value + 1)}]`;
  }
  const stored = storedType(reference);
  const zero = column.depth > indexes.length ? raw(`[]::${sqlType(type)}[]`) : zeroOf(stored);
  return value(type, partOf(reference, sql`coalesce(${piece}, ${zero})`));
}

/** Of the first entry with the key, in the order of the event, whatever list it stands in (yara-l §4.4). */
function readKey(self: Emitter, reference: Reference, node: Path, key: string): Value {
  const { column } = reference;
  const keys = flat(self.scope.keys(reference, node), column.depth);
  const values = flat(self.scope.whole(reference, node), column.depth);
  const found = sql`coalesce(${values}[list_position(${keys}, ${text(key)})], '')`;
  if (reference.below.length === 0) return value(STRING, found);
  const { type, below, indexes } = reference;
  const leaf = below.map((step) => [step, camel(step)] as const);
  const texts = [leaf.map(([snake]) => snake), leaf.map(([, other]) => other)].map((steps) => {
    const at = indexes.map((index) => {
      const here = ungrouped(index);
      return here.kind === 'integer' ? `[${here.value}]` : '[0]';
    });
    return sql`json_extract_string(${found}, ${text(`$.${steps.join('.')}${at.join('')}`)})`;
  });
  const read = sql`coalesce(${list(texts)})`;
  if (sqlType(type) === 'VARCHAR') return value(type, sql`coalesce(${read}, ${zeroOf(type)})`);
  return value(type, sql`coalesce(try_cast(${read} AS ${raw(sqlType(type))}), ${zeroOf(type)})`);
}

/** All elements of a path over the whole event; undefined for a path that is no list, or read by index or key. */
export function readWhole(self: Emitter, node: Path): Value | undefined {
  const reference = referenceOf(node);
  const { column, key, indexes, type } = reference;
  if (column.depth === 0 || key !== undefined || indexes.length > 0) return undefined;
  const whole = flat(self.scope.whole(reference, node), column.depth);
  const piece =
    reference.part === undefined
      ? whole
      : sql`list_transform(${whole}, lambda y: ${partOf(reference, raw('y'))})`;
  return value({ kind: 'list', element: type }, piece);
}

/** Seconds are rounded down, before 1970 too. */
function partOf({ part }: Reference, piece: Sql): Sql {
  if (part === undefined) return piece;
  return part === 'seconds'
    ? sql`((${piece} + 62135596800000000) // 1000000 - 62135596800)`
    : sql`((${piece} + 62135596800000000) % 1000000 * 1000)`;
}

/** The type of the column itself, before a part of it is taken. */
export function storedType({ part, type }: Reference): ValueType {
  return part === undefined ? type : { kind: 'time' };
}

function flat(piece: Sql, depth: number): Sql {
  return depth > 1 ? flat(sql`flatten(${piece})`, depth - 1) : piece;
}

function camel(step: string): string {
  return step.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
