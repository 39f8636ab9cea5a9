import type { Span } from '../diagnostics/diagnostic.ts';
import { enumNamed } from '../udm/schema.ts';
import { raw, sql, text, type Sql } from './sql.ts';

/** What a piece of SQL gives. Integers are BIGINT or HUGEINT; bytes are base64 text; times microseconds since 1970. */
export type ValueType =
  | { readonly kind: 'string' | 'int' | 'float' | 'bool' | 'bytes' | 'time' | 'json' }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'list'; readonly element: ValueType };

/** A piece of SQL with what it gives: never NULL. */
export interface Value {
  readonly sql: Sql;
  readonly type: ValueType;
}

export const STRING: ValueType = { kind: 'string' };
export const INT: ValueType = { kind: 'int' };
export const FLOAT: ValueType = { kind: 'float' };
export const BOOL: ValueType = { kind: 'bool' };
export const BYTES: ValueType = { kind: 'bytes' };

export const value = (type: ValueType, piece: Sql): Value => ({ sql: piece, type });

/** Thrown on the way down a rule, and made a diagnostic at its front door: this cannot be computed here. */
export class Unsupported extends Error {
  readonly span: Span;
  readonly hint: string;

  /** `what` is a noun, of which it is said that it cannot be evaluated, or with `end` of `''` a whole sentence. */
  constructor(what: string, span: Span, hint: string, end = ' cannot be evaluated locally') {
    super(`${what}${end}`);
    this.span = span;
    this.hint = hint;
  }
}

/** For a name that stands for nothing here: the sentence says so. */
export function missing(sentence: string, span: Span, hint: string): Unsupported {
  return new Unsupported(sentence, span, hint, '');
}

/** The SQL type that holds such values. */
export function sqlType(type: ValueType): string {
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'enum':
    case 'json':
      return 'VARCHAR';
    case 'int':
      return 'HUGEINT';
    case 'time':
      return 'BIGINT';
    case 'float':
      return 'DOUBLE';
    case 'bool':
      return 'BOOLEAN';
    case 'list':
      return `${sqlType(type.element)}[]`;
  }
}

/** What an unset field of the type reads as (yara-l §4.2). */
export function zeroOf(type: ValueType): Sql {
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'json':
      return raw("''");
    case 'enum':
      return text(enumNamed(type.name)?.zero ?? '');
    case 'int':
    case 'time':
      return raw('0');
    case 'float':
      return raw('0.0::DOUBLE');
    case 'bool':
      return raw('false');
    case 'list':
      return raw(`[]::${sqlType(type)}`);
  }
}

/** A value as text: whole floats without decimals, times as RFC 3339 (yara-l §5.2 strings.concat, §4.8). */
export function asText({ sql: piece, type }: Value): Sql {
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'enum':
    case 'json':
      return piece;
    case 'int':
    case 'bool':
      return sql`(${piece})::VARCHAR`;
    case 'float':
      return sql`float_text(${piece})`;
    case 'time':
      return sql`time_text(${piece})`;
    case 'list':
      return sql`array_to_string(${textList({ sql: piece, type })}, ', ')`;
  }
}

/** A list with its elements as text. */
export function textList({ sql: piece, type }: Value): Sql {
  if (type.kind !== 'list') return sql`[${asText({ sql: piece, type })}]`;
  const element = asText({ sql: raw('z'), type: type.element });
  return element.parts.length === 1 && element.parts[0] === 'z'
    ? piece
    : sql`list_transform(${piece}, lambda z: ${element})`;
}

export function isText({ kind }: ValueType): boolean {
  return kind === 'string' || kind === 'enum' || kind === 'bytes' || kind === 'json';
}

export function isNumeric({ kind }: ValueType): boolean {
  return kind === 'int' || kind === 'float';
}

/** Times count in seconds; what is text by a lenient reading counts as what is written there. */
export function numeric(given: Value): Value {
  if (isNumeric(given.type)) return given;
  if (given.type.kind === 'time') return value(INT, sql`(${given.sql} // 1000000)`);
  if (given.type.kind === 'bool') return value(INT, sql`(${given.sql})::INTEGER`);
  return value(FLOAT, sql`coalesce(try_cast(${asText(given)} AS DOUBLE), 0)`);
}
