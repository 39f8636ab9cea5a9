import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reporter } from '../../lib/diagnostics/reporter.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { lex } from '../../lib/yaral/lexer.ts';
import { significant } from '../../lib/yaral/token.ts';
import { golden } from '../helpers/golden.ts';

function read(text: string) {
  const reporter = new Reporter({ path: 'a.yaral', text });
  return { tokens: lex({ path: 'a.yaral', text }, reporter), diagnostics: reporter.diagnostics };
}

const kinds = (text: string) =>
  significant(read(text).tokens)
    .slice(0, -1)
    .map(({ kind }) => kind);

golden('lex', 'input.yaral', 'tokens.txt', (text, path) => {
  const reporter = new Reporter({ path, text });
  const tokens = lex({ path, text }, reporter).map(
    ({ kind, text: word, start, end, newline }) =>
      `${start}-${end} ${newline ? '↵ ' : ''}${kind} ${JSON.stringify(word)}`,
  );
  return [...tokens, ...reporter.diagnostics.map((one) => renderDiagnostic(one, text)), ''].join(
    '\n',
  );
});

describe('lex', () => {
  it.each<[text: string, ...kinds: string[]]>([
    ['$e.a / 2', 'variable', '.', 'identifier', '/', 'integer'],
    ['$e.in / 2', 'variable', '.', 'identifier', '/', 'integer'],
    ['$e.a = /2/', 'variable', '.', 'identifier', '=', 'regex'],
    ['and /x/ nocase', 'identifier', 'regex', 'identifier'],
    ['re.regex($a, /x\\/y/)', ...'identifier . identifier ( variable , regex )'.split(' ')],
    ['(1) / 2 / 3', '(', 'integer', ')', '/', 'integer', '/', 'integer'],
    ['$a %b', 'variable', '%', 'identifier'],
    ['$a % $b', 'variable', '%', 'variable'],
    ['in %b', 'identifier', 'list'],
    ['IN REGEX %b', 'identifier', 'identifier', 'list'],
    ['= %table.column', '=', 'list'],
    ['%table . column', 'list', '.', 'identifier'],
    ['$a\n%table.column', 'variable', 'list'],
    ['5m 5mo 5s 12 1.5 007', 'duration', 'duration', 'duration', 'integer', 'float', 'integer'],
    ['1.x', 'integer', '.', 'identifier'],
    ['<= >= != < > = !$e', '<=', '>=', '!=', '<', '>', '=', '!', 'variable'],
    ['b"x" b', 'bytes', 'identifier'],
    ['`a\\`"', 'raw-string', 'string'],
    ['#e #e2', 'count', 'count'],
    ['\uFEFFrule', 'identifier'],
    ['a\u00A0b', 'identifier', 'identifier'],
  ])('cuts %j', (text, ...expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it.each<[text: string, id: string, start: number, end: number, ...kinds: string[]]>([
    ['a == 1', 'LEX001', 2, 4, 'identifier', '=', 'integer'],
    ['a =~ 1', 'LEX001', 2, 4, 'identifier', '=', 'integer'],
    ['a <> 1', 'LEX001', 2, 4, 'identifier', '!=', 'integer'],
    ['a && b', 'LEX001', 2, 4, 'identifier', '&&', 'identifier'],
    ['a || b', 'LEX001', 2, 4, 'identifier', '||', 'identifier'],
    ['a ; b', 'LEX001', 2, 3, 'identifier', 'identifier'],
    ['“x y”', 'LEX001', 0, 5, 'string'],
    ["'x y'", 'LEX001', 0, 5, 'string'],
    ["it's", 'LEX001', 2, 3, 'identifier', 'identifier'],
    ['@@@ b', 'LEX001', 0, 3, 'identifier'],
    ['# a comment\nb', 'LEX001', 0, 1, 'identifier'],
    ['$ a', 'LEX001', 0, 1, 'identifier'],
    ['$$a', 'LEX001', 0, 1, 'variable'],
    ['größe', 'LEX001', 2, 4, 'identifier', 'identifier'],
    ['"me\nb', 'LEX002', 0, 3, 'string', 'identifier'],
    ['"me\\\nb', 'LEX002', 0, 4, 'string', 'identifier'],
    ['"me', 'LEX002', 0, 3, 'string'],
    ['"me\r\nb', 'LEX002', 0, 3, 'string', 'identifier'],
    ['/me\nb', 'LEX002', 0, 3, 'regex', 'identifier'],
    ['/me\\', 'LEX002', 0, 4, 'regex'],
    ['`me\nb', 'LEX003', 0, 1, 'raw-string'],
    ['a /* b', 'LEX003', 2, 4, 'identifier'],
    ['"\\TEMP"', 'LEX004', 1, 3, 'string'],
    ['"\\xZZ"', 'LEX004', 1, 3, 'string'],
    ['"\\uD800"', 'LEX004', 1, 3, 'string'],
    ['5y', 'LEX005', 0, 2, 'duration'],
    ['0x1F', 'LEX005', 0, 4, 'duration'],
    ['1.5h', 'LEX005', 0, 4, 'duration'],
    ['/x/i = 1', 'LEX007', 3, 4, 'regex', '=', 'integer'],
  ])('reports %j', (text, id, start, end, ...expected) => {
    const { diagnostics } = read(text);
    expect(diagnostics).toMatchObject([{ id, span: { start, end } }]);
    expect(kinds(text)).toEqual(expected);
  });

  it.each([
    'a = "x" // == && ; “x” $ # %',
    '/* == " ` */ a',
    '"\\a\\b\\f\\n\\r\\t\\v\\\\\\"\\101\\x41\\u0041\\U0001F600"',
    '`== \\q "`',
    '= /[a-z]+\\d\\/\\.i/nocase',
    '5m 5 m',
  ])('finds nothing wrong with %j', (text) => {
    expect(read(text).diagnostics).toEqual([]);
  });

  it('takes a string over the line end when the next line closes it', () => {
    const { tokens, diagnostics } = read('= "C:\\\\Temp\nreadme.txt" or $e.a = "b\nx.txt"\nand 1');
    expect(diagnostics).toMatchObject([{ id: 'LEX002', span: { start: 2, end: 11 }, line: 1 }]);
    expect(tokens.map(({ kind }) => kind).slice(0, 4)).toEqual([
      '=',
      'string',
      'identifier',
      'variable',
    ]);
  });

  it('ends a string at the line end when a quote was forgotten', () => {
    expect(kinds('a = "me\nb = "you"')).toEqual(
      'identifier = string identifier = string'.split(' '),
    );
  });

  it('marks tokens that begin a line, whatever comments stand between', () => {
    const { tokens } = read('a /* x\n */ b // c\n/* d */ e');
    expect(tokens.map(({ text, newline }) => [text, newline])).toEqual([
      ['a', true],
      ['/* x\n */', false],
      ['b', true],
      ['// c', false],
      ['/* d */', true],
      ['e', true],
      ['', false],
    ]);
  });
});

/** Pieces of rules and pieces of nothing, so that every branch of the lexer is met. */
const pieces = fc.constantFrom(
  ...'rule meta: $e #e %l %t.c "x" "\\q `raw` /re/ /re /i / % == && || <> ; “ ” \' @ é 5m 5y 1.5 ( ) [ ] { } , . ! // /* */ b" \\ \n \r\n'.split(
    ' ',
  ),
  '\n',
  ' ',
  '"',
  '`',
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(pieces, { maxLength: 60 }).map((words) => words.join('')),
  fc.array(pieces, { maxLength: 60 }).map((words) => words.join(' ')),
);

describe('the tokens of any text', () => {
  it('are the whole text but for white space, in order', () => {
    fc.assert(
      fc.property(text, (any) => {
        let at = 0;
        for (const token of read(any).tokens) {
          expect(any.slice(at, token.start)).toMatch(/^[\s\uFEFF]*$/);
          expect(token.text).toBe(any.slice(token.start, token.end));
          expect(token.end > token.start || token.kind === 'end').toBe(true);
          at = token.end;
        }
        expect(at).toBe(any.length);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['one huge string', '"'.padEnd(262_144, 'x')],
    ['many lone typographic quotes', '“ '.repeat(131_072)],
    ['many lone apostrophes', "' ".repeat(131_072)],
    ['many strings without an end', '"x\n'.repeat(87_381)],
    ['many broken strings', '"x\ny'.repeat(65_536)],
    ['a broken string and rubbish', `"x\ny" ${'@ '.repeat(131_072)}`],
    ['many unknown escapes', `"${'\\q'.repeat(131_072)}"`],
    ['regular expressions without an end', '(/a '.repeat(65_536)],
    ['many regular expressions on one line', '(/a/'.repeat(65_536)],
    ['open block comments', '/*'.repeat(131_072)],
    ['open raw strings', 'a`'.repeat(131_071)],
    ['rubbish', '@ é ; '.repeat(43_690)],
    ['long numbers', '1'.repeat(262_144)],
    ['backslashes', '"\\\\'.repeat(87_381)],
  ])('come in linear time from %s', (_, adversary) => {
    const began = process.cpuUsage();
    read(adversary);
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  });
});
