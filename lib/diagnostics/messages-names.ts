import type { Wording } from './message.ts';

interface Named {
  /** Without `$`. */
  readonly name: string;
}

interface Guessed extends Named {
  /** A declared name that was probably meant, without `$`. */
  readonly nearest: string | undefined;
}

interface Unjoined extends Guessed {
  /** A statement that would join it. */
  readonly instead: string;
}

/** Of names, what they are bound to and how events are joined (yara-l §3.3, SEM). SEM023 is chron's own. */
export interface NameParams {
  readonly SEM001: Guessed & { readonly outcome: boolean };
  readonly SEM002: Guessed;
  readonly SEM003: Unjoined;
  readonly SEM004: object;
  readonly SEM005: Named & { readonly what: 'an or' | 'a function' | 'an inequality' };
  readonly SEM006: Guessed & { readonly outcome: boolean };
  readonly SEM007: { readonly found: string; readonly instead: string };
  readonly SEM008: Named & { readonly instead: string };
  readonly SEM009: Named & { readonly instead: string };
  readonly SEM010: Guessed & { readonly known: readonly string[] };
  readonly SEM011: Guessed & { readonly others: readonly string[]; readonly instead: string };
  readonly SEM012: { readonly name: string | undefined };
  readonly SEM013: Unjoined;
  readonly SEM014: Guessed & { readonly known: readonly string[] };
  readonly SEM015: Named;
  readonly SEM016: Named & { readonly other: string };
  readonly SEM017: Named;
  readonly SEM018: Named;
  readonly SEM019: Named & { readonly first: string; readonly second: string };
  readonly SEM020: Named & { readonly events: readonly string[] };
  readonly SEM021: { readonly found: string; readonly events: readonly string[] };
  readonly SEM022: Named;
  readonly SEM023: Named;
}

export const NAMES: Wording<NameParams> = {
  SEM001: {
    severity: 'error',
    text: ({ name }) => `$${name} is used, but nothing gives it a value`,
    hint: ({ name, nearest, outcome }) =>
      outcome
        ? `$${name} is an outcome: test it in condition`
        : (meant(nearest) ??
          `bind it to a field of an event: $${name} = $e.principal.hostname, for example`),
  },
  SEM002: {
    severity: 'error',
    text: ({ name }) => `$${name} is bound to no field of an event, only to other values`,
    hint: ({ name, nearest }) =>
      meant(nearest) ??
      `bind it to a field of an event: $${name} = $e.principal.hostname, for example`,
  },
  SEM003: {
    severity: 'error',
    text: ({ name }) => `event variable $${name} is not joined to the other events`,
    hint: ({ nearest, instead }) => meant(nearest) ?? `join it with a field of theirs: ${instead}`,
  },
  SEM004: {
    severity: 'error',
    text: () => 'a join cannot go through arithmetic',
    hint: () => 'compare two fields as they are; arithmetic may stand in a comparison with < or >',
  },
  SEM005: {
    severity: 'warning',
    text: ({ name, what }) => `$${name} is joined only by ${what}, which is slow`,
    hint: () => 'add an equality of two fields, or a placeholder that both events share',
  },
  SEM006: {
    severity: 'error',
    text: ({ name }) => `match variable $${name} is not bound in events`,
    hint: ({ name, nearest, outcome }) =>
      outcome
        ? 'an outcome cannot be a match variable: it is computed after the match'
        : (meant(nearest) ?? `bind it in events: $${name} = $e.principal.user.userid, for example`),
  },
  SEM007: {
    severity: 'error',
    text: ({ found }) => `${found} cannot be a match variable: only placeholders can`,
    hint: ({ instead }) => instead,
  },
  SEM008: {
    severity: 'error',
    text: ({ name }) => `match variable $${name} cannot stand in condition: it has one value`,
    hint: ({ instead }) => `count events instead: ${instead}`,
  },
  SEM009: {
    severity: 'error',
    text: ({ name }) => `event variable $${name} is not in condition`,
    hint: ({ instead }) => `write ${instead}`,
  },
  SEM010: {
    severity: 'error',
    text: ({ name }) => `condition names $${name}, which nothing declares`,
    hint: ({ nearest, known }) => meant(nearest) ?? knownAs(known),
  },
  SEM011: {
    severity: 'error',
    text: ({ name, others }) =>
      `the rule joins $${name} with ${listed(others)}, but has no match section`,
    hint: ({ nearest, instead }) =>
      meant(nearest) ?? `write before outcome or condition: ${instead}`,
  },
  SEM012: {
    severity: 'error',
    text: ({ name }) =>
      name === undefined
        ? 'events names no event'
        : `the rule has no event: $${name} is an entity of the graph`,
    hint: () => 'write an event too: $e.metadata.event_type = "USER_LOGIN", for example',
  },
  SEM013: {
    severity: 'error',
    text: ({ name }) => `entity variable $${name} is not joined to an event`,
    hint: ({ nearest, instead }) => meant(nearest) ?? `join it with a field of one: ${instead}`,
  },
  SEM014: {
    severity: 'error',
    text: ({ name }) => `$${name} is no event variable, so the window has nothing to slide on`,
    hint: ({ nearest, known }) => meant(nearest) ?? knownAs(known),
  },
  SEM015: {
    severity: 'error',
    text: ({ name }) => `$${name} cannot be a name: ${name} is a word of the language`,
    hint: ({ name }) => `write $${name}_value, for example`,
  },
  SEM016: {
    severity: 'warning',
    text: ({ name, other }) => `$${name} and $${other} are two variables: case matters`,
    hint: ({ other }) => `write $${other} here too if one is meant`,
  },
  SEM017: {
    severity: 'warning',
    text: ({ name }) => `$${name} is bound, but nothing uses it`,
    hint: () => 'take it out, or use it in match, outcome or condition',
  },
  SEM018: {
    severity: 'error',
    text: ({ name }) => `$${name} is a value here, but an event elsewhere`,
    hint: () => 'give the value a name of its own',
  },
  SEM019: {
    severity: 'error',
    text: ({ name, first, second }) =>
      `$${name} reads from ${second} here, but from ${first} before`,
    hint: () => 'take two variables, and join them',
  },
  SEM020: {
    severity: 'error',
    text: ({ name, events }) =>
      events.length === 0
        ? `$${name} is bound to a value that depends on no event`
        : `$${name} is bound to a value that depends on several events: ${listed(events)}`,
    hint: () => 'a function that gives a placeholder its value takes fields of exactly one event',
  },
  SEM021: {
    severity: 'error',
    text: ({ found, events }) =>
      `${found} takes fields of one event, but these are of ${listed(events)}`,
    hint: () => 'call it for each event, and compare the results',
  },
  SEM022: {
    severity: 'warning',
    text: ({ name }) => `$${name} is bound below or or not, which has no defined meaning`,
    hint: () => 'bind it in a statement of its own',
  },
  SEM023: {
    severity: 'error',
    text: ({ name }) => `#${name} can stand only in condition`,
    hint: () => 'in outcome write count_distinct( ) with a field of the event',
  },
};

/** "Did you mean" for a variable. */
function meant(nearest: string | undefined): string | undefined {
  return nearest === undefined ? undefined : `did you mean $${nearest}?`;
}

function knownAs(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `known are ${names.map((name) => `$${name}`).join(', ')}`;
}

/** `$a and $b`; data tables keep their `%`. */
function listed(names: readonly string[]): string {
  return names.map((name) => (name.startsWith('%') ? name : `$${name}`)).join(' and ');
}
