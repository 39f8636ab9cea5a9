import { expect, it } from 'vitest';
import { meaningOf, type Meaning } from '../../lib/github/failure.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const RESET = String(NOW.getTime() / 1000 + 90);

it.each<[string, number, Readonly<Record<string, string>>, string, Meaning]>([
  ['done', 201, {}, '', { kind: 'ok' }],
  ['nothing to say', 204, {}, '', { kind: 'ok' }],
  ['too many', 429, { 'retry-after': '7' }, '', { kind: 'limited', waitMs: 7000 }],
  ['too many, without a time', 429, {}, '', { kind: 'limited', waitMs: 60_000 }],
  [
    'a secondary limit',
    403,
    {},
    'You have exceeded a secondary rate limit',
    { kind: 'limited', waitMs: 60_000 },
  ],
  ['a 403 that says when', 403, { 'retry-after': '5' }, '', { kind: 'limited', waitMs: 5000 }],
  [
    'a used up limit',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    '',
    { kind: 'limited', waitMs: 91_000 },
  ],
  [
    'a limit that is over',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    '',
    { kind: 'limited', waitMs: 1000 },
  ],
  [
    'not permitted',
    403,
    { 'x-ratelimit-remaining': '12' },
    'Resource not accessible',
    { kind: 'refused' },
  ],
  ['not there', 404, {}, '', { kind: 'refused' }],
  ['not valid', 422, {}, '', { kind: 'refused' }],
  ['elsewhere', 301, {}, '', { kind: 'refused' }],
  ['broken', 500, {}, '', { kind: 'unknown' }],
  ['slow', 408, {}, '', { kind: 'unknown' }],
])('takes an answer for what it is: %s', (_name, status, headers, message, meaning) => {
  const get = (name: string): string | null => headers[name] ?? null;
  expect(meaningOf({ status, headers: { get }, message }, NOW)).toEqual(meaning);
});
