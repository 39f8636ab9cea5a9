import { shown, type Wording } from './message.ts';

/** Of the lexer and the grammar. The ids are those of yara-l §3.3; PAR015, PAR024, PAR033 and PAR034 are chron's own. */
export interface SyntaxParams {
  readonly LEX001: { readonly found: string };
  readonly LEX002: { readonly what: 'string' | 'regular expression'; readonly found: string };
  readonly LEX003: { readonly what: 'raw string' | 'block comment'; readonly found: string };
  readonly LEX004: { readonly found: string };
  readonly LEX005: { readonly found: string };
  readonly LEX006: { readonly found: string };
  readonly LEX007: { readonly found: string };
  readonly PAR001: { readonly expected: string; readonly found: string };
  readonly PAR002: { readonly found: string; readonly expected: 'identifier' };
  readonly PAR010: { readonly found: string; readonly expected: string; readonly before: string };
  readonly PAR011: { readonly found: string; readonly expected: string; readonly line: number };
  readonly PAR012: { readonly expected: string; readonly found: string };
  readonly PAR013: { readonly found: string; readonly nearest: string | undefined };
  readonly PAR014: { readonly found: string };
  readonly PAR015: { readonly found: string };
  readonly PAR020: {
    readonly found: string;
    /** A literal that stands where a condition should, or a field without its event variable. */
    readonly what: 'literal' | 'field';
    /** What to write instead, where that can be told. */
    readonly instead: string | undefined;
  };
  readonly PAR021: { readonly found: string };
  readonly PAR022: {
    readonly found: string;
    readonly first: string;
    readonly left: string;
    readonly middle: string;
    readonly right: string;
  };
  readonly PAR023: { readonly found: string };
  readonly PAR024: { readonly limit: number };
  readonly PAR030: { readonly name: string; readonly place: string };
  readonly PAR031: { readonly key: string; readonly line: number };
  readonly PAR032: { readonly key: string; readonly found: string };
  readonly PAR033: { readonly found: string; readonly expected: 'rule' };
  readonly PAR034: { readonly name: string; readonly first: string };
}

export const SYNTAX: Wording<SyntaxParams> = {
  LEX001: {
    severity: 'error',
    text: ({ found }) =>
      /^['‘’“”]./u.test(found)
        ? `${shown(found)} stands in quotes that are not part of the language`
        : `${shown(found)} is not part of the language`,
    hint: ({ found }) => INSTEAD[found] ?? INSTEAD[found.slice(0, 1)],
  },
  LEX002: {
    severity: 'error',
    text: ({ what }) => `this ${what} does not end on its line`,
    hint: ({ what }) => (what === 'string' ? 'close it with "' : 'close it with /'),
  },
  LEX003: {
    severity: 'error',
    text: ({ what }) => `this ${what} does not end`,
    hint: ({ what }) => (what === 'raw string' ? 'close it with a back-quote' : 'close it with */'),
  },
  LEX004: {
    severity: 'warning',
    text: ({ found }) => `${found} is not an escape: the backslash stays as it is`,
    hint: ({ found }) => `write \\${found} for a backslash, or use a raw string in back-quotes`,
  },
  LEX005: {
    severity: 'error',
    text: ({ found }) => `${shown(found)} is neither a number nor a duration`,
    hint: () => 'a duration is a whole number and s, m, h, d, w or mo, without a space: 5m',
  },
  LEX006: {
    severity: 'warning',
    text: ({ found }) => `negative numbers such as ${found} are not documented`,
    hint: ({ found }) => `write 0 - ${found.replace(/^-\s*/, '')}`,
  },
  LEX007: {
    severity: 'error',
    text: ({ found }) => `a regular expression takes no flags, but ${shown(found)} follows it`,
    hint: ({ found }) =>
      found === 'i' ? 'write nocase after it' : 'write flags inside it, as in /(?s).../',
  },
  PAR001: {
    severity: 'error',
    text: ({ expected, found }) => `expected ${expected}, found ${shown(found)}`,
  },
  PAR002: {
    severity: 'error',
    text: ({ found }) =>
      found === '' ? 'the rule has no name' : `${shown(found)} cannot be the name of a rule`,
    hint: () => 'a name has letters, digits and underscores, and does not begin with a digit',
  },
  PAR010: {
    severity: 'error',
    text: ({ found, before }) => `section ${found} must stand before ${before}`,
    hint: () => 'the order is meta, setup, events, match, outcome, condition, options, export',
  },
  PAR011: {
    severity: 'error',
    text: ({ found, line }) => `section ${found} stands twice; the first is on line ${line}`,
    hint: () => 'put both together',
  },
  PAR012: {
    severity: 'error',
    text: ({ expected }) => `the rule has no ${expected} section`,
    hint: ({ expected, found }) =>
      found === '}' || found === ''
        ? `write ${expected}: before the end of the rule`
        : `write ${expected}: before ${found}`,
  },
  PAR013: {
    severity: 'error',
    text: ({ found }) => `${shown(found)} is not a section`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
  },
  PAR014: {
    severity: 'error',
    text: ({ found }) => `${found} belongs to searches and dashboards, not to rules`,
    hint: () => 'take it out',
  },
  PAR015: {
    severity: 'error',
    text: ({ found }) => `this ${found} is never closed`,
    hint: ({ found }) => `write ${found === '(' ? ')' : ']'} where it ends`,
  },
  PAR020: {
    severity: 'error',
    text: ({ found, what }) =>
      what === 'literal'
        ? `${shown(found)} alone is no condition`
        : `${shown(found)} is neither a variable nor a text`,
    hint: ({ instead }) => (instead === undefined ? undefined : `write ${instead}`),
  },
  PAR021: {
    severity: 'error',
    text: ({ found }) => `an operator is missing before ${shown(found)}`,
    hint: () => 'inside parentheses write and or or between two conditions',
  },
  PAR022: {
    severity: 'error',
    text: ({ found }) => `comparisons cannot be chained with ${found}`,
    hint: ({ left, first, middle, found, right }) =>
      `write ${left} ${first} ${middle} and ${middle} ${found} ${right}`,
  },
  PAR023: {
    severity: 'error',
    text: ({ found }) => `a condition is one expression, but ${shown(found)} follows it`,
    hint: () => 'join its parts with and or or',
  },
  PAR024: {
    severity: 'error',
    text: ({ limit }) => `this is nested more than ${limit} deep`,
    hint: () => 'split it into several statements',
  },
  PAR030: {
    severity: 'error',
    text: ({ name, place }) => `rule ${name} is declared twice; the first is at ${place}`,
    hint: () => 'give one of them another name',
  },
  PAR031: {
    severity: 'warning',
    text: ({ key, line }) => `meta key ${key} stands twice; the first is on line ${line}`,
    hint: () => 'keep one of them',
  },
  PAR032: {
    severity: 'warning',
    text: ({ key }) => `the value of meta key ${key} is not a string in double quotes`,
    hint: ({ found }) => `write "${found.replaceAll(/[`"]/g, '')}"`,
  },
  PAR033: {
    severity: 'error',
    text: () => 'the file holds no rule',
    hint: () => 'a rule begins with: rule name {',
  },
  PAR034: {
    severity: 'error',
    text: ({ name, first }) => `the file holds a second rule, ${name}, after ${first}`,
    hint: () => 'give it a file of its own',
  },
};

/** What to write instead of signs that other languages have. */
const INSTEAD: Readonly<Record<string, string>> = {
  '==': 'equality is written with one =',
  '=~': 'a match is written = /regex/',
  '~': 'a match is written = /regex/',
  '<>': 'write !=',
  '&&': 'write and',
  '&': 'write and',
  '||': 'write or',
  '|': 'write or',
  ';': 'statements need no separator',
  '#': 'a comment begins with //',
  $: 'a variable is $ and a name, without a space',
  "'": 'strings stand in double quotes',
  '‘': 'strings stand in straight double quotes',
  '’': 'strings stand in straight double quotes',
  '“': 'strings stand in straight double quotes',
  '”': 'strings stand in straight double quotes',
};
