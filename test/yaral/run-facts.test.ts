import { describe, expect, it } from 'vitest';
import { runFacts } from '../../lib/yaral/run-facts.ts';

const ruleOf = (events: string, match = ''): string =>
  `rule one {\n  meta:\n    author = "a"\n  events:\n    ${events}\n${match}  condition:\n    $e\n}\n`;

describe('the facts of a run', () => {
  it.each([
    ['a single event', '', 0],
    ['a hop window', '  match:\n    $u over 10m\n', 600_000],
    ['a tumbling window', '  match:\n    $u by 2d\n', 172_800_000],
    ['a sliding window', '  match:\n    $u over 90s before $e\n', 90_000],
  ])('%s reaches back as far as its window is long', (_title, match, reachMs) => {
    expect(runFacts(ruleOf('$e.principal.user.userid = $u', match)).reachMs).toBe(reachMs);
  });

  it.each([
    ['none', '$e.metadata.event_type = "USER_LOGIN"', []],
    ['one', '$e.metadata.log_type = "OKTA"', ['OKTA']],
    ['the other way round', '"OKTA" = $e.metadata.log_type', ['OKTA']],
    ['without case', '$e.metadata.log_type = "okta" nocase', ['OKTA']],
    ['through udm', '$e.udm.metadata.log_type = "OKTA"', ['OKTA']],
    [
      'several, each once',
      '($e.metadata.log_type = "OKTA" or $e.metadata.log_type = "AWS_CLOUDTRAIL")\n    $f.metadata.log_type = "OKTA"',
      ['OKTA', 'AWS_CLOUDTRAIL'],
    ],
    ['of a list in place', '$e.metadata.log_type in ["OKTA", "GCP"]', ['OKTA', 'GCP']],
    ['not what is kept out', 'not $e.metadata.log_type = "OKTA"', []],
    ['not what differs', '$e.metadata.log_type != "OKTA"', []],
    ['not of another field', '$e.metadata.product_name = "OKTA"', []],
  ])('name log types: %s', (_title, events, logTypes) => {
    expect(runFacts(ruleOf(events)).logTypes).toEqual(logTypes);
  });

  it('are none of a text that is no rule', () => {
    expect(runFacts('nonsense')).toEqual({ reachMs: 0, logTypes: [] });
  });
});
