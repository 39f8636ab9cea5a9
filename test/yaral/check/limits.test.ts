import { describe, expect, it } from 'vitest';
import { findingsOf, marksOf } from './marked.ts';

/** Sections around statements of one event, and on request the rest of its match section. */
function single(statements: string, { window = '', outcome = '' } = {}): string {
  return `
  events:
    $e.principal.hostname = $host
    $host != "x"
    ${statements}${window === '' ? '' : `\n  match:\n    $host ${window}`}${outcome === '' ? '' : `\n  outcome:\n${outcome}`}
  condition:
    $e`;
}

/** So many lines, of which one is marked. */
function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

/** List tests, the one that is too many marked. */
function tests(count: number, { mode = '', marked = 0 } = {}): string {
  return lines(count, (index) => {
    const test = `$e.principal.hostname in ${mode}%list_${index}`;
    return index + 1 === marked ? `«${test}»` : test;
  });
}

/** Functions in functions, so deep. */
function nested(depth: number): string {
  const [before, after] = ['strings.to_lower(', ')'];
  const deepest =
    depth > 20
      ? `${before.repeat(20)}«strings.to_lower»(${before.repeat(depth - 21)}`
      : before.repeat(depth);
  return `${deepest}$e.principal.hostname${after.repeat(depth)} = "x"`;
}

const PAIR = `
  events:
    $e1.principal.hostname = $host
    $e2.principal.hostname = $host`;

describe('what is beyond a limit', () => {
  it.each<[id: string, title: string, body: string]>([
    ['LIM001', 'a window that is too short', single('', { window: 'over «30s»' })],
    ['LIM001', 'a window that is too long', single('', { window: 'over «3d»' })],
    [
      'LIM001',
      'a sliding window that is too long',
      `${PAIR}
  match:
    $host over «49h» after $e1
  condition:
    $e1 and $e2`,
    ],
    ['LIM002', 'a tumbling window that is too short', single('', { window: 'by «59s»' })],
    ['LIM002', 'a tumbling window that is too long', single('', { window: 'by «73h»' })],
    [
      'LIM003',
      'absence of the only event',
      single('', { window: 'over 5m' }).replace(/\$e$/, '«#e = 0»'),
    ],
    [
      'LIM003',
      'absence of the only event, written with !',
      single('', { window: 'over 5m' }).replace(/\$e$/, '«!$e»'),
    ],
    [
      'LIM005',
      'outcomes',
      single('', {
        outcome: lines(21, (index) => (index === 20 ? '«$o20» = 1' : `$o${index} = 1`)),
      }),
    ],
    ['LIM006', 'tests with in', single(tests(11, { marked: 11 }))],
    ['LIM006', 'tests with in regex', single(tests(6, { mode: 'regex ', marked: 6 }))],
    ['LIM006', 'tests with in cidr', single(tests(6, { mode: 'cidr ', marked: 6 }))],
    [
      'LIM007',
      'columns of data tables',
      single(
        lines(
          11,
          (index) => `$e.principal.hostname = ${index === 10 ? '«%t.c10»' : `%t.c${index}`}`,
        ),
        { window: 'over 5m' },
      ),
    ],
    ['LIM008', 'functions in functions', single(nested(21))],
    ['LIM008', 'functions in functions, told once', single(nested(25))],
    [
      'LIM009',
      'a column beside a value in or',
      single('($e.target.hostname = "v" or $e.target.hostname in «%t.c»)'),
    ],
    [
      'LIM009',
      'a column beside a value in and',
      single('($e.target.hostname != "v" and $e.target.hostname in «%t.c»)'),
    ],
    [
      'LIM009',
      'columns of two events in or',
      `${PAIR}
    ($e1.target.hostname in «%t.c» or $e2.target.hostname in %t.c)
  match:
    $host over 5m
  condition:
    $e1 and $e2`,
    ],
    [
      'LIM010',
      'setup operations',
      `
  setup:
    graph_exclude($g.graph.entity.hostname = "a")
    graph_exclude($g.graph.entity.hostname = "b")
    «graph_exclude($g.graph.entity.hostname = "c")»
  events:
    $e.principal.hostname = $host
    $g.graph.entity.hostname = $host
  match:
    $host over 5m
  condition:
    $e and $g`,
    ],
    [
      'LIM010',
      'tables that it writes',
      `${single('')}
  export:
    %a.write_row(host: $host)
    %b.write_row(host: $host)
    «%c.write_row»(host: $host)`,
    ],
  ])('%s: %s', (id, _title, body) => {
    const found = marksOf(body).map((span) => ({ id, severity: 'error', span }));
    expect(found.length).toBe(1);
    expect(findingsOf(body)).toEqual(found);
  });

  it.each<[title: string, body: string]>([
    ['tests with in', single(tests(8, { marked: 8 }))],
    ['tests with in regex', single(tests(5, { mode: 'regex ', marked: 5 }))],
    ['tests with in cidr', single(tests(3, { mode: 'cidr ', marked: 3 }))],
  ])(
    'LIM006: %s that older pages forbid, as a warning that strict makes an error',
    (_title, body) => {
      const [span] = marksOf(body);
      expect(findingsOf(body)).toEqual([{ id: 'LIM006', severity: 'warning', span }]);
      expect(findingsOf(body, { strict: true })).toEqual([
        { id: 'LIM006', severity: 'error', span },
      ]);
    },
  );

  it.each<[id: string, title: string, body: string]>([
    [
      'LIM004',
      'a window that slides on the only event',
      single('', { window: 'over 5m «after $e»' }),
    ],
    [
      'LIM009',
      'a reference list beside a value in or',
      single('($e.target.hostname = "v" or $e.target.hostname in «%list»)'),
    ],
  ])('%s: %s, as a warning', (id, _title, body) => {
    const [span] = marksOf(body);
    expect(findingsOf(body)).toEqual([{ id, severity: 'warning', span }]);
  });
});

describe('what is within the limits', () => {
  it.each<[ids: string, title: string, body: string]>([
    ['LIM001', 'the shortest window', single('', { window: 'over 1m' })],
    ['LIM001', 'the longest window', single('', { window: 'over 2d' })],
    ['LIM002', 'the longest tumbling window', single('', { window: 'by 3d' })],
    [
      'LIM003',
      'absence in a tumbling window',
      single('', { window: 'by 5m' }).replace(/\$e$/, '#e = 0'),
    ],
    [
      'LIM004',
      'a window that slides on one of two events',
      `${PAIR}
  match:
    $host over 5m after $e1
  condition:
    $e1 and $e2`,
    ],
    ['LIM005', '20 outcomes', single('', { outcome: lines(20, (index) => `$o${index} = 1`) })],
    ['LIM006', '7 tests with in', single(tests(7))],
    ['LIM006', '4 tests with in regex', single(tests(4, { mode: 'regex ' }))],
    ['LIM006', '2 tests with in cidr', single(tests(2, { mode: 'cidr ' }))],
    [
      'LIM007',
      '10 columns',
      single(
        lines(10, (index) => `$e.principal.hostname = %t.c${index}`),
        { window: 'over 5m' },
      ),
    ],
    ['LIM008', '20 functions in functions', single(nested(20))],
    [
      'LIM009',
      'a column in a statement of its own',
      single('$e.target.hostname in %t.c\n$e.target.hostname != "v"'),
    ],
    [
      'LIM009',
      'lists with each other in or',
      single('($e.target.hostname in %a or $e.principal.hostname in %b)'),
    ],
    [
      'LIM009',
      'a reference list beside a value in and',
      single('($e.target.hostname != "v" and not $e.target.hostname in %a)'),
    ],
    [
      'LIM010',
      'two tables, one written twice',
      `${single('')}
  export:
    %a.write_row(host: $host)
    %b.write_row(host: $host)
    %a.write_row(host: $host)`,
    ],
  ])('%s: %s', (_ids, _title, body) => {
    expect(findingsOf(body)).toEqual([]);
  });
});
