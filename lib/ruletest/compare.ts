import type {
  ExpectedDetection,
  ExpectedScalar,
  ExpectedValue,
  Expectation,
} from '../model/rule-test.ts';
import type { Difference, FoundInCase, NamedText } from '../model/test-result.ts';
import { compareText } from '../text.ts';

/** Sets what a case expects against what was found. None means that it passes. */
export function compareFound(
  expected: Exclude<Expectation, { readonly kind: 'unsupported' }>,
  found: readonly FoundInCase[],
): readonly Difference[] {
  const { place } = expected;
  if (expected.kind === 'count') {
    const { count } = expected;
    return count === found.length
      ? []
      : [{ kind: 'count', expected: count, found: found.length, place }];
  }
  const { detections } = expected;
  const pairs = pairUp(detections, found);
  const taken = new Set(pairs.values());
  const differences = detections.flatMap((one, at): readonly Difference[] => {
    const partner = pairs.get(at);
    const other = partner === undefined ? undefined : found[partner];
    return partner === undefined || other === undefined
      ? [{ kind: 'missing', expected: at, place: one.place }]
      : differencesOf(one, other, { expected: at, found: partner });
  });
  const extra = found.flatMap((_, at): readonly Difference[] =>
    taken.has(at) ? [] : [{ kind: 'extra', found: at, place }],
  );
  return [...differences, ...extra];
}

/** For each expected detection the found one: as many exact fits as there can be, then those that differ least. */
function pairUp(
  expected: readonly ExpectedDetection[],
  found: readonly FoundInCase[],
): ReadonlyMap<number, number> {
  const costs = expected.map((one) =>
    found.map((other) => differencesOf(one, other, { expected: 0, found: 0 }).length),
  );
  const owner = new Map<number, number>();
  const settle = (at: number, tried: Set<number>): boolean => {
    for (const [other, cost] of (costs[at] ?? []).entries()) {
      if (cost > 0 || tried.has(other)) continue;
      tried.add(other);
      const before = owner.get(other);
      if (before !== undefined && !settle(before, tried)) continue;
      owner.set(other, at);
      return true;
    }
    return false;
  };
  for (const at of expected.keys()) settle(at, new Set());
  const pairs = new Map([...owner].map(([other, at]) => [at, other]));
  const rest = expected.flatMap((_, at) =>
    pairs.has(at)
      ? []
      : found.flatMap((__, other) =>
          owner.has(other) ? [] : [{ at, other, cost: costs[at]?.[other] ?? 0 }],
        ),
  );
  for (const { at, other } of rest.toSorted((a, b) => a.cost - b.cost)) {
    if (pairs.has(at) || owner.has(other)) continue;
    pairs.set(at, other);
    owner.set(other, at);
  }
  return pairs;
}

function differencesOf(
  wanted: ExpectedDetection,
  got: FoundInCase,
  at: { readonly expected: number; readonly found: number },
): readonly Difference[] {
  const { place } = wanted;
  const values = (
    of: 'match' | 'outcome',
    named: ReadonlyMap<string, ExpectedValue>,
    texts: readonly NamedText[],
  ): readonly Difference[] =>
    [...named].flatMap(([name, value]): readonly Difference[] => {
      const text = texts.find((one) => one.name === name)?.text;
      return text !== undefined && fits(value, text)
        ? []
        : [{ kind: 'value', ...at, of, name, wanted: wordsOf(value), got: text, place }];
    });
  const places = [...new Set(wanted.events)].toSorted((a, b) => a - b);
  const alike = places.join() === got.events.join();
  return [
    ...values('match', wanted.match, got.match),
    ...values('outcome', wanted.outcomes, got.outcomes),
    ...(wanted.events === undefined || alike
      ? []
      : [{ kind: 'events' as const, ...at, wanted: places, got: got.events, place }]),
  ];
}

/** Detections carry text (backstory-v2 §3.3): several values stand joined, in no order that a test could rely on. */
function fits(value: ExpectedValue, text: string): boolean {
  if (!isList(value)) return same(value, text);
  const wanted = value.length === 0 ? [] : wordsOf(value).split(', ').toSorted(compareText);
  const got = text === '' ? [] : text.split(', ').toSorted(compareText);
  return wanted.length === got.length && wanted.every((one, at) => same(one, got[at] ?? ''));
}

function isList(value: ExpectedValue): value is readonly ExpectedScalar[] {
  return Array.isArray(value);
}

function same(wanted: ExpectedScalar, text: string): boolean {
  if (String(wanted) === text) return true;
  return typeof wanted === 'number' && text.trim() !== '' && Number(text) === wanted;
}

function wordsOf(value: ExpectedValue): string {
  return isList(value) ? value.map(String).join(', ') : String(value);
}
