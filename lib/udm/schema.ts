import { SCHEMA_TEXT } from './schema-data.ts';

export type ScalarName = (typeof SCALARS)[number];

const SCALARS = [
  'string',
  'bytes',
  'bool',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'float',
  'double',
] as const;

/** What a field holds; messages and enums by the proto's name, as `Metadata.EventType`. */
export type FieldType =
  | { readonly kind: 'scalar'; readonly name: ScalarName }
  | { readonly kind: 'message'; readonly name: string }
  | { readonly kind: 'enum'; readonly name: string };

/** A field of a message. */
export interface UdmField {
  readonly name: string;
  /** Of a map the type of its values; its keys are strings. */
  readonly type: FieldType;
  readonly repeated: boolean;
  readonly map: boolean;
  readonly deprecated: boolean;
}

export interface UdmMessage {
  readonly name: string;
  /** In the order of the proto. */
  readonly fields: ReadonlyMap<string, UdmField>;
}

export interface UdmEnum {
  readonly name: string;
  /** Numbers by name; two names may share a number. */
  readonly values: ReadonlyMap<string, number>;
  readonly deprecated: ReadonlySet<string>;
  /** The name numbered 0: what an unset field reads as (yara-l §4.2). */
  readonly zero: string;
}

/** A message by its name in the protos, without the package. */
export function messageNamed(name: string): UdmMessage | undefined {
  const known = MESSAGES.get(name);
  if (known !== undefined) return known;
  const block = blocks().messages.get(name);
  return block === undefined ? undefined : remember(MESSAGES, name, readMessage(name, block));
}

/** An enum by its name in the protos, without the package. */
export function enumNamed(name: string): UdmEnum | undefined {
  const known = ENUMS.get(name);
  if (known !== undefined) return known;
  const block = blocks().enums.get(name);
  return block === undefined ? undefined : remember(ENUMS, name, readEnum(name, block));
}

/** All messages, for documentation and for the tables of an engine. */
export function allMessages(): readonly UdmMessage[] {
  return [...blocks().messages.keys()].flatMap((name) => messageNamed(name) ?? []);
}

/** All enums. */
export function allEnums(): readonly UdmEnum[] {
  return [...blocks().enums.keys()].flatMap((name) => enumNamed(name) ?? []);
}

// What has been asked for: most rules name a dozen messages, and most commands none.
const MESSAGES = new Map<string, UdmMessage>();
const ENUMS = new Map<string, UdmEnum>();

function remember<T>(known: Map<string, T>, name: string, value: T): T {
  known.set(name, value);
  return value;
}

/** The lines of each message and enum, by its name. */
interface Blocks {
  readonly messages: ReadonlyMap<string, string>;
  readonly enums: ReadonlyMap<string, string>;
}

let cut: Blocks | undefined;

function blocks(): Blocks {
  cut ??= { messages: cutAt('message'), enums: cutAt('enum') };
  return cut;
}

function cutAt(word: 'message' | 'enum'): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const head = `\n${word} `;
  for (let at = SCHEMA_TEXT.indexOf(head); at >= 0; at = SCHEMA_TEXT.indexOf(head, at + 1)) {
    const from = SCHEMA_TEXT.indexOf('\n', at + 1) + 1;
    const name = SCHEMA_TEXT.slice(at + head.length, from - 1);
    found.set(name, SCHEMA_TEXT.slice(from, endOfBlock(from)));
  }
  return found;
}

function endOfBlock(from: number): number {
  HEAD.lastIndex = from;
  return HEAD.exec(SCHEMA_TEXT)?.index ?? SCHEMA_TEXT.length;
}

const HEAD = /^(?:message|enum) /gm;

function readMessage(message: string, block: string): UdmMessage {
  const fields = new Map<string, UdmField>();
  for (const line of block.trimEnd().split('\n')) {
    const [name = '', written = '', mark] = line.split(' ');
    const map = written.startsWith('{');
    const repeated = written.endsWith('[]');
    const type = typeNamed(map ? written.slice(1, -1) : repeated ? written.slice(0, -2) : written);
    fields.set(name, { name, type, repeated, map, deprecated: mark === 'deprecated' });
  }
  return { name: message, fields };
}

function typeNamed(name: string): FieldType {
  const scalar = SCALARS.find((known) => known === name);
  if (scalar !== undefined) return { kind: 'scalar', name: scalar };
  return { kind: blocks().messages.has(name) ? 'message' : 'enum', name };
}

function readEnum(enumName: string, block: string): UdmEnum {
  const values = new Map<string, number>();
  const deprecated = new Set<string>();
  let next = 0;
  let zero = '';
  for (const line of block.trimEnd().split('\n')) {
    const [name = '', ...marks] = line.split(' ');
    const number = marks[0] === undefined || marks[0] === 'deprecated' ? next : Number(marks[0]);
    if (marks.includes('deprecated')) deprecated.add(name);
    if (number === 0 && zero === '') zero = name;
    values.set(name, number);
    next = number + 1;
  }
  return { name: enumName, values, deprecated, zero };
}
