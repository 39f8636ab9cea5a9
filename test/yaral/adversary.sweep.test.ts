import { describe, expect, it } from 'vitest';
import { Reporter } from '../../lib/diagnostics/reporter.ts';
import { firstFault } from '../../lib/yaral/header.ts';
import { parse } from '../../lib/yaral/parser.ts';
import { parseQuery } from '../../lib/yaral/parser-query.ts';
import { format } from '../../lib/yaral/printer.ts';

const SIZE = 262_144;

/** A rule of 256 KiB whose events are one thing again and again. */
function eventsOf(piece: string, end = ''): string {
  const around = `rule a {\n  meta:\n  events:\n    ${end}\n  condition:\n    $e\n}\n`.length;
  const events = piece.repeat(Math.floor((SIZE - around) / piece.length)) + end;
  return `rule a {\n  meta:\n  events:\n    ${events}\n  condition:\n    $e\n}\n`;
}

/** User time of this process in seconds: other processes must not fail the test. */
function secondsFor(work: () => void): number {
  const began = process.cpuUsage();
  work();
  return process.cpuUsage(began).user / 1_000_000;
}

describe('a rule of 256 KiB', () => {
  it.each<[title: string, text: string]>([
    ['open parentheses', eventsOf('(')],
    ['open parentheses, one a line', eventsOf('(\n')],
    ['closed parentheses', eventsOf(')')],
    ['brackets of two kinds', eventsOf('([')],
    ['brackets that cross', eventsOf('([)]')],
    ['indexes in indexes', eventsOf('$e.a[')],
    ['calls in calls', eventsOf('f(')],
    ['calls in calls, each missing a value', eventsOf('$a =\nf(')],
    ['not', eventsOf('not ', '$e.a = 1')],
    ['minus', eventsOf('- ', '1 = $e.a')],
    ['exclamation marks', eventsOf('! ', '$e')],
    ['any', eventsOf('any ', '$e.a = 1')],
    ['an or chain', eventsOf('$e.a = 1 or ', '$e.a = 1')],
    ['chains that take turns', eventsOf('$e.a = 1 or $e.a = 2 and ', '$e.a = 1')],
    ['a sum', eventsOf('1 + ', '1 = $e.a')],
    ['comparisons in a chain', eventsOf('1 < ', '1')],
    ['forgotten values', eventsOf('$e.a =\n')],
    ['literals', eventsOf('"a" ')],
    ['bare fields', eventsOf('a.b = 1\n')],
    ['a long path', eventsOf('a.', 'a')],
    ['commas', eventsOf(', ')],
    ['a long list', eventsOf('$e.a in [', '1]')],
    ['comments', eventsOf('// c\n', '$e.a = 1')],
    ['comments in an expression', eventsOf('$e.a = 1 or // c\n', '$e.a = 1')],
    ['many statements', eventsOf('$e.a = 1\n')],
    ['one huge string', eventsOf('x', '"').replace('x', '$e.a = "x')],
    ['one section again and again', 'rule a {\n' + 'meta:\n'.repeat(SIZE / 6)],
    ['unknown sections', 'rule a {\n' + 'metta:\n'.repeat(SIZE / 7)],
    ['one meta key again and again', 'rule a {\nmeta:\n' + 'a = "b"\n'.repeat(SIZE / 8)],
    ['unclosed rules', 'rule a {\n'.repeat(SIZE / 9)],
    ['empty rules', 'rule a {}\n'.repeat(SIZE / 10)],
    ['braces', 'rule a {' + '{'.repeat(SIZE)],
    ['stages', 'stage a {'.repeat(SIZE / 9)],
  ])('of %s is parsed in a second', (_, text) => {
    const source = { path: 'a.yaral', text };
    expect(secondsFor(() => parse(source, new Reporter(source)))).toBeLessThan(1);
    expect(secondsFor(() => parseQuery(source, new Reporter(source)))).toBeLessThan(1);
    expect(secondsFor(() => firstFault(source))).toBeLessThan(1);
  });

  it.each<[title: string, text: string]>([
    ['an or chain', eventsOf('$e.a = 1 or ', '$e.a = 1')],
    ['deep groups', eventsOf(`${'('.repeat(100)}$e.a = 1 or $e.b = 2${')'.repeat(100)}\n`)],
    ['deep calls', eventsOf(`${'f(1, '.repeat(30)}$e.a${')'.repeat(30)} = 1\n`)],
    ['comments', eventsOf('// c\n', '$e.a = 1')],
    ['comments in an expression', eventsOf('$e.a = 1 or // c\n', '$e.a = 1')],
    ['a long list', eventsOf('1, ', '1]').replace('1, ', '$e.a in [1, ')],
    ['one huge string', eventsOf('x', '"').replace('x', '$e.a = "x')],
    ['many statements', eventsOf('$e.a = 1\n')],
  ])('of %s is formatted in four seconds', (_, text) => {
    const seconds = secondsFor(() =>
      expect(format({ path: 'a.yaral', text }).text).toBeTypeOf('string'),
    );
    expect(seconds).toBeLessThan(4);
  });
});
