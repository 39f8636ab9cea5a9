import { shown, type Wording } from './message.ts';

/** Of windows, counts, nesting and options (yara-l §3.3, LIM and OPT). */
export interface LimitParams {
  readonly LIM001: { readonly found: string };
  readonly LIM002: { readonly found: string };
  readonly LIM003: { readonly found: string; readonly instead: string };
  readonly LIM004: object;
  readonly LIM005: { readonly count: number };
  readonly LIM006: {
    readonly what: string;
    readonly limit: number;
    /** Where only older pages of the reference set this limit: what newer ones allow. */
    readonly newer: number | undefined;
  };
  readonly LIM007: { readonly count: number };
  readonly LIM008: object;
  readonly LIM009: {
    readonly list: string;
    readonly why: 'or' | 'and' | 'events';
  };
  readonly LIM010: { readonly what: string };
  readonly OPT001: { readonly found: string; readonly nearest: string | undefined };
  readonly OPT002: { readonly key: string; readonly found: string };
  readonly OPT003: { readonly found: string; readonly window: string };
  readonly OPT004: object;
  readonly OPT005: object;
}

export const LIMITS: Wording<LimitParams> = {
  LIM001: {
    severity: 'error',
    text: ({ found }) => `a window over ${found} is out of range`,
    hint: () => 'write 1m to 48h',
  },
  LIM002: {
    severity: 'error',
    text: ({ found }) => `a window by ${found} is out of range`,
    hint: () => 'write 1m to 72h',
  },
  LIM003: {
    severity: 'error',
    text: ({ found }) =>
      `with over there is no window without an event, so ${found} alone can never be found`,
    hint: ({ instead }) => `write ${instead} in match`,
  },
  LIM004: {
    severity: 'warning',
    text: () => 'a window that slides on the only event variable finds what over alone finds',
    hint: () => 'take before or after out',
  },
  LIM005: {
    severity: 'error',
    text: ({ count }) => `the rule has ${count} outcomes; 20 are allowed`,
    hint: () => 'take out what nobody reads',
  },
  LIM006: {
    severity: 'error',
    text: ({ what, limit, newer }) =>
      newer === undefined
        ? `the rule has more than ${limit} ${what}`
        : `the rule has more than ${limit} ${what}: older pages of the reference allow no more, newer ones ${newer}`,
    hint: () => 'put lists together',
  },
  LIM007: {
    severity: 'error',
    text: ({ count }) => `the rule joins ${count} columns of data tables; 10 are allowed`,
    hint: () => 'test membership with in instead',
  },
  LIM008: {
    severity: 'error',
    text: () => 'functions are nested more than 20 deep',
    hint: () => 'bind a part to a placeholder or an outcome of its own',
  },
  LIM009: {
    severity: 'error',
    text: ({ list, why }) =>
      why === 'events'
        ? `${list} stands in an or of several events`
        : `${list} stands in one ${why} with other conditions`,
    hint: ({ why }) =>
      why === 'and'
        ? 'make each a statement of its own'
        : 'put the other values into the list, or write a rule for each',
  },
  LIM010: {
    severity: 'error',
    text: ({ what }) => `the rule has more than two ${what}`,
    hint: () => 'split the rule',
  },
  OPT001: {
    severity: 'error',
    text: ({ found }) => `${shown(found)} is not an option`,
    hint: ({ nearest }) =>
      nearest === undefined
        ? 'known are allow_zero_values and suppression_window'
        : `did you mean ${nearest}?`,
  },
  OPT002: {
    severity: 'error',
    text: ({ key, found }) =>
      `${key} cannot be ${shown(found)}: it takes ${key === 'suppression_window' ? 'a duration' : 'true or false'}`,
    hint: ({ key }) =>
      `write ${key} = ${key === 'suppression_window' ? '1h' : 'true'}, for example`,
  },
  OPT003: {
    severity: 'warning',
    text: ({ found, window }) =>
      `a suppression_window of ${found} has no effect: it is not longer than the match window of ${window}`,
    hint: ({ window }) => `write more than ${window}, or take it out`,
  },
  OPT004: {
    severity: 'info',
    text: () => 'without $suppression_key one detection suppresses all others of the rule',
    hint: () => 'write $suppression_key = and a field in outcome, unless that is meant',
  },
  OPT005: {
    severity: 'warning',
    text: () =>
      '$suppression_key has no effect in a rule with match: its match variables are the key',
    hint: () => 'take it out',
  },
};
