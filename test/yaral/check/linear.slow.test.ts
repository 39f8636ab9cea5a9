import { describe, expect, it } from 'vitest';
import { Reporter } from '../../../lib/diagnostics/reporter.ts';
import { check } from '../../../lib/yaral/check.ts';
import { parse } from '../../../lib/yaral/parser.ts';
import { ruleOf } from './marked.ts';

const STATEMENTS = 5000;

function many(line: (index: number) => string): string {
  return Array.from({ length: STATEMENTS }, (_, index) => line(index)).join('\n');
}

function withEvents(statements: string): string {
  return `
  events:
    $e.principal.hostname = $host
    ${statements}
  match:
    $host over 5m
  condition:
    $e`;
}

/** The least CPU time of five checks, in ms: what else the machine does is no part of it. */
function checkMs(body: string): number {
  const source = { path: 'case.yaral', text: ruleOf(body) };
  const times = Array.from({ length: 5 }, () => {
    const reporter = new Reporter(source);
    const [rule] = parse(source, reporter).file.rules;
    if (rule === undefined) throw new Error('no rule');
    const began = process.cpuUsage();
    check(rule, { reporter, strict: false });
    return process.cpuUsage(began).user / 1000;
  });
  return Math.min(...times);
}

describe('5,000 statements', () => {
  it('are checked in 200 ms', () => {
    const statements = many((index) => `$e.principal.hostname != "a${index}"`);
    expect(checkMs(withEvents(statements))).toBeLessThan(200);
  });

  it.each<[title: string, body: string]>([
    [
      'that use as many unknown names',
      withEvents(many((index) => `$e.target.hostname != $p${index}`)),
    ],
    ['of as many events', withEvents(many((index) => `$e${index}.target.hostname = $host`))],
    [
      'of as many events that nothing joins',
      withEvents(many((index) => `$e${index}.target.hostname = "x"`)),
    ],
    [
      'in one or',
      withEvents(
        `${many((index) => `$e.target.hostname = "${index}" or`)} $e.target.hostname = ""`,
      ),
    ],
    [
      'and as many outcomes that count them',
      withEvents(many((index) => `$e${index}.principal.ip = $ip`)).replace(
        '  condition:',
        `  outcome:\n${many((index) => `$o${index} = sum($ip)`)}\n  condition:`,
      ),
    ],
  ])('%s are checked in a second', (_title, body) => {
    expect(checkMs(body)).toBeLessThan(1000);
  });
});
