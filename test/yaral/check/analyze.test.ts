import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { typeName } from '../../../lib/yaral/types.ts';
import { nodesOf, walk } from '../../../lib/yaral/walk.ts';
import { ruleOf } from './marked.ts';

const RULE = ruleOf(`
  events:
    $e.principal.hostname = "x"
  condition:
    $e`);

const idsOf = (text: string) => analyze({ path: 'a.yaral', text }).diagnostics.map(({ id }) => id);

/** A variable deep inside calls. */
const deep = (at: number) => `${'strings.to_lower('.repeat(200)}$p${at}${')'.repeat(200)}`;

describe('analyze', () => {
  it('gives the tree and its types beside what is wrong', () => {
    const { rule, types, diagnostics } = analyze({ path: 'a.yaral', text: RULE });
    expect(diagnostics).toEqual([]);
    expect(rule?.name.text).toBe('case');
    const told = [...types()].map(
      ([{ span }, type]) => `${RULE.slice(span.start, span.end)}: ${typeName(type)}`,
    );
    expect(told.toSorted()).toEqual([
      '"chron": a string',
      '"x": a string',
      '$e.principal.hostname = "x": a boolean',
      '$e.principal.hostname: a string',
      '$e: a whole event',
      '$e: a whole event',
    ]);
  });

  it.each<[type: string, value: string]>([
    ['a string', '$host'],
    ['a string', 'strings.concat($e.target.port, "x")'],
    ['an integer', '#e'],
    ['an integer', '$e.target.port + 1'],
    ['an unsigned integer', '$e.network.sent_bytes + $e.network.received_bytes'],
    ['a float', '$e.target.port / 2'],
    ['a float', 'if($e.target.port = 1, 1, 1.5)'],
    ['a value of Metadata.EventType', '$type'],
    ['a string', 'if($e.target.port = 1, $type, "x")'],
    ['a list of strings', 'array_distinct($host)'],
    ['a list of integers', 'array($e.target.port)'],
    ['an integer', 'max($e.target.port)'],
    ['bytes', '$e.metadata.id'],
    ['a google.protobuf.Timestamp', 'earliest($e.metadata.event_timestamp)'],
    ['a value', '$unknown'],
    ['a value', 'no.such_function(1)'],
    ['a value', '$later'],
  ])('finds %s in %s', (type, value) => {
    const text = ruleOf(`
  events:
    $host = $e.principal.hostname
    $type = $e.metadata.event_type
    $loop = strings.concat($e.principal.hostname, $later)
    $later = $later + $e.target.port
  outcome:
    $value = ${value}
  condition:
    $e`);
    const { rule, types } = analyze({ path: 'a.yaral', text });
    const outcome = rule === undefined ? undefined : nodesOf(rule, 'assignment')[0]?.value;
    const found = outcome === undefined ? undefined : types().get(outcome);
    expect(found && typeName(found)).toBe(type);
  });

  it('types every kind of expression', () => {
    const text = ruleOf(`
  events:
    not ($e.principal.ip = "x" or any $e.principal.ip = /x/ nocase) and $e.target.port in [1, 1.5]
    $e.target.hostname in %l
    $e.target.hostname is not null
    if(true, 1) + - 2 * $n > 5m
    $n = %t.c
    $x = null
  condition:
    (#e > 1 and !$f) or 1 of [$e, $f]
  export:
    %t.write_row(a: $n)`);
    const { rule, types } = analyze({ path: 'a.yaral', text });
    if (rule === undefined) throw new Error('there is no rule');
    const structure = ['rule', 'name', 'entry', 'field', 'named-argument', 'star'];
    const sections = ['meta', 'events', 'condition', 'export'];
    const untyped: string[] = [];
    walk(rule, {
      enter: (node) => {
        const typed = [...types().keys()].some((one) => one === node);
        if (!typed && ![...structure, ...sections].includes(node.kind)) untyped.push(node.kind);
      },
    });
    expect(untyped).toEqual([]);
  });

  it('checks every rule of a text, and tells that there should be one', () => {
    const other = RULE.replace('rule case', 'rule other').replace('hostname', 'hostnam');
    expect(idsOf(RULE + other)).toEqual(['PAR034', 'FLD001']);
    expect(idsOf(RULE + RULE)).toEqual(['PAR030']);
  });

  it('has no rule where there is none', () => {
    const { rule, symbols, types, diagnostics } = analyze({ path: 'a.yaral', text: '' });
    expect([rule, symbols, types().size]).toEqual([undefined, undefined, 0]);
    expect(diagnostics.map(({ id }) => id)).toEqual(['PAR033']);
  });

  it('makes errors warnings where the team asks for it', () => {
    const text = RULE.replace('= "x"', '= 5').replace(
      '$e.principal',
      '$e.principal.zzz = "x"\n$e.principal',
    );
    const lenient = new Set(['TYP001']);
    const found = analyze({ path: 'a.yaral', text }, { lenient }).diagnostics;
    expect(found.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'FLD001 error',
      'TYP001 warning',
    ]);
  });

  it('says one thing about one mistake: what is wrong goes with everything', () => {
    const wrong = [
      '$e.principal.zzz = "x" nocase',
      're.regex($e.principal.zzz, `x`) = true',
      'any $e.zzz.ip = 5',
      '$x = no.such($e.principal.hostname) $x > 5 $x = /x/',
      '$e.principal + 5 > "x"',
    ];
    const found = wrong.map((line) => idsOf(RULE.replace('$e.principal.hostname = "x"', line)));
    expect(found).toEqual([['FLD001'], ['FLD001'], ['FLD001'], ['TYP006'], ['FLD002']]);
  });

  it('stands chains of variables, whichever way they run', () => {
    const names = Array.from({ length: 5000 }, (_, at) => at);
    const links = names.map((at) => `$p${at} = strings.concat($p${at + 1}, $e.principal.hostname)`);
    for (const lines of [links, links.toReversed()]) {
      const text = RULE.replace('$e.principal.hostname = "x"', lines.join('\n'));
      expect(() => analyze({ path: 'a.yaral', text })).not.toThrow();
    }
  });

  it('stands deep values in chains of variables', () => {
    const links = Array.from(
      { length: 60 },
      (_, at) => `$p${at} = strings.concat(${deep(at + 1)}, $e.principal.hostname)`,
    );
    const text = RULE.replace('$e.principal.hostname = "x"', links.join('\n'));
    expect(() => analyze({ path: 'a.yaral', text })).not.toThrow();
  });
});
