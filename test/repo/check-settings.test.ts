import { describe, expect, it } from 'vitest';
import { readCheckSettings } from '../../lib/repo/check-settings.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

const read = (text: string | Uint8Array) =>
  readCheckSettings(memoryTree({ 'rules/check.yaml': text }));

describe('readCheckSettings', () => {
  it.each<[title: string, files: Record<string, string>]>([
    ['no file', {}],
    ['an empty file', { 'rules/check.yaml': '' }],
    ['empty keys', { 'rules/check.yaml': 'lints: {}\nlenient: []\nminCases: {}\n' }],
  ])('demands nothing for %s', async (_title, files) => {
    expect((await readCheckSettings(memoryTree(files))).settings).toEqual({
      lints: new Map(),
      lenient: [],
      minCases: { firing: 0, silent: 0 },
    });
  });

  it('reads every key', async () => {
    const { settings } = await read(
      'lints: { CHR001: off, CHR002: error }\nlenient: [TYP001]\nminCases: { firing: 1 }\n',
    );
    expect(settings).toEqual({
      lints: new Map([
        ['CHR001', 'off'],
        ['CHR002', 'error'],
      ]),
      lenient: ['TYP001'],
      minCases: { firing: 1, silent: 0 },
    });
  });

  it.each<[text: string | Uint8Array, expected: readonly string[]]>([
    [
      'lint: {}\n',
      ['1:1 unknown-key: "lint" is not a key of rules/check.yaml (did you mean lints?)'],
    ],
    [
      'lints:\n  CHR001: eror\n',
      [
        '2:11 wrong-value: expected one of off, info, warning, error, but this is "eror" (did you mean error?)',
      ],
    ],
    [
      'lints:\n  unused-variable: off\n',
      [
        '2:3 wrong-value: expected the id of a piece of advice such as CHR001, but this is "unused-variable"',
      ],
    ],
    ['lints: [CHR001]\n', ['1:8 wrong-value: expected a map of keys, but this is a list']],
    [
      'lenient: [1]\n',
      ['1:11 wrong-value: expected the id of a check such as TYP003, but this is 1'],
    ],
    [
      'minCases: { firing: -1, silent: 0.5, loud: 1 }\n',
      [
        '1:21 wrong-value: expected a whole number, 0 or more, but this is -1',
        '1:33 wrong-value: expected a whole number, 0 or more, but this is 0.5',
        '1:38 unknown-key: "loud" is not a key of `minCases` (keys are firing, silent)',
      ],
    ],
    [
      'a: b: c\n',
      [
        '1:4 yaml: this is not YAML: nested mappings are not allowed in compact mappings (look at the indentation, or put text with a colon in quotes)',
      ],
    ],
    [
      Uint8Array.of(0xff),
      ['1:1 not-utf8: the file is not UTF-8: byte 0 is 0xFF (save it as UTF-8)'],
    ],
  ])('refuses %j', async (text, expected) => {
    const { settings, diagnostics } = await read(text);
    expect(settings).toBeUndefined();
    expect(said(diagnostics).map((line) => line.replace('rules/check.yaml:', ''))).toEqual(
      expected,
    );
  });
});
