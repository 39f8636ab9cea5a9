import { shown, type Wording } from './message.ts';

interface Quantified {
  readonly quantifier: 'any' | 'all';
  /** What it stands before, as written. */
  readonly found: string;
}

/** Of fields, enums and maps (yara-l §3.3, FLD). Paths are as written. */
export interface FieldParams {
  /** `message` is the proto message that was looked in, `instead` the paths that were probably meant. */
  readonly FLD001: {
    readonly found: string;
    readonly message: string;
    readonly instead: readonly string[];
  };
  readonly FLD002: { readonly path: string; readonly message: string; readonly instead: string };
  readonly FLD003: { readonly path: string; readonly type: string; readonly found: string };
  readonly FLD004: { readonly found: string; readonly message: string };
  readonly FLD005: {
    readonly path: string;
    readonly found: string;
    readonly why: 'not repeated' | 'not an integer' | 'negative';
  };
  readonly FLD006: { readonly found: string };
  readonly FLD007: { readonly path: string; readonly instead: string | undefined };
  readonly FLD008: { readonly instead: string };
  readonly FLD009: Quantified & { readonly what: 'key' | 'index' };
  readonly FLD010: Quantified;
  readonly FLD011: Quantified & { readonly what: 'join' | 'placeholder' };
  readonly FLD012: Quantified & { readonly instead: string };
  readonly FLD013: Quantified & { readonly instead: string | undefined };
  readonly FLD014: {
    readonly found: string;
    readonly name: string;
    readonly instead: readonly string[];
  };
  readonly FLD015: { readonly found: string; readonly name: string };
}

export const FIELDS: Wording<FieldParams> = {
  FLD001: {
    severity: 'error',
    text: ({ found, message }) => `there is no field ${shown(found)} in ${message}`,
    hint: ({ instead }) => meant(instead),
  },
  FLD002: {
    severity: 'error',
    text: ({ path, message }) => `${path} is a whole ${message}, not a single value`,
    hint: ({ instead }) => instead,
  },
  FLD003: {
    severity: 'error',
    text: ({ path, type, found }) => `${path} is ${type}: it has no field ${shown(found)}`,
    hint: ({ path }) => `end the path there: ${path}`,
  },
  FLD004: {
    severity: 'warning',
    text: ({ found, message }) => `field ${found} of ${message} is deprecated`,
    hint: () => 'new parsers may not fill it: look where they put the value',
  },
  FLD005: {
    severity: 'error',
    text: ({ path, found, why }) =>
      why === 'not repeated'
        ? `${path} is not repeated, so it has no index`
        : `${shown(found)} is no index: it must be a whole number, 0 or more`,
    hint: ({ path, why }) =>
      why === 'not repeated' ? `write ${path}` : 'elements are counted from 0, as in [0]',
  },
  FLD006: {
    severity: 'error',
    text: ({ found }) => `${found} is repeated too, but has no index`,
    hint: ({ found }) => `write ${found}[0], or leave out every index of the path`,
  },
  FLD007: {
    severity: 'error',
    text: ({ path }) => `${path} is no map, so it cannot be read by key`,
    hint: ({ instead }) =>
      instead === undefined
        ? 'lists of labels, additional.fields and other maps can'
        : `write ${instead}`,
  },
  FLD008: {
    severity: 'error',
    text: () => 'an index and a key cannot stand in one path',
    hint: ({ instead }) => `write ${instead}: the first element with that key counts`,
  },
  FLD009: {
    severity: 'error',
    text: ({ quantifier, found, what }) =>
      `${quantifier} has nothing to go through: ${found} is read by ${what}`,
    hint: ({ quantifier }) => `leave out ${quantifier}`,
  },
  FLD010: {
    severity: 'error',
    text: ({ quantifier, found }) =>
      `${quantifier} has nothing to go through: ${found} is not repeated`,
    hint: ({ quantifier }) => `leave out ${quantifier}`,
  },
  FLD011: {
    severity: 'error',
    text: ({ quantifier, what }) =>
      what === 'join'
        ? `${quantifier} cannot join events`
        : `${quantifier} cannot give a placeholder its value`,
    hint: ({ quantifier, found }) => `leave out ${quantifier}: ${found} is read element by element`,
  },
  FLD012: {
    severity: 'error',
    text: ({ quantifier }) => `${quantifier} cannot stand before a list test`,
    hint: ({ instead }) => `write ${instead}`,
  },
  FLD013: {
    severity: 'error',
    text: ({ quantifier, found }) => `${quantifier} stands before a field, not before ${found}`,
    hint: ({ instead }) => (instead === undefined ? undefined : `write ${instead}`),
  },
  FLD014: {
    severity: 'error',
    text: ({ found, name }) => `${shown(found)} is no value of ${name}`,
    hint: ({ instead }) => meant(instead),
  },
  FLD015: {
    severity: 'warning',
    text: ({ found, name }) => `value ${shown(found)} of ${name} is deprecated`,
    hint: () => 'new parsers may not give it: look for the value that they give',
  },
};

/** Three of the words that were probably meant: more are no help. */
function meant(words: readonly string[]): string | undefined {
  const [last = '', ...others] = words.toReversed();
  if (words.length === 0) return undefined;
  return others.length === 0
    ? `did you mean ${last}?`
    : `did you mean ${others.toReversed().join(', ')} or ${last}?`;
}
