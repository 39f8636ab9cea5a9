import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import type { Rule } from '../../../lib/yaral/ast.ts';
import { indexNodes } from '../../../lib/yaral/symbols-index.ts';
import { walk } from '../../../lib/yaral/walk.ts';
import { ruleOf } from './marked.ts';

function symbolsOf(body: string) {
  const { symbols } = analyze({ path: 'a.yaral', text: ruleOf(body) });
  if (symbols === undefined) throw new Error('there is no rule');
  return symbols;
}

function ruleAndIndex(body: string, known?: Rule) {
  const rule = known ?? analyze({ path: 'a.yaral', text: ruleOf(body) }).rule;
  if (rule === undefined) throw new Error('there is no rule');
  return { rule, index: indexNodes(rule) };
}

const TWO = `
  events:
    $login.metadata.event_type = "USER_LOGIN"
    $login.principal.user.userid = $user and ($ip = $login.principal.ip)
    $asset.graph.entity.ip = $ip
    $pair = strings.concat($login.principal.hostname, ":", $user)
    $user = $other
    $user != "root" or $late = $login.target.hostname
  match:
    $user over 5m after $login
  outcome:
    $n = count_distinct($ip)
    $score = $n + 1
  condition:
    #login > 1 and $asset and $score > 5`;

describe('collectSymbols', () => {
  const symbols = symbolsOf(TWO);

  it('finds event variables and what feeds them', () => {
    expect(
      [...symbols.events.values()].map(({ name, source, paths }) => [name, source, paths.length]),
    ).toEqual([
      ['login', 'udm', 5],
      ['asset', 'graph', 1],
    ]);
  });

  it('tells the parent of every node, for a few questions and for many', () => {
    const { index, rule } = ruleAndIndex(TWO);
    const wrong: string[] = [];
    walk(rule, {
      enter: (node, ancestors) => {
        const fresh = ruleAndIndex(TWO, rule).index.parentOf(node);
        const wanted = ancestors.at(-1);
        if (fresh !== wanted || index.parentOf(node) !== wanted) wrong.push(node.kind);
      },
    });
    expect(wrong).toEqual([]);
  });

  it('gives nodes and uses of the whole rule and of one section, which may stand twice', () => {
    const { index } = ruleAndIndex(`${TWO}
  outcome:
    $twice = strings.to_lower($login.principal.hostname)`);
    expect(index.of('call').map(({ name }) => name)).toEqual([
      'strings.concat',
      'count_distinct',
      'strings.to_lower',
    ]);
    expect(index.of('call', 'outcome').map(({ name }) => name)).toEqual([
      'count_distinct',
      'strings.to_lower',
    ]);
    expect(index.uses('outcome').map(({ name }) => name)).toEqual([
      'n',
      'ip',
      'score',
      'n',
      'twice',
      'login',
    ]);
    expect(index.uses().length).toBeGreaterThan(index.uses('events').length + 6);
    expect(index.uses('setup')).toEqual([]);
    const [call] = index.of('call', 'outcome');
    expect(call && index.sectionOf(call)).toBe('outcome');
  });

  it('finds placeholders with what binds them', () => {
    const told = [...symbols.placeholders.values()].map(({ name, bindings, equations, events }) => [
      name,
      bindings
        .map(({ value, conditional }) => (conditional ? `${value.kind}, perhaps` : value.kind))
        .join(' '),
      equations.length,
      [...events].join(' '),
    ]);
    expect(told).toEqual([
      ['user', 'path', 2, 'login'],
      ['ip', 'path path', 2, 'login asset'],
      ['pair', 'call', 1, 'login'],
      ['other', '', 1, ''],
      ['late', 'path, perhaps', 1, 'login'],
    ]);
  });

  it('finds match variables and outcomes', () => {
    expect([...symbols.matches.keys()]).toEqual(['user']);
    expect([...symbols.outcomes.keys()]).toEqual(['n', 'score']);
  });

  it('tells each use of a name by its role', () => {
    expect(symbols.usesOf('login').map(({ section, role }) => `${section} ${role}`)).toEqual([
      ...Array.from({ length: 4 }, () => 'events field'),
      'events field',
      'match pivot',
      'condition count',
    ]);
    expect(symbols.usesOf('score').map(({ section, role }) => `${section} ${role}`)).toEqual([
      'outcome outcome',
      'condition bare',
    ]);
    expect(symbols.usesOf('nobody')).toEqual([]);
  });

  it('takes statements apart at and, but not below or', () => {
    expect(symbols.conjuncts.map(({ node }) => node.kind)).toEqual([
      'comparison',
      'comparison',
      'comparison',
      'comparison',
      'comparison',
      'comparison',
      'logical',
    ]);
  });
});

/** A rule with a match section, a second statement and a condition. */
function windowed(condition: string, statement = ''): string {
  return `
  events:
    $e.principal.user.userid = $user
    ${statement}
  match:
    $user over 5m
  outcome:
    $n = count_distinct($e.metadata.id)
  condition:
    ${condition}`;
}

describe('the class of a rule', () => {
  it.each<[expected: string, title: string, body: string]>([
    [
      'single-event',
      'without match',
      '  events:\n    $e.principal.hostname = "x"\n  condition:\n    $e',
    ],
    ['windowed-single-event', 'an event exists', windowed('$e')],
    ['windowed-single-event', 'more than none', windowed('#e > 0')],
    ['windowed-single-event', 'at least one', windowed('#e >= 1')],
    ['windowed-single-event', 'none is less', windowed('(0 < #e)')],
    ['windowed-single-event', 'one or more', windowed('1 <= #e')],
    ['multi-event', 'several of one event', windowed('#e > 1')],
    ['multi-event', 'an outcome is tested', windowed('$e and $n > 5')],
    ['multi-event', 'two events', windowed('$e and $f', '$f.principal.user.userid = $user')],
    ['multi-event', 'an entity', windowed('$e', '$g.graph.entity.user.userid = $user')],
    ['multi-event', 'a row of a data table', windowed('$e', '$e.principal.hostname = %t.host')],
    [
      'windowed-single-event',
      'a column as a list',
      windowed('$e', '$e.principal.hostname in %t.host'),
    ],
    [
      'multi-event',
      'a composite input',
      windowed('$d').replace('$e.principal.user.userid', '$d.detection.detection.rule_name'),
    ],
    [
      'multi-event',
      'a metric without match',
      '  events:\n    $e.principal.hostname = "x"\n  outcome:\n    $n = metrics.auth_attempts_fail(period: 1d)\n  condition:\n    $e',
    ],
  ])('is %s: %s', (expected, _, body) => {
    expect(symbolsOf(body).ruleClass).toBe(expected);
  });
});
