import { AGGREGATES, CONDITIONAL, WINDOW_FUNCTIONS } from './functions-aggregate.ts';
import { ARRAY_FUNCTIONS } from './functions-array.ts';
import { METRICS } from './functions-metrics.ts';
import { CAST_FUNCTIONS, MATH_FUNCTIONS } from './functions-number.ts';
import type { LiteralRole, Signature } from './functions-signature.ts';
import { REGEX_FUNCTIONS, STRING_FUNCTIONS } from './functions-text.ts';
import { TIME_FUNCTIONS } from './functions-time.ts';

/** All functions of rules that compute something, by name (yara-l §5); `METRICS` are the others. */
export const FUNCTIONS = {
  ...REGEX_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...ARRAY_FUNCTIONS,
  ...CAST_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...CONDITIONAL,
  ...AGGREGATES,
  ...WINDOW_FUNCTIONS,
} as const satisfies Readonly<Record<string, Signature>>;

export type FunctionName = keyof typeof FUNCTIONS;

const BY_NAME: ReadonlyMap<string, Signature> = new Map([...Object.entries(FUNCTIONS), ...METRICS]);

/** All functions with their names, metrics last. */
export function allFunctions(): ReadonlyMap<string, Signature> {
  return BY_NAME;
}

/** A function by its name, which has a case. */
export function functionNamed(name: string): Signature | undefined {
  return BY_NAME.get(name);
}

/** Which parameter of a function has a role, of which none has two; undefined if none has. */
export function parameterOf(name: string, role: LiteralRole): number | undefined {
  return PLACES[role].get(name);
}

const PLACES: Readonly<Record<LiteralRole, ReadonlyMap<string, number>>> = {
  regex: placesOf('regex'),
  replacement: placesOf('replacement'),
  cidr: placesOf('cidr'),
  'time-zone': placesOf('time-zone'),
  'time-format': placesOf('time-format'),
};

function placesOf(role: LiteralRole): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [name, { parameters }] of Object.entries(FUNCTIONS)) {
    const at = parameters.findIndex((parameter) => parameter.role === role);
    if (at >= 0) places.set(name, at);
  }
  return places;
}

/** Statistics that rules write with `window.` before them, and searches without (yara-l §3.3 OUT010). */
export const WINDOW_ONLY: ReadonlySet<string> = new Set(
  'avg stddev variance median mode first last range percentile'.split(' '),
);

/** Functions that searches and dashboards have, and rules do not (yara-l §5.8). */
export const SEARCH_ONLY: ReadonlySet<string> = new Set(['group']);

/** Functions that are named elsewhere, but not in Google's reference of rules (yara-l §5). */
export const UNDOCUMENTED: ReadonlySet<string> = new Set([
  're.count',
  're.count_distinct',
  'strings.shannon_entropy',
  'strings.substr',
  'cast.as_uint',
  'timestamp.diff',
  'timestamp.truncate',
  'timestamp.current_hours',
  'timestamp.subtract',
]);
