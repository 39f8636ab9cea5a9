import { describe, expect, it } from 'vitest';
import { firstFault, readHeader, readHeaders } from '../../lib/yaral/header.ts';
import { ruleText } from '../helpers/builders.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { golden } from '../helpers/golden.ts';

const read = (text: string) => readHeader({ path: 'rules/a.yaral', text });

golden('header', 'input.yaral', 'header.txt', (text, path) => {
  const { headers, diagnostics } = readHeaders({ path, text });
  const rules = headers.map(({ name, nameSpan, meta, multiEvent, lists, sections }) =>
    [
      `rule ${name} at ${nameSpan.start}-${nameSpan.end}`,
      ...[...meta].map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
      `  multi-event: ${multiEvent}`,
      `  lists: ${lists.join(' ')}`,
      `  sections: ${sections.map(({ word }) => word).join(' ')}`,
    ].join('\n'),
  );
  return [...rules, ...diagnostics.map((one) => renderDiagnostic(one, text)), ''].join('\n');
});

describe('readHeader', () => {
  it('reads name, meta, lists and whether the rule has a match section', () => {
    const { header, diagnostics } = read(
      ruleText('a', { lists: ['vips', 'admins', 'vips'], multiEvent: true }),
    );
    expect(diagnostics).toEqual([]);
    expect(header).toMatchObject({ name: 'a', multiEvent: true, lists: ['admins', 'vips'] });
    expect(header?.meta.get('severity')).toBe('HIGH');
  });

  it.each([
    ['a comment', '// rule wrong {\n/* rule wrong { } */\n', ''],
    ['a string', '', 'description = "rule wrong { match: }"'],
    ['a raw string', '', 'description = `rule wrong {\nmatch:`'],
  ])('takes no name and no section from %s', (_, before, meta) => {
    const { header, diagnostics } = read(
      `${before}rule right {\n  meta:\n    ${meta}\n  events:\n    $e.a = "x"\n  condition:\n    $e\n}\n`,
    );
    expect(diagnostics).toEqual([]);
    expect(header).toMatchObject({ name: 'right', multiEvent: false });
  });

  it.each<[title: string, events: string, lists: readonly string[]]>([
    ['a membership test', 'not $e.a in %vips', ['vips']],
    [
      'regex and cidr lists',
      '$e.a in regex %names nocase or $e.b IN CIDR %nets',
      ['names', 'nets'],
    ],
    ['a data table column', '$e.a in %table.column', []],
    ['a remainder', '$e.a %b = 1 and ($e.a)%b = 1', []],
    ['a list in a comment', '$e.a = "x" // in %vips', []],
    ['a list in a string', '$e.a = "in %vips"', []],
    ['a table at the start of a line', '$e.a = "x"\n    %table.column = $e.b', []],
  ])('finds reference lists only: %s', (_, events, lists) => {
    const { header } = read(
      `rule a {\n  meta:\n  events:\n    ${events}\n  condition:\n    $e\n}\n`,
    );
    expect(header?.lists).toEqual(lists);
  });

  it.each<[title: string, text: string, id: string, line: number, column: number]>([
    ['an empty file', '', 'PAR033', 1, 1],
    ['a file of comments', '// rule a {\n', 'PAR033', 2, 1],
    ['another text', 'hello world\n', 'PAR033', 1, 1],
    ['no name', 'rule {\n  meta:\n}\n', 'PAR002', 1, 6],
    ['a name with a hyphen', 'rule my-rule {\n}\n', 'PAR002', 1, 6],
    ['a name in quotes', 'rule "a" {\n}\n', 'PAR002', 1, 6],
    ['no opening brace', 'rule a\n  meta:\n', 'PAR001', 2, 3],
    ['no closing brace', 'rule a {\n  meta:\n', 'PAR001', 3, 1],
    ['text before the rule', 'hello\nrule a {\n}\n', 'PAR001', 1, 1],
    ['text after the rule', 'rule a {\n}\n}\n', 'PAR001', 3, 1],
    ['an unterminated string', 'rule a {\n  meta:\n    author = "me\n}\n', 'LEX002', 3, 14],
    ['an unclosed rule before another', 'rule a {\n\nrule b {\n}\n', 'PAR001', 3, 1],
    ['a second rule', 'rule a {\n}\nrule b {\n}\n', 'PAR034', 3, 6],
  ])('reports %s', (_, text, id, line, column) => {
    expect(read(text).diagnostics[0]).toMatchObject({ id, line, column, severity: 'error' });
  });

  it('gives every rule of a file', () => {
    const text = 'rule a {\n}\nrule b {\n}\n';
    expect(readHeaders({ path: 'x', text })).toMatchObject({
      headers: [{ name: 'a' }, { name: 'b' }],
      diagnostics: [],
    });
  });
});

const fault = (text: string) => firstFault({ path: 'x', text });

describe('firstFault', () => {
  it('names what the service names when meta is missing', () => {
    expect(fault('rule a {\n        events:\n  condition:\n    $e\n}\n')).toMatchObject({
      found: 'events',
      expected: 'meta',
      line: 2,
      column: 9,
      endColumn: 15,
    });
  });

  it.each<[title: string, body: string, id: string | undefined, found?: string]>([
    [
      'nothing in a whole rule',
      'meta:\nevents:\nmatch:\noutcome:\ncondition:\noptions:',
      undefined,
    ],
    ['a missing condition', 'meta:\nevents:', 'PAR012', '}'],
    ['a section out of order', 'meta:\nevents:\ncondition:\nmatch:', 'PAR010', 'match'],
    ['a section twice', 'meta:\nevents:\nevents:\ncondition:', 'PAR011', 'events'],
    ['an unknown section', 'meta:\nevents:\nconditions:\ncondition:', 'PAR013', 'conditions'],
    ['a section of searches', 'meta:\nevents:\ncondition:\nlimit: 5', 'PAR014', 'limit'],
    ['a forgotten colon', 'meta:\nevents\n$e.a = "x"\ncondition:', 'PAR001', '$e'],
    ['text before the first section', 'hello\nmeta:\nevents:\ncondition:', 'PAR001', 'hello'],
  ])('finds %s', (_, body, id, found) => {
    const first = fault(`rule a {\n${body}\n}\n`);
    expect(first?.id).toBe(id);
    expect(first?.found).toBe(found);
  });
});
