import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { compareScaffold, writeScaffold } from '../../lib/repo/scaffold-write.ts';
import { tempFolder } from '../helpers/temp.ts';

const FILE = { path: 'a/b.txt', text: 'ours\n' };

describe('what comes between looking and writing', () => {
  it('is not written over where it is a file', async () => {
    const root = await tempFolder();
    const standings = compareScaffold(root, [FILE]);
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'a/b.txt'), 'theirs\n');
    expect(() => writeScaffold(root, standings)).toThrow(/b\.txt" cannot be written \(EEXIST\)/);
    expect(readFileSync(join(root, 'a/b.txt'), 'utf8')).toBe('theirs\n');
  });

  it('is not gone through where it is a link', async () => {
    const [root, elsewhere] = [await tempFolder(), await tempFolder()];
    const standings = compareScaffold(root, [FILE]);
    symlinkSync(elsewhere, join(root, 'a'));
    expect(() => writeScaffold(root, standings)).toThrow(UserError);
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

it.each<[what: string, there: string | undefined, state: string, why?: string]>([
  ['nothing', undefined, 'new'],
  ['the same', '# ours\none\ntwo\n', 'same'],
  ['the same with other line ends', '# ours\r\none\r\ntwo\r\n', 'same'],
  ['the same lines among others', 'two\n# theirs\nthree\n  one\n', 'same'],
  ['a part of the lines', 'one\n', 'kept', 'it has no line two'],
  ['none of the lines', '# one\n', 'kept', 'it has no line one, no line two'],
])('a file of lines, over %s', async (_what, there, state, why) => {
  const root = await tempFolder();
  if (there !== undefined) writeFileSync(join(root, '.gitignore'), there);
  const file = { path: '.gitignore', text: '# ours\none\ntwo\n', lines: true };
  expect(compareScaffold(root, [file])).toEqual([
    { file, state, ...(why === undefined ? {} : { why }) },
  ]);
});
