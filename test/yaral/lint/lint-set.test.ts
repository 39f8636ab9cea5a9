import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { amongOthers, lintSet, type Severities } from '../../../lib/yaral/lint.ts';
import { ruleOf } from './lint-text.ts';

/** Rules a, b, … from their sections; what is said of them as together, as `path id`. */
function said(sections: readonly string[], severities?: Severities): readonly string[] {
  const rules = sections.map((text, at) => {
    const name = String.fromCharCode(97 + at);
    const rule = ruleOf(text)
      .replace('rule x {', `rule ${name} {`)
      .replace('"mr_1"', `"mr_${name}"`);
    const source = { path: `rules/${name}.yaral`, text: rule };
    return amongOthers(source, analyze(source));
  });
  return lintSet(rules, severities).map(({ path, id }) => `${path} ${id}`);
}

const TWO =
  '$a.metadata.event_type = "USER_LOGIN"\n$b.metadata.event_type = "USER_LOGOUT"\n$a.principal.ip = $ip\n$b.principal.ip = $ip';
const MATCH = '\nmatch:\n  $ip over 60m\ncondition:\n  #a > 2 and $b';

/** A rule whose rule_id is the same whatever its name. */
function meta(port: number): string {
  return `meta:\n  rule_id = "mr_0"\nevents:\n  $e.principal.port = ${port}`;
}

describe('lintSet', () => {
  it.each([
    ['the same text', '$e.principal.port = 22', '$e.principal.port = 22'],
    ['other names', '$e.principal.port = 22', '$login.principal.port = 22\ncondition:\n  $login'],
    [
      'another order',
      '$e.principal.port = 22\n$e.target.port = 1',
      '$e.target.port = 1\n$e.principal.port = 22',
    ],
    [
      'and for a new line',
      '$e.principal.port = 22\n$e.target.port = 1',
      '($e.target.port = 1 and ($e.principal.port = 22))',
    ],
    ['sides exchanged', '$e.principal.port > 22', '22 < $e.principal.port'],
    ['another spelling', '$e.target.url = "a\\\\b"', '$e.udm.target.url = `a\\b`'],
    [
      'other comments and outcomes',
      '$e.principal.port = 22',
      '// x\n$e.principal.port = 22\noutcome:\n  $risk_score = 95',
    ],
    [
      'a join with all names exchanged',
      `${TWO}${MATCH}`,
      `$x.metadata.event_type = "USER_LOGOUT"\n$y.metadata.event_type = "USER_LOGIN"\n$k = $x.principal.ip\n$k = $y.principal.ip\nmatch:\n  $k over 1h\ncondition:\n  #y > 2 and $x`,
    ],
  ])('finds the same logic in two rules: %s', (_title, before, after) => {
    expect(said([before, after])).toEqual(['rules/b.yaral CHR140']);
  });

  it.each([
    ['another value', '$e.principal.port = 22', '$e.principal.port = 23'],
    ['another field', '$e.principal.port = 22', '$e.target.port = 22'],
    [
      'or for and',
      '$e.principal.port = 22\n$e.target.port = 1',
      '$e.principal.port = 22 or $e.target.port = 1',
    ],
    ['sides of an order', '$e.principal.port > 22', '$e.principal.port < 22'],
    ['nocase', '$e.target.url = "a"', '$e.target.url = "a" nocase'],
    ['a text and a pattern', '$e.target.url = "a"', '$e.target.url = /a/'],
    ['another count', `${TWO}${MATCH}`, `${TWO}${MATCH.replace('> 2', '> 3')}`],
    ['another window', `${TWO}${MATCH}`, `${TWO}${MATCH.replace('60m', '61m')}`],
    [
      'counting the other event',
      `${TWO}${MATCH}`,
      `${TWO}${MATCH.replace('#a > 2 and $b', '#b > 2 and $a')}`,
    ],
    [
      'an outcome that the condition asks for',
      '$e.principal.port = 22\noutcome:\n  $risk_score = $e.target.port\ncondition:\n  $e and $risk_score > 5',
      '$e.principal.port = 22\noutcome:\n  $risk_score = $e.src.port\ncondition:\n  $e and $risk_score > 5',
    ],
    [
      'an option',
      '$e.principal.port = 22',
      '$e.principal.port = 22\noptions:\n  suppression_window = 1h',
    ],
  ])('keeps two rules apart by %s', (_title, before, after) => {
    expect(said([before, after])).toEqual([]);
  });

  it('names the first of three by path, whatever the order of the input', () => {
    const same = '$e.principal.port = 22';
    expect(said([same, same, same])).toEqual(['rules/b.yaral CHR140', 'rules/c.yaral CHR140']);
  });

  it('finds a rule_id that two rules share', () => {
    expect(said([meta(1), meta(2)])).toEqual(['rules/b.yaral CHR141']);
  });

  it('says nothing of rules with errors', () => {
    expect(
      said(['$e.principal.port = 22', '$e.principal.port = 22\n$e.principal.port = "x"']),
    ).toEqual([]);
  });

  it('is as loud as wanted, and heeds comments', () => {
    const same = '$e.principal.port = 22';
    expect(said([same, same], new Map([['CHR140', 'off']]))).toEqual([]);
    expect(said([same, `//! chron-ignore CHR140: another tenant\n${same}`])).toEqual([]);
    expect(said([`//! chron-ignore CHR140: another tenant\n${same}`])).toEqual([
      'rules/a.yaral CHR192',
    ]);
  });
});
