import type { Wording } from './message.ts';

/** Of outcomes and aggregates (yara-l §3.3, OUT). */
export interface OutcomeParams {
  readonly OUT001: { readonly name: string; readonly line: number };
  readonly OUT002: { readonly found: string; readonly instead: string };
  readonly OUT003: {
    readonly found: string;
    readonly why: 'repeated' | 'indexed';
    readonly instead: string;
  };
  readonly OUT004: {
    /** `max`, or `$name`. */
    readonly found: string;
    readonly outer: string;
    readonly what: 'aggregate' | 'outcome';
  };
  readonly OUT005: { readonly name: string; readonly line: number };
  readonly OUT006: { readonly name: string; readonly nearest: string | undefined };
  readonly OUT007: { readonly name: string; readonly where: string };
  readonly OUT008: { readonly name: string; readonly what: string };
  readonly OUT009: { readonly found: string };
  readonly OUT010: { readonly found: string };
  readonly OUT011: { readonly events: readonly string[] };
  readonly OUT012: {
    readonly found: string;
    readonly why: 'place' | 'aggregate';
  };
  readonly OUT013: {
    readonly found: string;
    /** What multiplies the rows: a repeated field, or a joined event. */
    readonly cause: string;
  };
}

export const OUTCOMES: Wording<OutcomeParams> = {
  OUT001: {
    severity: 'error',
    text: ({ name, line }) => `outcome $${name} is given twice; the first is on line ${line}`,
    hint: () => 'give one of them another name',
  },
  OUT002: {
    severity: 'error',
    text: ({ found }) => `with match, ${found} has many values and needs an aggregate`,
    hint: ({ instead }) => `write ${instead}`,
  },
  OUT003: {
    severity: 'error',
    text: ({ found, why }) =>
      why === 'repeated'
        ? `${found} is repeated, so it has many values and needs an aggregate`
        : `${found} cannot stand alone in outcome, although its index leaves one value`,
    hint: ({ why, instead }) =>
      why === 'repeated'
        ? `write ${instead}`
        : `bind it in events, and write the placeholder: ${instead}`,
  },
  OUT004: {
    severity: 'error',
    text: ({ found, outer, what }) =>
      what === 'aggregate'
        ? `${found} stands inside ${outer}: aggregates cannot be nested`
        : `${outer} cannot aggregate the outcome ${found}`,
    hint: ({ found, outer, what }) =>
      what === 'aggregate' ? `keep ${outer} or ${found}` : `write ${found} without ${outer}`,
  },
  OUT005: {
    severity: 'error',
    text: ({ name, line }) => `outcome $${name} is used before its value is given on line ${line}`,
    hint: () => 'move this line below that one',
  },
  OUT006: {
    severity: 'error',
    text: ({ name }) => `outcome names $${name}, which events does not declare`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean $${nearest}?`),
  },
  OUT007: {
    severity: 'error',
    text: ({ name, where }) => `outcome $${name} cannot stand in ${where}`,
    hint: ({ where }) =>
      where === 'arrays.length' ? 'write arrays.size' : 'give it a field of an event',
  },
  OUT008: {
    severity: 'error',
    text: ({ name, what }) => `$${name} is ${what} already, so it cannot be an outcome`,
    hint: ({ name }) => `write $${name}_value, for example`,
  },
  OUT009: {
    severity: 'error',
    text: ({ found }) => `${found} can stand only in outcome`,
    hint: ({ found }) => `write $name = ${found}(…) in outcome, and test $name in condition`,
  },
  OUT010: {
    severity: 'error',
    text: ({ found }) => `in a rule ${found} needs the prefix window`,
    hint: ({ found }) => `write window.${found}`,
  },
  OUT011: {
    severity: 'error',
    text: ({ events }) =>
      `${dollars(events)} stand in one outcome, but nothing in events joins them`,
    hint: () => 'join them in events',
  },
  OUT012: {
    severity: 'error',
    text: ({ found, why }) =>
      why === 'place'
        ? `${found} can stand only in outcome`
        : `with match, ${found} needs an aggregate`,
    hint: ({ found, why }) =>
      why === 'place'
        ? `write $name = max(${found}(…)) in outcome, and test $name in condition`
        : `write max(${found}(…))`,
  },
  OUT013: {
    severity: 'info',
    text: ({ found, cause }) => `${found} sees a value once for every ${cause}`,
    hint: ({ found }) =>
      found === 'sum'
        ? 'take max if each event has one value'
        : `write ${found}_distinct if each value is to count once`,
  },
};

function dollars(names: readonly string[]): string {
  return names.map((name) => `$${name}`).join(' and ');
}
