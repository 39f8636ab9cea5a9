import type { Wording } from './message.ts';

/** Of the condition: what must exist, what may be missing (yara-l §3.3, CND). */
export interface ConditionParams {
  readonly CND001: { readonly instead: string };
  readonly CND002: { readonly found: string };
  readonly CND003: { readonly name: string; readonly events: readonly string[] };
  readonly CND004: { readonly name: string };
  readonly CND005: { readonly found: string; readonly instead: string };
  readonly CND006: { readonly found: string };
  readonly CND007: {
    readonly events: readonly string[];
    readonly why: 'many' | 'entity' | 'tumbling' | 'disputed';
  };
  readonly CND008: {
    readonly why: 'more' | 'zero' | 'unbounded' | 'mixed' | 'tumbling' | 'member';
    readonly found: string;
    readonly length: number;
  };
  readonly CND009: { readonly instead: string };
  readonly CND010: {
    readonly name: string;
    readonly type: string;
    readonly operator: string;
    readonly instead: string;
  };
  readonly CND011: { readonly found: string };
  readonly CND012: { readonly name: string };
  readonly CND013: { readonly found: string; readonly always: boolean };
  readonly CND014: { readonly name: string; readonly why: 'alone' | 'value' | 'arithmetic' };
  readonly CND015: { readonly found: string; readonly why: 'events' | 'match' };
}

export const CONDITIONS: Wording<ConditionParams> = {
  CND001: {
    severity: 'error',
    text: () => 'the condition demands no event: it holds where none exists',
    hint: ({ instead }) => `demand one: ${instead}`,
  },
  CND002: {
    severity: 'error',
    text: ({ found }) => `${found} may be absent, but is joined to no event that must exist`,
    hint: () => 'join it in events to one that condition demands',
  },
  CND003: {
    severity: 'error',
    text: ({ name, events }) =>
      `match variable $${name} has its value only from ${dollars(events)}, which may be absent`,
    hint: ({ name }) => `bind $${name} to a field of an event that condition demands, too`,
  },
  CND004: {
    severity: 'error',
    text: ({ name }) => `the window slides on $${name}, so condition must demand it`,
    hint: ({ name }) => `write $${name} in condition, or slide on an event that must exist`,
  },
  CND005: {
    severity: 'error',
    text: ({ found }) => `not cannot stand before ${found}`,
    hint: ({ instead }) => `write ${instead}`,
  },
  CND006: {
    severity: 'error',
    text: ({ found }) => `${found} may hold without an event, so it cannot stand in or`,
    hint: () => 'join it with and instead, or demand the event',
  },
  CND007: {
    severity: 'error',
    text: ({ events, why }) => `or between ${dollars(events)} ${WHY_NO_OR[why]}`,
    hint: ({ why }) =>
      why === 'disputed' ? 'write a rule for each, to be safe' : 'write a rule for each',
  },
  CND008: {
    severity: 'error',
    text: ({ why, found, length }) => WHY_NO_COUNT[why](found, length),
    hint: ({ why, length }) => {
      if (why === 'more') return `write at most ${length} of`;
      if (why === 'zero') return 'write at least 1 of';
      return why === 'unbounded' ? 'demand one event or more, as in $e or #e > 2' : undefined;
    },
  },
  CND009: {
    severity: 'error',
    text: () =>
      'the test of the outcome belongs to the last event alone: and binds tighter than or',
    hint: ({ instead }) => `write ${instead}`,
  },
  CND010: {
    severity: 'error',
    text: ({ name, type, operator }) =>
      operator === ''
        ? `outcome $${name} is ${type}, which alone is no condition`
        : `outcome $${name} is ${type}, which ${operator} cannot compare`,
    hint: ({ instead }) => `write ${instead}`,
  },
  CND011: {
    severity: 'error',
    text: ({ found }) => `${found} is a value of an event, which condition cannot test`,
    hint: () => 'test it in events, or make it an outcome and test that',
  },
  CND012: {
    severity: 'warning',
    text: ({ name }) => `$${name} is an outcome, and # counts events and placeholders`,
    hint: ({ name }) => `write $${name}`,
  },
  CND013: {
    severity: 'warning',
    text: ({ found, always }) => `${found} ${always ? 'always' : 'never'} holds`,
    hint: ({ always }) => (always ? 'test what must be true of a detection' : 'write > instead'),
  },
  CND014: {
    severity: 'error',
    text: ({ name, why }) => WHY_NO_NUMBER[why](name),
    hint: ({ name }) => `write #${name} > 5, for example`,
  },
  CND015: {
    severity: 'error',
    text: ({ found, why }) =>
      why === 'events'
        ? `${found} is not known in events: windows are made after them`
        : `${found} needs a window, but the rule has no match section`,
    hint: ({ why }) =>
      why === 'events' ? 'use it in outcome or condition' : 'write match: with over or by',
  },
};

const WHY_NO_OR = {
  many: 'is more than two event variables',
  entity: 'joins an entity, which must be bound by and',
  tumbling: 'cannot go with a tumbling window',
  disputed: 'is allowed by some pages of the reference and forbidden by others',
} as const;

const WHY_NO_COUNT = {
  more: (found: string, length: number) => `${found} of ${length} can never hold`,
  zero: () => '0 of a list always holds',
  unbounded: (found: string) => `${found} may hold without an event, so it cannot be counted`,
  mixed: (found: string) =>
    `${found} is no event as the others are, so they cannot be counted together`,
  tumbling: () => 'counting events cannot go with a tumbling window',
  member: (found: string) => `${found} is neither an event nor a placeholder`,
} as const;

const WHY_NO_NUMBER = {
  alone: (name: string) => `#${name} is a number and alone no condition`,
  value: (name: string) => `#${name} can be compared only with a whole number`,
  arithmetic: (name: string) => `arithmetic cannot be done on #${name}`,
} as const;

function dollars(names: readonly string[]): string {
  return names.map((name) => `$${name}`).join(' and ');
}
