import { messageNamed, type FieldType, type UdmField } from './schema.ts';

/** Where a path begins: after `$e`, `$e.udm`, `$e.graph`, `$e.detection` (yara-l §4.1). */
export const ROOTS = { udm: 'UDM', graph: 'Entity', detection: 'Collection' } as const;

export type Root = keyof typeof ROOTS;

/** One step of a path: a field, `[0]`, or `["key"]`. */
export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index' }
  | { readonly kind: 'key' };

/** What a path leads to. */
export interface FoundPath {
  readonly root: Root;
  /** Each field that the path names, with the message it belongs to and the place of its step in the path. */
  readonly fields: readonly FoundField[];
  /** What stands at the end. */
  readonly type: FieldType;
  /** How many repeated fields are read element by element: neither by index nor as a map. */
  readonly repeated: number;
  readonly indexed: boolean;
  readonly keyed: boolean;
  /** The path ends at a whole map, or at a list of key and value pairs that could be read by key. */
  readonly map: boolean;
  readonly fault?: undefined;
}

export interface FoundField {
  readonly field: UdmField;
  readonly message: string;
  readonly step: number;
}

/** Why a path leads nowhere, and at which of its steps. */
export interface PathFault {
  readonly fault:
    /** FLD001: `message` has no such field. */
    | 'unknown-field'
    /** FLD003: `type` has no fields. */
    | 'past-scalar'
    /** FLD005: `field` is not repeated, or has an index already. */
    | 'not-repeated'
    /** FLD006: of the repeated fields this one has no index. */
    | 'unindexed'
    /** FLD007: `field` is no map. */
    | 'not-a-map'
    /** FLD008: an index stands before a key. */
    | 'index-and-key'
    /** FLD001: nothing but the root was named. */
    | 'empty';
  readonly root: Root;
  readonly step: number;
  readonly message: string;
  readonly field: UdmField | undefined;
  readonly type: FieldType;
}

/**
 * Follows a path from the root that its first step names. A `Label` list, `Struct.fields` and proto maps are read by
 * key, and give strings but for the typed variables of detections (yara-l §4.5).
 */
export function findPath(steps: readonly PathStep[]): FoundPath | PathFault {
  const [first] = steps;
  const named = first?.kind === 'field' && isRoot(first.name) ? first.name : undefined;
  return new Walker(named ?? 'udm').follow(steps, named === undefined ? 0 : 1);
}

function isRoot(name: string): name is Root {
  return Object.hasOwn(ROOTS, name);
}

const STRING: FieldType = { kind: 'scalar', name: 'string' };

/** Where the walk along a path stands. */
class Walker {
  readonly #root: Root;
  readonly #fields: FoundField[] = [];
  #type: FieldType;
  /** The field that the last step named; undefined once it is read by index or key. */
  #open: FoundField | undefined;
  #unindexed: number[] = [];
  #indexed = false;
  #keyed = false;

  constructor(root: Root) {
    this.#root = root;
    this.#type = { kind: 'message', name: ROOTS[root] };
  }

  follow(steps: readonly PathStep[], from: number): FoundPath | PathFault {
    if (steps.length <= from) return this.#fault('empty', Math.max(0, from - 1));
    for (let at = from; at < steps.length; at += 1) {
      const step = steps[at];
      const fault = step === undefined ? undefined : this.#take(step, at);
      if (fault !== undefined) return fault;
    }
    const [unindexed] = this.#unindexed;
    if (this.#indexed && unindexed !== undefined) {
      return this.#fault('unindexed', unindexed);
    }
    return {
      root: this.#root,
      fields: this.#fields,
      type: this.#type,
      repeated: this.#unindexed.length,
      indexed: this.#indexed,
      keyed: this.#keyed,
      map: this.#open !== undefined && isMap(this.#open.field),
    };
  }

  #take(step: PathStep, at: number): PathFault | undefined {
    if (step.kind === 'field') return this.#takeField(step.name, at);
    return step.kind === 'index' ? this.#takeIndex(at) : this.#takeKey(at);
  }

  #takeField(name: string, at: number): PathFault | undefined {
    const entry = this.#open?.field.map === true ? entryField(name, this.#open.field) : undefined;
    if (this.#type.kind !== 'message') return this.#fault('past-scalar', at);
    const message = this.#type.name;
    const field = entry ?? messageNamed(message)?.fields.get(name);
    if (field === undefined) return this.#fault('unknown-field', at);
    this.#open = { field, message, step: at };
    this.#fields.push(this.#open);
    this.#type = field.type;
    if (field.repeated) this.#unindexed.push(at);
    return undefined;
  }

  #takeIndex(at: number): PathFault | undefined {
    if (this.#open?.field.repeated !== true) return this.#fault('not-repeated', at);
    this.#indexed = true;
    this.#unindexed = this.#unindexed.slice(0, -1);
    this.#open = undefined;
    return undefined;
  }

  #takeKey(at: number): PathFault | undefined {
    const field = this.#open?.field;
    if (this.#indexed) return this.#fault('index-and-key', at);
    if (field === undefined || !isMap(field)) return this.#fault('not-a-map', at);
    this.#keyed = true;
    this.#unindexed = [];
    this.#open = undefined;
    if (!field.map || isStructValue(field.type)) this.#type = STRING;
    return undefined;
  }

  #fault(fault: PathFault['fault'], step: number): PathFault {
    const message = this.#type.kind === 'message' ? this.#type.name : '';
    const field = this.#fields.at(-1)?.field;
    return { fault, root: this.#root, step, message, field, type: this.#type };
  }
}

/** Whether a field is read by key: a list of labels, or a map of the protos. */
export function isMap(field: UdmField): boolean {
  return (
    field.map || (field.repeated && field.type.kind === 'message' && field.type.name === 'Label')
  );
}

function isStructValue(type: FieldType): boolean {
  return type.kind === 'message' && type.name === 'google.protobuf.Value';
}

/** A proto map is on the wire a list of entries with `key` and `value`; searches read them so. */
function entryField(name: string, map: UdmField): UdmField | undefined {
  const entry = { name, repeated: false, map: false, deprecated: false };
  if (name === 'key') return { ...entry, type: STRING };
  return name === 'value' ? { ...entry, type: map.type } : undefined;
}
