import { expect, it } from 'vitest';
import { meets } from '../helpers/cel.ts';

const CLAIMS = { repository_id: '1', ref: 'refs/heads/main', event_name: 'push' };

it.each([
  [`assertion.repository_id == "1"`, true],
  [`assertion.repository_id == '2'`, false],
  [`assertion.event_name in ["pull_request", "push"]`, true],
  [`assertion.event_name in ['schedule']`, false],
  [`assertion.repository_id == '1' && assertion.ref == 'refs/heads/main'`, true],
  [`assertion.repository_id == '1' && assertion.ref == 'refs/heads/x'`, false],
  [`assertion.ref == 'x' || assertion.repository_id == '1'`, true],
  [`assertion.ref == 'x' && (assertion.ref == 'y' || assertion.repository_id == '1')`, false],
  [`(assertion.ref == 'x' && assertion.ref == 'y') || (assertion.repository_id == '1')`, true],
  [`assertion.environment == 'prod'`, false],
  [`assertion.environment != 'prod'`, false],
])('%s: %s', (condition, met) => {
  expect(meets(condition, CLAIMS)).toBe(met);
});

it.each([
  'true',
  `assertion.ref.matches('.*')`,
  `assertion.ref == 'a' extra`,
  '',
  `assertion.ref ==`,
])('refuses to read %s', (condition) => {
  expect(() => meets(condition, CLAIMS)).toThrow('no condition');
});
