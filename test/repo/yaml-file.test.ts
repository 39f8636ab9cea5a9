import { describe, expect, it } from 'vitest';
import { readYaml } from '../../lib/repo/yaml-file.ts';
import { said } from './said.ts';

const read = (text: string) => readYaml({ path: 'x.yaml', text });

describe('readYaml', () => {
  it('gives plain values', () => {
    expect(read('a: 1\nb: [x, off, true, null, "2"]\nc:\n  d: 1.5\ne:\n').file?.value).toEqual({
      a: 1,
      b: ['x', 'off', true, null, '2'],
      c: { d: 1.5 },
      e: null,
    });
    expect(read('# nothing\n').file?.value).toEqual({});
  });

  it('knows where keys and values stand, and the nearest place of what is not there', () => {
    const file = read('# top\nlist:\n  - { "quoted key": ä, next: value }\n').file;
    const at = (path: readonly PropertyKey[]) => {
      const { line, column, endColumn } = file?.placeOf(path) ?? {};
      return [line, column, endColumn];
    };
    expect(at(['list', 0, 'next'])).toEqual([3, 30, 35]);
    expect(file?.placeOfKey(['list', 0, 'next'])).toMatchObject({ column: 24, endColumn: 28 });
    expect(file?.placeOfKey(['list', 0, 'quoted key'])).toMatchObject({ line: 3, column: 7 });
    expect(at(['list', 0, 'missing', 'deeper'])).toEqual([3, 5, 37]);
    expect(file?.has(['list', 0])).toBe(true);
    expect(file?.has(['list', 1])).toBe(false);
  });

  it.each<[title: string, text: string, expected: readonly string[]]>([
    [
      'an open bracket',
      'a: 1\nb: [1, 2\nc: 3\n',
      [
        'x.yaml:3:1 yaml: this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ] (look at the indentation, and whether every [ and { is closed)',
      ],
    ],
    [
      'a tab',
      'a:\n\tb: 2\n',
      [
        'x.yaml:2:1 yaml: this is not YAML: tabs are not allowed as indentation (indent with spaces)',
      ],
    ],
    [
      'a key twice',
      'a: 1\nb: 2\n"a": 3\n',
      ['x.yaml:3:1 yaml: key "a" stands twice (keep one of them)'],
    ],
    [
      'an alias',
      'a: &one 1\nb: *one\n',
      ['x.yaml:2:4 yaml: aliases are not allowed (write the value out, or use `extends`)'],
    ],
    [
      'a tag',
      'a: !!binary aGk=\n',
      ['x.yaml:1:13 yaml: tags such as tag:yaml.org,2002:binary are not allowed (take it out)'],
    ],
    [
      'a tag of its own',
      'a: !env HOME\n',
      ['x.yaml:1:9 yaml: tags such as !env are not allowed (take it out)'],
    ],
    [
      'a second document',
      'a: 1\n---\nb: 2\n',
      ['x.yaml:2:1 yaml: the file holds a second document (take out the line with ---)'],
    ],
    ['a list as key', '? [a]\n: 1\n', ['x.yaml:1:3 yaml: a key must be a word']],
    ['__proto__', 'a: { __proto__: { x: 1 } }\n', ['x.yaml:1:6 yaml: "__proto__" cannot be a key']],
    ['constructor', 'constructor: 1\n', ['x.yaml:1:1 yaml: "constructor" cannot be a key']],
    [
      'several at once',
      'a: 1\na: 2\nprototype: *x\nb: *x\n',
      [
        'x.yaml:2:1 yaml: key "a" stands twice (keep one of them)',
        'x.yaml:3:1 yaml: "prototype" cannot be a key',
        'x.yaml:4:4 yaml: aliases are not allowed (write the value out, or use `extends`)',
      ],
    ],
  ])('refuses %s', (_title, text, expected) => {
    const { file, diagnostics } = read(text);
    expect(file).toBeUndefined();
    expect(said(diagnostics)).toEqual(expected);
  });

  it.each<[title: string, text: string]>([
    ['brackets in brackets', '['.repeat(40_000)],
    ['closed brackets in brackets', `a: ${'['.repeat(100)}${']'.repeat(100)}`],
    ['dashes on one line', '- '.repeat(40_000)],
    ['keys in keys on one line', 'a: '.repeat(16_000)],
    ['questions in questions', '? '.repeat(40_000)],
    ['maps in maps', '{a: '.repeat(12_000)],
    ['ever deeper keys', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['pairs of brackets', '[]'.repeat(500_000)],
    ['errors on every line', 'a: }\n'.repeat(200_000)],
    ['very many keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['a long open string', `a: "${'x\n'.repeat(400_000)}`],
    [
      'a billion laughs',
      `a: &a [x, x]\n${'bcdefgh'
        .split('')
        .map((k, i) => `${k}: &${k} [*${'abcdefg'[i]}, *${'abcdefg'[i]}]`)
        .join('\n')}`,
    ],
  ])('refuses %s, soon', (_title, text) => {
    const start = performance.now();
    expect(read(text).diagnostics).not.toEqual([]);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('reads 64 levels', () => {
    expect(read(`a: ${'['.repeat(63)}${']'.repeat(63)}`).diagnostics).toEqual([]);
  });

  it('leaves the prototype of objects alone', () => {
    read('__proto__: { polluted: true }\na: { constructor: { prototype: { polluted: true } } }\n');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
