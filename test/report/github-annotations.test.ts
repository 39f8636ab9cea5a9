import { describe, expect, it } from 'vitest';
import { checkAnnotations } from '../../lib/report/github-annotations.ts';
import {
  aCheck,
  aFinding,
  EXPLAINED,
  HOSTILE,
  many,
  NO_SCORE,
  REMARK,
  WRONG_FIELD,
} from './findings.ts';

const lines = (...given: Parameters<typeof aCheck>): readonly string[] =>
  checkAnnotations(aCheck(...given), EXPLAINED, (path) => path)
    .split('\n')
    .slice(0, -1);

/** How the runner reads one line: the command, its properties and its message, unescaped in that order. */
function read(line: string) {
  const [, command = '', properties = '', data = ''] = /^::(\w+) ([^]*?)::([^]*)$/.exec(line) ?? [];
  return {
    command,
    properties: Object.fromEntries(
      properties.split(',').map((one) => {
        const cut = one.indexOf('=');
        return [one.slice(0, cut), plain(one.slice(cut + 1))];
      }),
    ),
    message: plain(data),
  };
}

function plain(text: string): string {
  return text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%');
}

describe('checkAnnotations', () => {
  it('names place, title and what to write', () => {
    expect(lines([WRONG_FIELD])).toEqual([
      '::error file=rules/aws/root_login.yaral,line=5,endLine=5,col=18,endColumn=25,' +
        'title=FLD001 an unknown field::Noun has no field "hostnam"; did you mean hostname?',
    ]);
  });

  it('begins with the worst level, whatever the order of the places', () => {
    expect(lines([REMARK, NO_SCORE, WRONG_FIELD]).map((line) => read(line).command)).toEqual([
      'error',
      'warning',
      'notice',
    ]);
  });

  it('leaves columns out where a range has several lines', () => {
    const [line = ''] = lines([aFinding({ at: 'events:\n    $e' })]);
    expect(read(line).properties).toEqual({
      file: 'rules/aws/root_login.yaral',
      line: '4',
      endLine: '5',
      title: 'FLD001 an unknown field',
    });
  });

  it.each([
    [9, 9, 'FLD001 an unknown field', 'Noun has no field "hostnam"'],
    [10, 10, 'chron', 'and 1 more error in 1 file: chron check lists them all'],
    [5_000, 10, 'chron', 'and 4,991 more errors in 4,991 files: chron check lists them all'],
  ])('writes of %i errors %i lines', (count, written, title, message) => {
    const found = lines([...many(count), NO_SCORE]);
    const errors = found.map(read).filter(({ command }) => command === 'error');
    expect(errors).toHaveLength(written);
    expect(errors.at(-1)?.properties['title']).toBe(title);
    expect(errors.at(-1)?.message).toBe(message);
    expect(found).toHaveLength(written + 1);
  });

  it('keeps what strangers wrote within its own command', () => {
    const [line = '', ...others] = lines([
      aFinding({ message: HOSTILE, hint: HOSTILE, path: `rules/${HOSTILE}` }),
    ]);
    expect(others).toEqual([]);
    expect(line).not.toContain('##[');
    // oxlint-disable-next-line no-control-regex -- none may be left
    expect(line).not.toMatch(/[\u0000-\u001F\u202E\u2028]/);
    const { properties, message } = read(line);
    expect(Object.keys(properties)).toEqual([
      'file',
      'line',
      'endLine',
      'col',
      'endColumn',
      'title',
    ]);
    expect(properties['file']).toContain('%0A,a:b="<c>');
    expect(message).toContain('::error::x');
  });

  it('cuts a message before the runner does, and never within a character', () => {
    const [line = ''] = lines([aFinding({ message: '𝔐%'.repeat(4_000) })]);
    expect(line.length).toBeLessThan(4_096);
    expect(read(line).message).toMatch(/…$/);
    expect(line).not.toMatch(/\p{Surrogate}/u);
  });
});
