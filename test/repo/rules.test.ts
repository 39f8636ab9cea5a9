import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workTree, type FileTree } from '../../lib/repo/file-tree.ts';
import { findMissingLists } from '../../lib/repo/list-names.ts';
import { readRules } from '../../lib/repo/rules.ts';
import { selectRules } from '../../lib/repo/select.ts';
import { ruleText } from '../helpers/builders.ts';
import { tempFolder } from '../helpers/temp.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

const TEXT = ruleText('a');

describe('readRules', () => {
  it('finds rules in nested folders, sorted by path, and takes names from tokens', async () => {
    const { rules, diagnostics } = await readRules(
      memoryTree({
        'rules/z.yaral': ruleText('first', { lists: ['admins'], multiEvent: true }),
        'rules/family/deeper/y.yaral': `// rule commented {\n${ruleText('second', { severity: 'LOW' })}`,
        'rules/README.md': 'rule not_a_rule {',
        'rules/family/a.test.yaml': 'rule: a',
        'other/x.yaral': ruleText('elsewhere'),
      }),
    );
    expect(diagnostics).toEqual([]);
    expect(rules.map(({ path, name }) => [path, name])).toEqual([
      ['rules/family/deeper/y.yaral', 'second'],
      ['rules/z.yaral', 'first'],
    ]);
    expect(rules[1]).toMatchObject({ multiEvent: true, lists: ['admins'] });
    expect(rules[0]?.meta.get('severity')).toBe('LOW');
  });

  it('finds nothing where there is no rules folder', async () => {
    expect(await readRules(workTree(await tempFolder()))).toMatchObject({
      rules: [],
      diagnostics: [],
    });
  });

  it('reads CRLF, a byte-order mark and a missing line end as the same text', async () => {
    const { rules, diagnostics } = await readRules(
      memoryTree({ 'rules/a.yaral': `\uFEFF${TEXT.trimEnd().replaceAll('\n', '\r\n')}` }),
    );
    expect(diagnostics).toEqual([]);
    expect(rules[0]?.text).toBe(TEXT);
  });

  it('reads 256 KiB and not a byte more', async () => {
    const full = `${TEXT}//${' '.repeat(256 * 1024 - TEXT.length - 3)}\n`;
    const { rules, diagnostics } = await readRules(
      memoryTree({ 'rules/full.yaral': full, 'rules/over.yaral': `${full} ` }),
    );
    expect(rules.map(({ path }) => path)).toEqual(['rules/full.yaral']);
    expect(said(diagnostics)).toEqual([
      'rules/over.yaral:1:1 too-large: the file has 262,145 bytes, and the limit is 262,144 bytes (move long enumerations into a reference list)',
    ]);
  });

  it.each<[title: string, files: Record<string, string | Uint8Array>, expected: readonly string[]]>(
    [
      [
        'a 2 MB rule',
        { 'rules/big.yaral': new Uint8Array(2 * 1024 * 1024) },
        [
          'rules/big.yaral:1:1 too-large: the file has 2,097,152 bytes, and the limit is 262,144 bytes (move long enumerations into a reference list)',
        ],
      ],
      [
        'a byte that is not UTF-8',
        {
          'rules/latin.yaral': Buffer.from('// a\n// ä\u{1F600} caf\u00e9\n', 'utf8').fill(
            0xe9,
            17,
            18,
          ),
        },
        [
          'rules/latin.yaral:2:9 not-utf8: the file is not UTF-8: byte 17 is 0xE9 (save it as UTF-8)',
        ],
      ],
      [
        'a file cut in the middle of a character',
        { 'rules/cut.yaral': Buffer.from('// é').subarray(0, 4) },
        ['rules/cut.yaral:1:4 not-utf8: the file is not UTF-8: byte 3 is 0xC3 (save it as UTF-8)'],
      ],
      [
        'UTF-16',
        { 'rules/wide.yaral': Buffer.from('\uFEFFrule a {', 'utf16le') },
        ['rules/wide.yaral:1:1 not-utf8: the file is not UTF-8: byte 0 is 0xFF (save it as UTF-8)'],
      ],
      [
        'a file without a rule',
        { 'rules/none.yaral': '// nothing\n' },
        ['rules/none.yaral:2:1 PAR033: the file holds no rule (a rule begins with: rule name {)'],
      ],
      [
        'a file with two rules',
        { 'rules/two.yaral': `${ruleText('one')}${ruleText('two')}` },
        [
          'rules/two.yaral:12:6 PAR034: the file holds a second rule, two, after one (give it a file of its own)',
        ],
      ],
      [
        'two files with one rule name',
        { 'rules/x/a.yaral': TEXT, 'rules/y/a.yaral': TEXT, 'rules/z/a.yaral': TEXT },
        [
          'rules/y/a.yaral:1:6 PAR030: rule a is declared twice; the first is at rules/x/a.yaral:1:6 (give one of them another name)',
          'rules/z/a.yaral:1:6 PAR030: rule a is declared twice; the first is at rules/x/a.yaral:1:6 (give one of them another name)',
        ],
      ],
      [
        'names that only case tells apart',
        { 'rules/x.yaral': ruleText('login'), 'rules/y.yaral': ruleText('Login') },
        [
          'rules/y.yaral:1:6 rule-name-case: rule Login differs only in case from login at rules/x.yaral:1:6 (give one of them another name: not every file system tells them apart)',
        ],
      ],
      [
        'a name of 129 characters',
        { 'rules/x.yaral': ruleText('n'.repeat(129)) },
        ["rules/x.yaral:1:6 rule-name: the rule's name has 129 characters, and the limit is 128"],
      ],
    ],
  )('reports %s', async (_title, files, expected) => {
    expect(said((await readRules(memoryTree(files))).diagnostics)).toEqual(expected);
  });

  it('reports all problems of all files, and keeps what can be read', async () => {
    const { rules, diagnostics, texts } = await readRules(
      memoryTree({
        'rules/a.yaral': 'rule {\n}\n',
        'rules/b.yaral': `${ruleText('b')}"open`,
        'rules/c.yaral': Uint8Array.of(0x80),
        'rules/d.yaral': ruleText('d'),
      }),
    );
    expect(rules.map(({ name }) => name)).toEqual(['b', 'd']);
    expect(diagnostics.map(({ path, id }) => `${path} ${id}`)).toEqual([
      'rules/a.yaral PAR002',
      'rules/b.yaral LEX002',
      'rules/b.yaral PAR001',
      'rules/c.yaral not-utf8',
    ]);
    expect([...texts.keys()]).toEqual(['rules/a.yaral', 'rules/b.yaral', 'rules/d.yaral']);
  });

  it('stops at 5,000 files', async () => {
    const files: FileTree = {
      list: async () =>
        Array.from({ length: 5001 }, (_, index) => ({
          path: `rules/${String(index).padStart(4, '0')}.yaral`,
          kind: 'file' as const,
          size: 10,
        })),
      read: async (path) => Buffer.from(`rule r${path.slice(6, 10)} {}`),
    };
    const { rules, diagnostics } = await readRules(files);
    expect(rules).toHaveLength(5000);
    expect(said(diagnostics)).toEqual([
      'rules/5000.yaral:1:1 too-many-rules: there are 5,001 rule files, and the limit is 5,000',
    ]);
  });

  it('stops at 64 MiB', async () => {
    const files: FileTree = {
      list: async () =>
        Array.from({ length: 257 }, (_, index) => ({
          path: `rules/${String(index).padStart(3, '0')}.yaral`,
          kind: 'file' as const,
          size: 256 * 1024,
        })),
      read: async (path) => Buffer.from(`rule r${path.slice(6, 9)} {}`),
    };
    expect(said((await readRules(files)).diagnostics)).toEqual([
      'rules/256.yaral:1:1 too-many-rules: with this file the rules have more than 67,108,864 bytes, which is the limit',
    ]);
  });

  it('follows no links and enters no repository inside', async () => {
    const [folder, outside] = [await tempFolder(), await tempFolder()];
    mkdirSync(join(folder, 'rules/vendored/.git'), { recursive: true });
    writeFileSync(join(folder, 'rules/vendored/theirs.yaral'), ruleText('theirs'));
    writeFileSync(join(folder, 'rules/ours.yaral'), ruleText('ours'));
    writeFileSync(join(outside, 'secret.yaral'), ruleText('secret'));
    symlinkSync(join(outside, 'secret.yaral'), join(folder, 'rules/link.yaral'));
    symlinkSync(outside, join(folder, 'rules/linked'));
    const { rules, diagnostics } = await readRules(workTree(folder));
    expect(rules.map(({ name }) => name)).toEqual(['ours']);
    expect(said(diagnostics)).toEqual([
      'rules/link.yaral:1:1 not-a-file: this is a symbolic link (put the file itself here)',
      'rules/linked:1:1 not-a-file: this is a symbolic link (put the file itself here)',
    ]);
  });

  it('says which file could not be opened', async () => {
    const tree = workTree(await tempFolder());
    const gone: FileTree = {
      list: async () => [{ path: 'rules/gone.yaral', kind: 'file', size: 1 }],
      read: async (path) => tree.read(path),
    };
    await expect(readRules(gone)).rejects.toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: '"rules/gone.yaral" cannot be read (ENOENT)',
      }),
    );
  });

  it('refuses a rules folder that is a link', async () => {
    const [folder, outside] = [await tempFolder(), await tempFolder()];
    writeFileSync(join(outside, 'secret.yaral'), ruleText('secret'));
    symlinkSync(outside, join(folder, 'rules'));
    const { rules, diagnostics } = await readRules(workTree(folder));
    expect(rules).toEqual([]);
    expect(said(diagnostics)).toEqual([
      'rules:1:1 not-a-file: this is a symbolic link (put the file itself here)',
    ]);
  });
});

describe('findMissingLists', () => {
  it('names each list that is not there at its first place', async () => {
    const { rules } = await readRules(
      memoryTree({
        'rules/a.yaral': ruleText('a', { lists: ['admins', 'admin_host', 'unheard_of'] }),
        'rules/b.yaral': ruleText('b', { lists: ['admins'] }),
      }),
    );
    expect(said(findMissingLists(rules, [{ name: 'admins' }, { name: 'admin_hosts' }]))).toEqual([
      'rules/a.yaral:10:37 unknown-list: list %admin_host is not in rules/lists/ (did you mean %admin_hosts?)',
      'rules/a.yaral:11:37 unknown-list: list %unheard_of is not in rules/lists/ (write it to rules/lists/unheard_of.string.txt (or .regex.txt, .cidr.txt))',
    ]);
  });
});

describe('selectRules', () => {
  it.each<[include: string[], exclude: string[], expected: string]>([
    [['**'], [], 'aws/a aws/deep/b okta/c top'],
    [['*'], [], 'top'],
    [['aws/*'], [], 'aws/a'],
    [['aws/**'], ['**/b.yaral'], 'aws/a'],
    [['{aws,okta}/*.yaral', 'top.yaral'], ['okta/**'], 'aws/a top'],
    [['AWS/**'], [], ''],
    [['!aws/**'], [], ''],
  ])('includes %j without %j', async (include, exclude, expected) => {
    const paths = ['aws/a', 'aws/deep/b', 'okta/c', 'top'];
    const { rules } = await readRules(
      memoryTree(
        Object.fromEntries(paths.map((path, i) => [`rules/${path}.yaral`, ruleText(`r${i}`)])),
      ),
    );
    const selected = selectRules({ include, exclude }, rules);
    expect(selected.map(({ path }) => path.slice(6, -6)).join(' ')).toBe(expected);
  });
});
