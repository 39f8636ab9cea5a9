import { describe, expect, it } from 'vitest';
import { Reporter } from '../../lib/diagnostics/reporter.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { parse } from '../../lib/yaral/parser.ts';
import { parseQuery } from '../../lib/yaral/parser-query.ts';
import { golden } from '../helpers/golden.ts';
import { treeText } from './tree.ts';

golden('parse', 'input.yaral', 'tree.txt', (text, path) => {
  const reporter = new Reporter({ path, text });
  const tree = text.startsWith('rule')
    ? parse({ path, text }, reporter).file
    : parseQuery({ path, text }, reporter);
  const found = reporter.diagnostics.map((one) => renderDiagnostic(one, text));
  return [treeText(tree, text), ...found, ''].join('\n');
});

/** A rule around some statements, so that a case is a line. */
function ruleAround(events: string, rest = '  condition:\n    $e\n'): string {
  return `rule a {\n  meta:\n  events:\n    ${events}\n${rest}}\n`;
}

function problems(text: string) {
  const reporter = new Reporter({ path: 'a.yaral', text });
  parse({ path: 'a.yaral', text }, reporter);
  return reporter.diagnostics.map(({ id, span }) => `${id} ${text.slice(span.start, span.end)}`);
}

/** After `events`, what follows it instead of the condition. */
const after = (rest: string) => ruleAround('$e.a = "x"', rest);

describe('parse', () => {
  it.each<[id: string, bad: string, marked: string]>([
    ['LEX001', ruleAround('$e.a == "x"'), '=='],
    ['LEX001', ruleAround('$e.a = “x”'), '“x”'],
    ['LEX001', ruleAround('$e.a = "x" && $e.b = "y"'), '&&'],
    ['LEX001', ruleAround('$e.a @ "x"'), '@'],
    ['LEX002', ruleAround('$e.a = "x'), '"x'],
    ['LEX002', ruleAround('$e.a = /x'), '/x'],
    ['LEX004', ruleAround('$e.a = "\\TEMP"'), '\\T'],
    ['LEX005', after('  match:\n    $u over 5 m\n  condition:\n    $e\n'), '5 m'],
    ['LEX005', after('  match:\n    $u over 5y\n  condition:\n    $e\n'), '5y'],
    ['LEX006', ruleAround('math.abs(-3) = $e.a'), '-3'],
    ['LEX007', ruleAround('$e.a = /x/i'), 'i'],
    ['PAR001', after('  match:\n    $user 1h\n  condition:\n    $e\n'), '1h'],
    ['PAR001', after('  match:\n    $user\n  condition:\n    $e\n'), '$user'],
    ['PAR001', ruleAround('$e.a ='), '='],
    ['PAR001', ruleAround('$e.a =\n    $e.b = "y"'), '='],
    ['PAR001', ruleAround('$e.a = "x")'), ')'],
    ['PAR001', ruleAround('$e.a contains "y"'), 'contains'],
    ['PAR001', ruleAround('re.regex($e.a, )'), ')'],
    ['PAR001', ruleAround('$e.a in "x"'), '"x"'],
    ['PAR001', ruleAround('$e.a nocase nocase'), 'nocase'],
    ['PAR001', after('  outcome:\n    $a 1\n  condition:\n    $e\n'), '1'],
    ['PAR001', after('  condition:\n    $e\n  options:\n    a = yes\n'), 'yes'],
    ['PAR001', after('  condition:\n'), ':'],
    ['PAR002', ruleAround('$e.a = "x"').replace('rule a', 'rule my-rule'), 'my-rule'],
    ['PAR010', after('  condition:\n    $e\n  match:\n    $u over 5m\n'), 'match'],
    [
      'PAR011',
      after('  outcome:\n    $a = 1\n  outcome:\n    $b = 1\n  condition:\n    $e\n'),
      'outcome',
    ],
    ['PAR012', ruleAround('$e.a = "x"', ''), '}'],
    ['PAR012', ruleAround('$e.a = "x"').replace('meta:', ''), 'events'],
    ['PAR013', after('  conditions:\n    $e\n'), 'conditions'],
    ['PAR014', after('  condition:\n    $e\n  order:\n    $e asc\n'), 'order'],
    ['PAR014', after('  condition:\n    $e\n  limit: 5\n'), 'limit'],
    ['PAR014', after('  condition:\n    $e\n  stage x { $e.a = 1 }\n'), 'stage'],
    ['PAR015', ruleAround('($e.a = "x" or $e.b = "y"'), '('],
    ['PAR015', ruleAround('$e.a[0 = "y"'), '['],
    ['PAR020', ruleAround('$e.a = "x" or "y"'), '"y"'],
    ['PAR020', ruleAround('not "y"'), '"y"'],
    ['PAR020', ruleAround('metadata.event_type = "USER_LOGIN"'), 'metadata.event_type'],
    ['PAR020', ruleAround('$e.a = USER_LOGIN'), 'USER_LOGIN'],
    ['PAR020', after('  condition:\n    e\n'), 'e'],
    ['PAR021', ruleAround('($e.a = "x" $e.b = "y")'), '$e'],
    ['PAR022', ruleAround('1 < $e.target.port < 5'), '<'],
    ['PAR023', after('  condition:\n    $e1, $e2\n'), ','],
    ['PAR023', after('  condition:\n    $e1 $e2\n'), '$e2'],
    ['PAR024', ruleAround(`${'('.repeat(300)}$e.a = 1${')'.repeat(300)}`), '('],
    ['PAR024', ruleAround(`$e.a = 1${' + 1'.repeat(300)}`), '+'],
    ['PAR030', ruleAround('$e.a = "x"').repeat(2), 'a'],
    ['PAR031', ruleAround('$e.a = "x"').replace('meta:', 'meta: a = "x" a = "y"'), 'a'],
    ['PAR032', ruleAround('$e.a = "x"').replace('meta:', 'meta: version = 1'), '1'],
    ['PAR033', '// nothing but a comment', ''],
  ])('reports %s, and nothing else, in %j', (id, bad, marked) => {
    expect(problems(bad)).toEqual([`${id} ${marked}`]);
  });

  it.each<[id: string, bad: string, marked: string]>([
    ['LEX003', ruleAround('$e.a = `x'), '`'],
    ['LEX003', ruleAround('$e.a = "x" /* y'), '/*'],
  ])('reports %s first in %j, which has swallowed the rest', (id, bad, marked) => {
    expect(problems(bad)[0]).toBe(`${id} ${marked}`);
  });

  it.each<[title: string, good: string]>([
    ['negative-looking subtraction', ruleAround('$e.a - 3 = 0')],
    ['escapes that there are', ruleAround('$e.a = "\\\\ \\" \\n \\x41"')],
    ['a regex with nocase', ruleAround('$e.a = /x/ nocase')],
    ['statements side by side', ruleAround('$e.a = "x" $e.b = "y"')],
    ['an or at the start of a line', ruleAround('$e.a = "x"\n    or $e.a = "y"')],
    ['keywords in any case', ruleAround('NOT $e.a = "x" OR $e.b IN %l AND $e.c = "y" NOCASE')],
    ['a comparison in parentheses', ruleAround('(1 < $e.a) = true')],
    ['keywords as fields', ruleAround('$e.match.events.condition.in.not = "x"')],
    ['section words as arguments', ruleAround('$e.a = f(match: $x, outcome: 1, y.z["k"]: *)')],
    ['section words as meta keys', ruleAround('$e.a = "x"').replace('meta:', 'meta: events = "x"')],
    ['a boolean as a condition', ruleAround('$e.a = "x" or true')],
    [
      'the ends of a window',
      after('  match:\n    $u over 5m\n  outcome:\n    $a = window_start\n  condition:\n    $e\n'),
    ],
    ['a tumbling window', after('  match:\n    $u by first 2 hour\n  condition:\n    $e\n')],
    ['an empty outcome', after('  outcome:\n  condition:\n    $e\n')],
    ['a long chain', ruleAround(`$e.a = 1${' or $e.a = 1'.repeat(5000)}`)],
    ['deep but bearable nesting', ruleAround(`${'('.repeat(200)}$e.a = 1${')'.repeat(200)}`)],
    ['CRLF', ruleAround('$e.a = "x"').replaceAll('\n', '\r\n')],
  ])('finds nothing wrong with %s', (_, good) => {
    expect(problems(good)).toEqual([]);
  });

  it('says what to write instead', () => {
    const text = ruleAround('$e.a = "x" or "y"');
    const reporter = new Reporter({ path: 'a.yaral', text });
    parse({ path: 'a.yaral', text }, reporter);
    expect(reporter.diagnostics[0]?.hint).toBe('write $e.a = "y"');
  });

  it('goes on after each error', () => {
    const events = ['$e.a = ', '$e.b == 1', '(($e.c = 1)', '$e.d = 5 5', 're.regex(,)'];
    expect(problems(ruleAround(events.join('\n    ')))).toEqual([
      'PAR001 =',
      'LEX001 ==',
      'PAR015 (',
      'PAR020 5',
      'PAR001 ,',
    ]);
  });
});
