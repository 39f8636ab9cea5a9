import type { FoundPath, PathFault } from '../udm/path.ts';
import type { Expression, Path } from './ast.ts';

/** What a value is, before any event is seen (yara-l §3.2). */
export type Type =
  | { readonly kind: 'string' | 'int' | 'uint' | 'float' | 'bool' | 'bytes' }
  /** By the proto's name, as `Metadata.EventType`. */
  | { readonly kind: 'enum'; readonly name: string }
  /** A path that ends at a message: `Noun`, or `google.protobuf.Timestamp`. */
  | { readonly kind: 'message'; readonly name: string }
  /** A value that is a list; a repeated field read element by element is not. */
  | { readonly kind: 'list'; readonly element: Type }
  /** A pattern, a duration, a list named with `%`, a whole event, null: no values of their own. */
  | { readonly kind: 'regex' | 'duration' | 'reference' | 'event' | 'null' }
  /** Wrong or beyond us. It goes with everything, so that one mistake is one message. */
  | { readonly kind: 'unknown' };

/** The types of all expressions of a rule, beside the tree. */
export type Types = ReadonlyMap<Expression, Type>;

/** Gives the type of an expression; `unknown` for what has none. */
export type TypeOf = (expression: Expression) => Type;

/** What is known of a path's values. */
export interface Field {
  readonly type: Type;
  /** It passes a repeated field without index or key: one value for every element. */
  readonly repeated: boolean;
  /** It is read by index or by key. */
  readonly indexed: boolean;
  readonly keyed: boolean;
  /** Where it leads in the schema, or why nowhere; undefined for a path that begins with no variable. */
  readonly found: FoundPath | PathFault | undefined;
  /** It leads nowhere, ends at a whole message, or passes a deprecated field: there may be something to say of it. */
  readonly odd: boolean;
}

export type FieldOf = (path: Path) => Field;

/** A type in words, for messages. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'enum':
      return `a value of ${type.name}`;
    case 'message':
      return `a ${type.name}`;
    case 'list':
      return `a list of ${PLURALS[type.element.kind] ?? 'values'}`;
    case 'string':
    case 'int':
    case 'uint':
    case 'float':
    case 'bool':
    case 'bytes':
    case 'regex':
    case 'duration':
    case 'reference':
    case 'event':
    case 'null':
    case 'unknown':
      return NAMES[type.kind];
  }
}

const NAMES = {
  string: 'a string',
  int: 'an integer',
  uint: 'an unsigned integer',
  float: 'a float',
  bool: 'a boolean',
  bytes: 'bytes',
  regex: 'a regular expression',
  duration: 'a duration',
  reference: 'a list',
  event: 'a whole event',
  null: 'null',
  unknown: 'a value',
} as const;

const PLURALS: Readonly<Record<string, string>> = {
  string: 'strings',
  int: 'integers',
  uint: 'integers',
  float: 'floats',
  bool: 'booleans',
};

export const UNKNOWN: Type = { kind: 'unknown' };

/** Whether a type counts or measures: arithmetic and ordered comparisons take it. */
export function isNumber({ kind }: Type): boolean {
  return kind === 'int' || kind === 'uint' || kind === 'float';
}
