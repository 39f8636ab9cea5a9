import { describe, expect, it } from 'vitest';
import { backoffMs, RetryBudget, retryAfterMs } from '../../lib/secops/retry.ts';

describe('backoffMs', () => {
  it.each([
    [0, 1000],
    [1, 2000],
    [2, 4000],
    [4, 16_000],
    [5, 30_000],
    [60, 30_000],
  ])('is anything up to its cap at retry %i', (retry, cap) => {
    expect(backoffMs(retry, () => 0)).toBe(0);
    expect(backoffMs(retry, () => 0.5)).toBe(cap / 2);
    expect(backoffMs(retry, () => 0.999)).toBeLessThan(cap);
  });
});

describe('retryAfterMs', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  it.each([
    ['7', 7000],
    [' 7 ', 7000],
    ['0', 0],
    ['100000', 120_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Thu, 01 Jan 2026 05:00:00 GMT', 120_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});

describe('RetryBudget', () => {
  it('has twenty retries', () => {
    const budget = new RetryBudget();
    const taken = Array.from({ length: 25 }, () => budget.take());
    expect(taken.filter(Boolean)).toHaveLength(20);
  });

  it('gets one more for ten successes, and never more than twenty', () => {
    const budget = new RetryBudget();
    for (let at = 0; at < 100; at += 1) budget.succeeded();
    for (let at = 0; at < 20; at += 1) budget.take();
    expect(budget.take()).toBe(false);
    for (let at = 0; at < 9; at += 1) budget.succeeded();
    expect(budget.take()).toBe(false);
    budget.succeeded();
    expect(budget.take()).toBe(true);
  });
});
