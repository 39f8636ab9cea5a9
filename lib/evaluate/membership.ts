import type { Membership } from '../yaral/ast.ts';
import type { AddressRange } from './cidr.ts';
import { rangesOf, type ListContent } from './lookups.ts';
import { alternations, searchPattern } from './pattern.ts';
import type { Environment, Scope } from './scope.ts';
import { bool, list, name, sql, text, type Sql } from './sql.ts';

/** More values than this are put into a relation of their own: a long IN list is slow to plan and to run. */
const MOST_INLINE = 100;

/** Whether a text is one of a list, matches one of its patterns, or lies in one of its ranges. */
export function listTest(
  subject: Sql,
  { kind, values }: ListContent,
  fold: boolean,
  { lookups }: Environment,
  scope: Scope,
): Sql {
  if (kind === 'cidr') return rangeTest(subject, rangesOf(values));
  if (kind === 'regex') {
    const patterns = values.map((one) => searchPattern(one, fold));
    const tests = alternations(patterns).map(
      (one) => sql`regexp_matches(${subject}, ${text(one)})`,
    );
    return values.length === 0 ? bool(false) : sql`(${list(tests, ' OR ')})`;
  }
  const wanted = [...new Set(fold ? values.map((one) => one.toLowerCase()) : values)];
  const value = fold ? sql`lower(${subject})` : subject;
  if (wanted.length === 0) return bool(false);
  return wanted.length <= MOST_INLINE || scope.lambda === true
    ? sql`${value} IN (${list(wanted.map(text))})`
    : sql`${value} IN (SELECT v FROM ${name(lookups.relation(wanted))})`;
}

/** Whether an address lies in one of the ranges; what is no address lies in none (yara-l §5.6). */
export function rangeTest(address: Sql, ranges: readonly AddressRange[]): Sql {
  const [first, ...others] = ranges;
  if (first === undefined) return bool(false);
  if (others.length === 0) {
    return sql`coalesce(ip_key(${address}) BETWEEN ${text(first.low)} AND ${text(first.high)}, false)`;
  }
  // The lambda computes the key once for all ranges.
  const tests = ranges.map(({ low, high }) => sql`ipk BETWEEN ${text(low)} AND ${text(high)}`);
  return sql`coalesce(list_transform([ip_key(${address})], lambda ipk: ${list(tests, ' OR ')})[1], false)`;
}

/** The kind that a test asks for: its word, or the list's own. */
export function kindOf({ mode }: Membership, content: ListContent): ListContent {
  return mode === 'plain' ? content : { ...content, kind: mode };
}
