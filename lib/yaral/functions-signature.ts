/** What a parameter takes, or a function gives. */
export type ValueWord =
  | 'string'
  | 'int'
  /** Any number. */
  | 'number'
  | 'float'
  | 'bool'
  | 'bytes'
  /** A string or a number, written as text. */
  | 'text'
  | 'string or bytes'
  | 'string or int'
  /** Any single value. */
  | 'value'
  | 'list of strings'
  | 'list of numbers'
  | 'list'
  /** A repeated field as it stands in the event. */
  | 'repeated field'
  /** A field of type Timestamp, not its seconds. */
  | 'timestamp';

/** What a literal argument must be: that can be checked before anything runs. */
export type LiteralRole = 'regex' | 'replacement' | 'cidr' | 'time-zone' | 'time-format';

export interface Parameter {
  readonly name: string;
  readonly takes: ValueWord;
  readonly optional: boolean;
  readonly role: LiteralRole | undefined;
}

/** What a function gives: a type, the type of its first argument, a list of that, or the type of its branches. */
export type Returned = ValueWord | 'as argument' | 'list of argument' | 'branch';

/** Sections where a function may stand, conditions of `if` among them. */
export type Place = 'events' | 'outcome' | 'condition';

/** A function of the language: one entry drives checking, documentation and evaluation. */
export interface Signature {
  /** An aggregate turns the rows of a detection into one value; a metric reads what the service has counted before. */
  readonly kind: 'function' | 'aggregate' | 'metric';
  readonly parameters: readonly Parameter[];
  /** The last parameter may be repeated. */
  readonly variadic: boolean;
  readonly returns: Returned;
  readonly places: readonly Place[];
  /** One line. */
  readonly doc: string;
  /** A use of it that is right. */
  readonly example: string;
}

/** A parameter that must be given. */
export function takes(word: ValueWord, name: string, role?: LiteralRole): Parameter {
  return { name, takes: word, optional: false, role };
}

/** A parameter that may be left out. */
export function mayTake(word: ValueWord, name: string, role?: LiteralRole): Parameter {
  return { name, takes: word, optional: true, role };
}

/** A function that computes a value from values, wherever values stand. */
export function plain(
  given: readonly Parameter[],
  returns: Returned,
  { doc, example, ...rest }: Pick<Signature, 'doc' | 'example'> & Partial<Signature>,
): Signature {
  const places: readonly Place[] = ['events', 'outcome'];
  const defaults = { kind: 'function', variadic: false, places } as const;
  return { ...defaults, parameters: given, returns, doc, example, ...rest };
}

/** A function over all rows of a detection: in `outcome` only. */
export function aggregate(
  given: readonly Parameter[],
  returns: Returned,
  words: Pick<Signature, 'doc' | 'example'>,
): Signature {
  return plain(given, returns, { ...words, kind: 'aggregate', places: ['outcome'] });
}
