import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listFileText, parseListText } from '../../lib/repo/list-text.ts';
import { readLists } from '../../lib/repo/lists.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

const listsOf = (files: Readonly<Record<string, string>>) =>
  readLists(
    memoryTree(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [`rules/lists/${name}`, text]),
      ),
    ),
  );

describe('readLists', () => {
  it('reads name and kind from the file name, the description from the first line', async () => {
    const { lists, diagnostics } = await listsOf({
      'admins.string.txt':
        '// who administers \r\nada\r\n\r\n// on call\r\n  grace // until May\r\n',
      'nets.cidr.txt': '//our nets\n10.0.0.0/8',
      'README.md': 'no list',
    });
    expect(diagnostics).toEqual([]);
    expect(lists).toEqual([
      {
        name: 'admins',
        kind: 'string',
        path: 'rules/lists/admins.string.txt',
        description: 'who administers',
        lines: ['ada', '// on call', '  grace // until May'],
      },
      {
        name: 'nets',
        kind: 'cidr',
        path: 'rules/lists/nets.cidr.txt',
        description: 'our nets',
        lines: ['10.0.0.0/8'],
      },
    ]);
  });

  it.each<[title: string, files: Record<string, string>, expected: readonly string[]]>([
    [
      'a kind that there is not',
      { 'admins.strings.txt': '// a\nb\n', 'plain.txt': '// a\nb\n' },
      [
        'admins.strings.txt:1:1 list-file-name: the file name does not say what kind of list this is (name it admins.string.txt; kinds are string, regex, cidr)',
        'plain.txt:1:1 list-file-name: the file name does not say what kind of list this is (name it plain.string.txt; kinds are string, regex, cidr)',
      ],
    ],
    [
      'a list in a folder of its own',
      { 'deep/admins.string.txt': '// a\nb\n' },
      [
        'deep/admins.string.txt:1:1 list-file-name: lists stand directly in rules/lists/ (move it to rules/lists/admins.string.txt)',
      ],
    ],
    [
      "the name of chron's memory",
      { 'chron_applied.string.txt': '// a\nb\n' },
      [
        "chron_applied.string.txt:1:1 list-name: chron_applied is chron's own list, in which a tenant remembers its commit (give the list another name)",
      ],
    ],
    [
      'a name that the service does not take',
      { '1st.string.txt': '// a\nb\n' },
      [
        '1st.string.txt:1:1 list-name: "1st" cannot be the name of a list (a name has letters, digits and underscores, begins with a letter, and has fewer than 256 characters)',
      ],
    ],
    [
      'one name with two kinds',
      { 'a.regex.txt': '// a\nb\n', 'a.string.txt': '// a\nb\n' },
      [
        'a.string.txt:1:1 duplicate-list: list a stands in two files; the first is rules/lists/a.regex.txt (keep one of them: a list has one kind)',
      ],
    ],
    [
      'no description and no lines',
      { 'a.string.txt': '\n' },
      [
        'a.string.txt:1:1 list-description: the list has no description (write one in the first line: // what the list is for)',
        'a.string.txt:1:1 list-empty: the list has no lines (write one a line; a comment (// …) below the description counts)',
      ],
    ],
    [
      'a line of 5,001 characters',
      { 'a.string.txt': `// a\n${'é'.repeat(5000)}\n${'é'.repeat(5001)}\n` },
      ['a.string.txt:3:1 list-too-large: this line has 5,001 characters, and the limit is 5,000'],
    ],
    [
      'more lines than a regex list may have, once',
      { 'a.regex.txt': `// a\n${'x\n'.repeat(103)}` },
      [
        'a.regex.txt:102:1 list-too-large: a regex list has at most 100 lines, and this is one more',
      ],
    ],
    [
      'more lines than a cidr list may have',
      { 'a.cidr.txt': `// a\n${'10.0.0.0/8\n'.repeat(151)}` },
      ['a.cidr.txt:152:1 list-too-large: a cidr list has at most 150 lines, and this is one more'],
    ],
    [
      'more bytes than a regex list may have',
      { 'a.regex.txt': `// a\n${`${'x'.repeat(4999)}\n`.repeat(21)}` },
      [
        'a.regex.txt:22:1 list-too-large: a regex list has at most 100,000 bytes, and this line goes over it',
      ],
    ],
    [
      'more bytes than a string list may have',
      { 'a.string.txt': `// a\n${`${'x'.repeat(3999)}\n`.repeat(1501)}` },
      [
        'a.string.txt:1502:1 list-too-large: a string list has at most 6,000,000 bytes, and this line goes over it',
      ],
    ],
  ])('reports %s', async (_title, files, expected) => {
    const { diagnostics } = await listsOf(files);
    expect(said(diagnostics).map((line) => line.replace(/^rules\/lists\//, ''))).toEqual(expected);
  });
});

describe('listFileText', () => {
  const line = fc
    .string({ maxLength: 12 })
    .filter((text) => text.trim() !== '' && !/[\r\n]/.test(text));

  it('is taken apart into the same list', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }).filter((text) => !/[\r\n]/.test(text)),
        fc.array(
          fc.oneof(
            line,
            line.map((text) => `//${text}`),
          ),
          { maxLength: 5 },
        ),
        (description, lines) => {
          const parsed = parseListText(listFileText({ description, lines }));
          expect(parsed.description).toBe(description.trim());
          expect(parsed.lines.map(({ text }) => text)).toEqual(lines);
        },
      ),
    );
  });

  it('puts a description of several lines on one', () => {
    expect(listFileText({ description: 'one \r\n two', lines: ['a'] })).toBe('// one two\na\n');
  });
});
