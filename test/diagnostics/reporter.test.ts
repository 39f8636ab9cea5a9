import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexLines, placeAt } from '../../lib/diagnostics/lines.ts';
import { SYNTAX } from '../../lib/diagnostics/messages-syntax.ts';
import { compareDiagnostics, Reporter } from '../../lib/diagnostics/reporter.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';

describe('placeAt', () => {
  it.each<[text: string, offset: number, line: number, column: number]>([
    ['', 0, 1, 1],
    ['ab\ncd', 0, 1, 1],
    ['ab\ncd', 2, 1, 3],
    ['ab\ncd', 3, 2, 1],
    ['ab\r\ncd', 4, 2, 1],
    ['ab\n', 3, 2, 1],
    ['😀x\n😀😀y', 2, 1, 2],
    ['😀x\n😀😀y', 8, 2, 3],
    ['ab', 99, 1, 3],
    ['ab', -1, 1, 1],
  ])('of %j at %i is %i:%i', (text, offset, line, column) => {
    expect(placeAt(indexLines(text), offset)).toEqual({ line, column });
  });

  it('counts as splitting the text would', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '😀', '\r\n') }), (text) => {
        const index = indexLines(text);
        for (let offset = 0; offset <= text.length; offset += 1) {
          if (/^[\uDC00-\uDFFF]/.test(text.slice(offset))) continue;
          const lines = text.slice(0, offset).split('\n');
          expect(placeAt(index, offset)).toEqual({
            line: lines.length,
            column: Array.from(lines.at(-1) ?? '').length + 1,
          });
        }
      }),
    );
  });
});

describe('Reporter', () => {
  const source = { path: 'rules/a.yaral', text: 'one\ntwo three\n' };

  it('sorts by place, then by id, and fills in wording, place and facts', () => {
    const reporter = new Reporter(source);
    reporter.report('PAR002', { start: 8, end: 13 }, { found: 'three', expected: 'identifier' });
    reporter.report('PAR001', { start: 4, end: 7 }, { found: 'two', expected: 'meta' });
    reporter.report('LEX001', { start: 4, end: 7 }, { found: 'two' });
    expect(reporter.diagnostics.map(({ id }) => id)).toEqual(['LEX001', 'PAR001', 'PAR002']);
    expect(reporter.diagnostics[1]).toEqual({
      id: 'PAR001',
      severity: 'error',
      message: 'expected meta, found "two"',
      path: 'rules/a.yaral',
      span: { start: 4, end: 7 },
      line: 2,
      column: 1,
      endLine: 2,
      endColumn: 4,
      found: 'two',
      expected: 'meta',
    });
  });

  it('prefers the hint that it is given', () => {
    const reporter = new Reporter(source);
    reporter.report('LEX001', { start: 0, end: 1 }, { found: '=' }, { hint: 'another' });
    expect(reporter.diagnostics[0]?.hint).toBe('another');
  });

  it('keeps a thousand of a severity, so that warnings never push out an error', () => {
    const reporter = new Reporter(source);
    for (let i = 0; i < 1500; i += 1) {
      reporter.report('LEX004', { start: 0, end: 1 }, { found: String.raw`\q` });
    }
    reporter.report('LEX001', { start: 2, end: 3 }, { found: '@' });
    expect(reporter.diagnostics).toHaveLength(1001);
    expect(reporter.diagnostics.at(-1)?.severity).toBe('error');
  });

  it('orders diagnostics of several files by path first', () => {
    const [a, b] = ['b', 'a'].map((path) => {
      const reporter = new Reporter({ path, text: 'x' });
      reporter.report('LEX001', { start: 0, end: 1 }, { found: 'x' });
      return reporter.diagnostics[0];
    });
    if (a === undefined || b === undefined) throw new Error('nothing was reported');
    expect([a, b].toSorted(compareDiagnostics).map(({ path }) => path)).toEqual(['a', 'b']);
  });
});

describe('SYNTAX', () => {
  it.each(Object.entries(SYNTAX))('words %s in lower case without a full stop', (_, message) => {
    // Every message takes a record; one with all the keys there are serves them all.
    const params = { found: 'x', expected: 'y', before: 'y', line: 3, nearest: 'meta', key: 'k' };
    const more = { name: 'n', place: 'p', first: 'f', what: 'string', limit: 9 };
    const all = { ...params, ...more, left: 'l', middle: 'm', right: 'r', instead: 'i' };
    for (const say of [message.text, message.hint]) {
      const words: unknown = say === undefined ? undefined : Reflect.apply(say, undefined, [all]);
      if (words === undefined) continue;
      expect(words).not.toMatch(/\.$|undefined|^[A-Z][a-z]/);
    }
  });
});

const rendered = (text: string, start: number, end: number, path = 'a.yaral') => {
  const reporter = new Reporter({ path, text });
  reporter.report('PAR001', { start, end }, { found: text.slice(start, end), expected: 'b' });
  const [diagnostic] = reporter.diagnostics;
  return diagnostic === undefined ? '' : renderDiagnostic(diagnostic, text);
};

describe('renderDiagnostic', () => {
  it('shows the line with the place marked and the hint', () => {
    const reporter = new Reporter({ path: 'a.yaral', text: 'x\n  $e.a == 1\r\n' });
    reporter.report('LEX001', { start: 9, end: 11 }, { found: '==' });
    const [diagnostic] = reporter.diagnostics;
    expect(diagnostic && renderDiagnostic(diagnostic, reporter.source.text)).toBe(
      [
        'a.yaral:2:8: error[LEX001]: "==" is not part of the language',
        '2 |   $e.a == 1',
        '  |        ^^',
        '  = hint: equality is written with one =',
      ].join('\n'),
    );
  });

  it('keeps tabs above and below each other', () => {
    expect(rendered('\t\tx y', 4, 5).split('\n').slice(1)).toEqual(['1 | \t\tx y', '  | \t\t  ^']);
  });

  it('makes visible what would act on a terminal, wherever it stands', () => {
    const text = 'a\u001B[31m\u202E b';
    const out = rendered(text, 0, 8, 'x\u001B]0;\u0007.yaral');
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202E]/);
    expect(out).toContain('<U+001B>[31m<U+202E>');
  });

  it('cuts long lines around the place', () => {
    const text = `${'a'.repeat(5000)}X${'b'.repeat(5000)}`;
    const [, frame, mark] = rendered(text, 5000, 5001).split('\n');
    expect(frame).toBe(`1 | …${'a'.repeat(60)}X${'b'.repeat(59)}…`);
    expect(mark).toBe(`  | ${' '.repeat(61)}^`);
  });

  it('marks at least one place, at the end of the text too', () => {
    expect(rendered('ab\n', 3, 3)).toContain('2 |\n  | ^');
  });

  it('marks the first line of a long span only', () => {
    expect(rendered('ab cd\nef', 3, 8)).toContain('1 | ab cd\n  |    ^^');
  });
});
