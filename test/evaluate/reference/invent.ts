import * as fc from 'fast-check';
import type { FieldName, PlainEvent } from './rows.ts';
import type { Demand, PlainOutcome, PlainRule, PlainVariable, PlainWindow, Test } from './rule.ts';

/** A rule and events that it may find something in. */
export interface Trial {
  readonly rule: PlainRule;
  readonly events: readonly PlainEvent[];
}

const START = 1_767_225_600;
const TEXTS = ['', 'a', 'A', 'b'];
const SEVERITIES = ['UNKNOWN_SEVERITY', 'LOW', 'HIGH'];
const ACTIONS = ['UNKNOWN_ACTION', 'ALLOW', 'BLOCK'];

const event: fc.Arbitrary<PlainEvent> = fc.record({
  // Often the same times, so that the ends of windows are met.
  t: fc.integer({ min: 0, max: 12 }).map((minutes) => START + minutes * 60),
  host: fc.constantFrom(...TEXTS),
  user: fc.constantFrom(...TEXTS),
  bytes: fc.integer({ min: 0, max: 3 }),
  ips: fc.array(fc.constantFrom('', 'a', 'b', 'c'), { maxLength: 3 }),
  results: fc.array(
    fc.record({
      severity: fc.constantFrom(...SEVERITIES),
      actions: fc.array(fc.constantFrom(...ACTIONS), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  labels: fc.array(
    fc.record({ key: fc.constantFrom('k', 'K', 'l'), value: fc.constantFrom(...TEXTS) }),
    { maxLength: 2 },
  ),
});

const VALUES: Readonly<Record<FieldName, readonly (string | number)[]>> = {
  host: TEXTS,
  user: TEXTS,
  bytes: [0, 1, 2],
  ip: ['', 'a', 'b'],
  severity: SEVERITIES,
  action: ACTIONS,
  label: TEXTS,
};
const LISTS: readonly FieldName[] = ['ip', 'severity', 'action'];
const FIELDS: readonly FieldName[] = ['host', 'user', 'bytes', 'ip', 'severity', 'action', 'label'];

const simpleTest: fc.Arbitrary<Test> = fc.constantFrom(...FIELDS).chain((field) => {
  const ordered = field === 'bytes';
  const enumerated = field === 'severity' || field === 'action';
  return fc.record({
    field: fc.constant(field),
    quantifier: LISTS.includes(field)
      ? fc.constantFrom(undefined, undefined, 'any' as const, 'all' as const)
      : fc.constant(undefined),
    sign: ordered
      ? fc.constantFrom('=' as const, '!=' as const, '<' as const, '>' as const)
      : fc.constantFrom('=' as const, '!=' as const),
    value: fc.constantFrom(...VALUES[field]),
    negated: fc.boolean(),
    nocase: ordered || enumerated ? fc.constant(false) : fc.boolean(),
    or: fc.constant(undefined),
  });
});

const test: fc.Arbitrary<Test> = fc
  .tuple(simpleTest, fc.option(simpleTest, { nil: undefined, freq: 3 }))
  .map(([one, or]) => ({ ...one, or }));

const KEY_FIELDS: readonly FieldName[] = ['host', 'user', 'ip', 'label'];

function outcomesFor(names: readonly string[]): fc.Arbitrary<readonly PlainOutcome[]> {
  const one = fc.oneof(
    fc.record({
      aggregate: fc.constantFrom(
        'count' as const,
        'count_distinct' as const,
        'array_distinct' as const,
      ),
      variable: fc.constantFrom(...names),
      field: fc.constantFrom(...FIELDS),
    }),
    fc.record({
      aggregate: fc.constantFrom('sum' as const, 'max' as const, 'min' as const),
      variable: fc.constantFrom(...names),
      field: fc.constant('bytes' as const),
    }),
  );
  return fc.array(one, { maxLength: 3 });
}

const alone: fc.Arbitrary<PlainRule> = fc
  .record({ tests: fc.array(test, { minLength: 1, maxLength: 3 }), outcomes: outcomesFor(['e']) })
  .map(({ tests, outcomes }) => ({
    ...EMPTY,
    variables: [{ name: 'e', tests, bindings: [], absent: false }],
    outcomes,
    demands: [{ kind: 'exists', name: 'e' }],
  }));

const EMPTY: Omit<PlainRule, 'variables' | 'demands'> = {
  joins: [],
  ordered: false,
  keys: [],
  window: undefined,
  outcomes: [],
  allowZeros: false,
};

const windowOf = (kinds: readonly PlainWindow['kind'][]): fc.Arbitrary<PlainWindow> =>
  fc.record({ kind: fc.constantFrom(...kinds), minutes: fc.constantFrom(2, 5) });

const windowed: fc.Arbitrary<PlainRule> = fc
  .record({
    tests: fc.array(test, { maxLength: 2 }),
    key: fc.constantFrom(...KEY_FIELDS),
    counted: fc.option(fc.constantFrom(...KEY_FIELDS), { nil: undefined }),
    window: windowOf(['hop', 'tumbling']),
    outcomes: outcomesFor(['e']),
    above: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom(
      'exists' as const,
      'count' as const,
      'placeholder' as const,
      'outcome' as const,
    ),
    allowZeros: fc.boolean(),
  })
  .map(({ tests, key, counted, window, outcomes, above, kind, allowZeros }) => {
    const bindings = [
      { placeholder: 'p', field: key },
      ...(counted === undefined ? [] : [{ placeholder: 'q', field: counted }]),
    ];
    const at = outcomes.findIndex(({ aggregate }) => aggregate !== 'array_distinct');
    const demands: Demand[] = [{ kind: 'exists', name: 'e' }];
    if (kind === 'count') demands.splice(0, 1, { kind: 'count', name: 'e', above });
    else if (kind === 'placeholder' && counted !== undefined) {
      demands.push({ kind: 'count', name: 'q', above });
    } else if (kind === 'outcome' && at >= 0) demands.push({ kind: 'outcome', at, above });
    const variables: readonly PlainVariable[] = [{ name: 'e', tests, bindings, absent: false }];
    return { ...EMPTY, variables, keys: ['p'], window, outcomes, demands, allowZeros };
  });

const paired: fc.Arbitrary<PlainRule> = fc
  .record({
    tests: fc.tuple(fc.array(test, { maxLength: 2 }), fc.array(test, { maxLength: 2 })),
    keys: fc.tuple(fc.constantFrom(...KEY_FIELDS), fc.constantFrom(...KEY_FIELDS)),
    joins: fc.array(
      fc.record({
        left: fc.constantFrom('host' as const, 'user' as const, 'label' as const, 'ip' as const),
        sign: fc.constantFrom('=' as const, '!=' as const),
        right: fc.constantFrom('host' as const, 'user' as const, 'label' as const),
      }),
      { maxLength: 1 },
    ),
    ordered: fc.boolean(),
    window: windowOf(['hop', 'tumbling', 'after', 'before']),
    outcomes: outcomesFor(['a', 'b']),
    second: fc.constantFrom('exists' as const, 'absent' as const, 'count' as const),
    above: fc.integer({ min: 0, max: 2 }),
    firstCounted: fc.boolean(),
  })
  .map(({ tests, keys, joins, ordered, window, outcomes, second, above, firstCounted }) => {
    const absent = second === 'absent';
    const variables: readonly PlainVariable[] = [
      {
        name: 'a',
        tests: tests[0],
        bindings: [{ placeholder: 'p', field: keys[0] }],
        absent: false,
      },
      { name: 'b', tests: tests[1], bindings: [{ placeholder: 'p', field: keys[1] }], absent },
    ];
    const demands: readonly Demand[] = [
      firstCounted ? { kind: 'count', name: 'a', above } : { kind: 'exists', name: 'a' },
      second === 'count' ? { kind: 'count', name: 'b', above } : { kind: second, name: 'b' },
    ];
    return { ...EMPTY, variables, joins, ordered, keys: ['p'], window, outcomes, demands };
  });

/** Rules of every class with up to a dozen events. */
export const trial: fc.Arbitrary<Trial> = fc.record({
  rule: fc.oneof(alone, windowed, paired),
  events: fc.array(event, { minLength: 1, maxLength: 10 }),
});
