import { shown, type Wording } from './message.ts';

/** What is wrong with a call (TYP007). `usage` is the call as it should be: `re.regex(text, pattern)`. */
export type CallFault = { readonly name: string; readonly usage: string } & (
  | { readonly why: 'count'; readonly expected: string; readonly count: number }
  | {
      readonly why: 'type';
      readonly parameter: string;
      readonly wanted: string;
      readonly type: string;
    }
  | { readonly why: 'named' | 'unnamed'; readonly argument: string }
  | { readonly why: 'missing'; readonly argument: string; readonly values: readonly string[] }
  | {
      readonly why: 'value';
      readonly argument: string;
      readonly value: string;
      readonly values: readonly string[];
    }
);

/**
 * Of types, functions and their arguments (yara-l §3.3, TYP and CMP; CMP003 is chron's own). Types are words with their
 * article: `an integer`.
 */
export interface TypeParams {
  readonly TYP001: {
    readonly left: string;
    readonly right: string;
    readonly instead: string | undefined;
  };
  readonly TYP002: object;
  readonly TYP003: { readonly type: string; readonly instead: string | undefined };
  readonly TYP004: { readonly what: 'a regular expression' | 'nocase'; readonly name: string };
  readonly TYP005: { readonly type: string; readonly operator: string };
  readonly TYP006: {
    readonly found: string;
    readonly why: 'unknown' | 'search' | 'undocumented';
    readonly nearest: string | undefined;
  };
  readonly TYP007: CallFault;
  readonly TYP008: {
    readonly why: 'type' | 'operator' | 'expression';
    /** Of the side that is no string. */
    readonly type: string;
  };
  readonly TYP009: { readonly name: string };
  readonly TYP010: { readonly reason: string; readonly instead: string | undefined };
  readonly TYP011: { readonly name: string; readonly groups: number };
  readonly TYP012: { readonly reference: string; readonly groups: number };
  readonly TYP013: { readonly found: string; readonly why: 'address' | 'length' | 'form' };
  readonly TYP014: object;
  readonly TYP015: { readonly first: string; readonly second: string };
  readonly TYP016: { readonly type: string };
  readonly TYP017: { readonly type: string; readonly instead: string };
  readonly TYP018: { readonly operator: string; readonly type: string };
  readonly TYP019: { readonly type: string; readonly instead: string };
  readonly TYP020: { readonly name: string; readonly type: string };
  readonly TYP021: { readonly name: string; readonly type: string };
  readonly TYP022: { readonly type: string };
  readonly TYP023: {
    readonly found: string;
    readonly what: 'time zone' | 'time format';
    readonly instead: string;
  };
  readonly CMP001: object;
  readonly CMP002: { readonly field: string };
  readonly CMP003: { readonly operator: string };
}

export const TYPES: Wording<TypeParams> = {
  TYP001: {
    severity: 'error',
    text: ({ left, right }) => `${left} cannot be compared with ${right}`,
    hint: ({ instead }) => (instead === undefined ? undefined : `write ${instead}`),
  },
  TYP002: {
    severity: 'error',
    text: () => 'both sides of this comparison are constants',
    hint: () => 'compare a field or a placeholder with one of them',
  },
  TYP003: {
    severity: 'error',
    text: ({ type }) => `a regular expression matches text, but this is ${type}`,
    hint: ({ instead }) => (instead === undefined ? undefined : `write ${instead}`),
  },
  TYP004: {
    severity: 'error',
    text: ({ what, name }) => `${what} does not go with a value of ${name}`,
    hint: () => 'compare with = and the value’s name, several of them between or',
  },
  TYP005: {
    severity: 'error',
    text: ({ type, operator }) => `${type} has no order, so ${operator} does not compare it`,
    hint: () => 'write = or !=',
  },
  TYP006: {
    severity: 'error',
    text: ({ found, why }) =>
      why === 'search'
        ? `function ${shown(found)} belongs to searches and dashboards, not to rules`
        : why === 'undocumented'
          ? `function ${shown(found)} is not in the reference of rules`
          : `there is no function ${shown(found)}`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
  },
  TYP007: { severity: 'error', text: callText, hint: callHint },
  TYP008: {
    severity: 'error',
    text: ({ why, type }) =>
      ({
        type: `nocase compares text, but this is ${type}`,
        operator: 'nocase goes with = and != only',
        expression: 'nocase stands after a comparison, a list test or a call that is one',
      })[why],
    hint: () => 'leave out nocase',
  },
  TYP009: {
    severity: 'warning',
    text: ({ name }) => `the pattern of ${name} is not a constant, so nobody can check it`,
    hint: () => 'write it as a string in back-quotes, or take it from a data table',
  },
  TYP010: {
    severity: 'error',
    text: ({ reason }) => `this is no regular expression of RE2: ${reason}`,
    hint: ({ instead }) => instead,
  },
  TYP011: {
    severity: 'error',
    text: ({ name, groups }) => `${name} takes a pattern with one group at most, not ${groups}`,
    hint: () => 'write (?:...) for groups that only hold together',
  },
  TYP012: {
    severity: 'error',
    text: ({ reference, groups }) =>
      groups === 0
        ? `${reference} names a group, but the pattern has none`
        : `${reference} names a group that the pattern does not have`,
    hint: ({ groups }) =>
      groups === 0
        ? 'write parentheses around what it should stand for'
        : `\\1 to \\${Math.min(groups, 9)} stand for its groups, \\0 for the whole match`,
  },
  TYP013: {
    severity: 'error',
    text: ({ found, why }) =>
      why === 'length'
        ? `${shown(found)} has a prefix that is too long`
        : `${shown(found)} is no range of addresses`,
    hint: ({ why }) =>
      ({
        address: 'a range is an address and a prefix: "10.0.0.0/8", "2001:db8::/32"',
        length: 'at most /32 after an IPv4 address, /128 after an IPv6 address',
        form: 'write the prefix after the address: "10.0.0.1/32" for one address alone',
      })[why],
  },
  TYP014: {
    severity: 'error',
    text: () => 'nocase does not go with in cidr',
    hint: () => 'leave out nocase: addresses have no case',
  },
  TYP015: {
    severity: 'error',
    text: ({ first, second }) => `one branch of this if is ${first}, the other ${second}`,
    hint: () => 'let both be numbers, or both strings',
  },
  TYP016: {
    severity: 'error',
    text: ({ type }) => `this if has no else, and its value is ${type}`,
    hint: () => 'write a third argument: only a number has 0 in its place',
  },
  TYP017: {
    severity: 'error',
    text: ({ type }) => `the condition of if is ${type}, not a comparison`,
    hint: ({ instead }) => `write ${instead}`,
  },
  TYP018: {
    severity: 'error',
    text: ({ operator, type }) =>
      operator === '%' && type === 'a float'
        ? '% takes whole numbers, but this is a float'
        : `${operator} takes numbers, but this is ${type}`,
    hint: ({ operator, type }) =>
      operator === '+' && type === 'a string'
        ? 'write strings.concat(first, second)'
        : type === 'a string'
          ? 'write cast.as_int(text) for a number that is written as text'
          : undefined,
  },
  TYP019: {
    severity: 'error',
    text: ({ type }) => `this is ${type}, not a condition`,
    hint: ({ instead }) => `compare it: ${instead}`,
  },
  TYP020: {
    severity: 'error',
    text: ({ name, type }) => `outcome $${name} is ${type}, not a number, a string or a list`,
    hint: ({ type }) => (type === 'a boolean' ? 'write if(condition, 1, 0)' : undefined),
  },
  TYP021: {
    severity: 'error',
    text: ({ name, type }) => `${name} takes numbers, but this is ${type}`,
    hint: () => 'write array_distinct to keep the values, or count_distinct to count them',
  },
  TYP022: {
    severity: 'error',
    text: ({ type }) => `$risk_score is ${type}, not a number`,
    hint: () => 'write a number from 0 to 100',
  },
  TYP023: {
    severity: 'error',
    text: ({ found, what }) => `${shown(found)} is no ${what}`,
    hint: ({ instead }) => instead,
  },
  CMP001: {
    severity: 'warning',
    text: () => 'the service refuses a statement that begins with arithmetic in parentheses',
    hint: () => 'turn the comparison round, so that the other side comes first',
  },
  CMP002: {
    severity: 'warning',
    text: ({ field }) =>
      `the service refuses arithmetic of ${field}, which is unsigned, with an integer`,
    hint: ({ field }) => `write cast.as_int(${field})`,
  },
  CMP003: {
    severity: 'warning',
    text: ({ operator }) => `comparing text with ${operator} is not documented`,
    hint: () => 'compare numbers, or match a regular expression',
  },
};

function callText(fault: CallFault): string {
  const { name } = fault;
  switch (fault.why) {
    case 'count':
      return `${name} takes ${fault.expected}, not ${fault.count}`;
    case 'type':
      return `${fault.parameter} of ${name} must be ${fault.wanted}, but this is ${fault.type}`;
    case 'named':
      return `${name} takes no named argument ${shown(fault.argument)}`;
    case 'unnamed':
      return `${name} takes named arguments only`;
    case 'missing':
      return `${name} lacks the argument ${fault.argument}`;
    case 'value':
      return `${fault.argument} of ${name} cannot be ${shown(fault.value)}`;
  }
}

function callHint(fault: CallFault): string {
  if (fault.why === 'missing') return `write ${fault.argument}: ${fault.values.join(' or ')}`;
  if (fault.why === 'value') return `write ${fault.values.join(' or ')}`;
  return `write ${fault.usage}`;
}
