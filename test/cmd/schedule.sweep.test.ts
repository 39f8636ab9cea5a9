import { describe, expect, it } from 'vitest';
import {
  BOUND_SECONDS,
  FIRST_APPLY_RULES,
  firstApply,
  firstApplyFiles,
} from '../bench/first-apply.ts';
import { testRepository } from '../helpers/repository.ts';

/** Long for an answer of the service, so that waiting for one would show. */
const LATENCY_MS = 400;

describe('chron apply, at the published rates', () => {
  it('creates, enables and alerts 200 rules in the time that the busiest method takes', async () => {
    const { root } = await testRepository(firstApplyFiles());
    const { ran, seconds, calls } = await firstApply(root, LATENCY_MS);
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });

    const done = (operation: string): number =>
      calls.filter((call) => call.operation === operation && call.status === 200).length;
    for (const operation of ['CreateRule', 'EnableLiveRule', 'EnableAlerting'])
      expect([operation, done(operation)]).toEqual([operation, FIRST_APPLY_RULES]);
    expect(calls.filter(({ status }) => status !== 200)).toEqual([]);
    expect(seconds).toBeGreaterThan(BOUND_SECONDS - 3);
    expect(seconds).toBeLessThanOrEqual(1.05 * BOUND_SECONDS);
  }, 60_000);
});
