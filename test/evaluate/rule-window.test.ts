import { describe, expect, it } from 'vitest';
import { windowMs } from '../../lib/evaluate/rule-window.ts';
import { analyze } from '../../lib/yaral/analyze.ts';

function aRule(match: string, options: string): string {
  return `rule a {
  meta:
    author = "a"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid = $user
${match}
  condition:
    $e
${options}
}
`;
}

describe('windowMs', () => {
  it.each([
    ['', '', 0],
    ['  match:\n    $user over 10m', '', 600_000],
    ['  match:\n    $user over 10m', '  options:\n    suppression_window = 1h', 3_600_000],
    ['  match:\n    $user over 2h', '  options:\n    suppression_window = 1h', 7_200_000],
  ])('of a rule with %j and %j is %i', (match, options, ms) => {
    expect(windowMs(analyze({ path: 'a.yaral', text: aRule(match, options) }))).toBe(ms);
  });

  it('is 0 where there is no rule', () => {
    expect(windowMs({ rule: undefined })).toBe(0);
  });
});
