import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { tempFolder } from '../helpers/temp.ts';
import { cleanRule } from './checked-rules.ts';

const GOOD = cleanRule('alpha').replace('{\n', '{\n\n');
/** The same with another layout. */
const LOOSE = GOOD.replaceAll('    ', '\t\t').replace('events:', 'events:\n\n\n');
const BROKEN = GOOD.replace('condition:', 'conditions:');

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

describe('chron fmt', () => {
  it('formats in place and says which files', async () => {
    const cwd = await folderWith({ 'rules/a/alpha.yaral': LOOSE, 'rules/b/other.yaral': GOOD });
    expect(await chron('fmt', { cwd })).toEqual({
      code: 0,
      out: 'formatted rules/a/alpha.yaral\n1 of 2 files formatted\n',
      err: '',
    });
    expect(read(cwd, 'rules/a/alpha.yaral')).toBe(GOOD);
    expect(await chron('fmt', { cwd })).toMatchObject({
      code: 0,
      out: '2 files: nothing to format\n',
    });
  });

  it('shows with --check what would change, and writes nothing', async () => {
    const cwd = await folderWith({ 'rules/a/alpha.yaral': LOOSE, 'rules/b/other.yaral': GOOD });
    const { code, out, err } = await chron('fmt --check', { cwd });
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(out).toMatch(/^rules\/a\/alpha\.yaral\n/);
    expect(out).toMatch(/^ +4 {2}- /m);
    expect(out).toMatch(/^ +4 {2}\+ {5}author = "detection engineering"$/m);
    expect(out).toMatch(/1 of 2 files not formatted\n {2}chron fmt formats them\n$/);
    expect(read(cwd, 'rules/a/alpha.yaral')).toBe(LOOSE);
  });

  it('has nothing against a file in style', async () => {
    const cwd = await folderWith({ 'rules/b/other.yaral': GOOD });
    expect(await chron('fmt --check', { cwd })).toMatchObject({ code: 0 });
  });

  it.each(['fmt', 'fmt --check'])('leaves a file alone that does not parse (%s)', async (words) => {
    const cwd = await folderWith({ 'rules/a/alpha.yaral': BROKEN, 'rules/b/other.yaral': GOOD });
    const { code, out, err } = await chron(words, { cwd });
    expect(code).toBe(3);
    expect(out).toContain('1 file does not parse and was left alone: see chron check');
    expect(err).toContain('rules/a/alpha.yaral:');
    expect(err).toContain('error[PAR013]');
    expect(read(cwd, 'rules/a/alpha.yaral')).toBe(BROKEN);
  });

  it('formats the others beside a broken one', async () => {
    const cwd = await folderWith({ 'rules/a/alpha.yaral': BROKEN, 'rules/b/other.yaral': LOOSE });
    expect((await chron('fmt', { cwd })).code).toBe(3);
    expect(read(cwd, 'rules/b/other.yaral')).toBe(GOOD);
  });

  it('does not mind CRLF line ends, and writes LF where it writes', async () => {
    const cwd = await folderWith({
      'rules/a/alpha.yaral': crlf(GOOD),
      'rules/b/other.yaral': crlf(LOOSE),
    });
    expect((await chron('fmt', { cwd })).out).toContain('1 of 2 files formatted');
    expect(read(cwd, 'rules/a/alpha.yaral')).toBe(crlf(GOOD));
    expect(read(cwd, 'rules/b/other.yaral')).toBe(GOOD);
  });

  it('formats what is named, wherever it is', async () => {
    const cwd = await folderWith({ 'rules/a/alpha.yaral': LOOSE, 'x/other.yaral': LOOSE });
    expect(await chron('fmt x/other.yaral', { cwd })).toMatchObject({
      code: 0,
      out: 'formatted x/other.yaral\n1 of 1 file formatted\n',
    });
    expect(read(cwd, 'rules/a/alpha.yaral')).toBe(LOOSE);
    expect(read(cwd, 'x/other.yaral')).toBe(GOOD);
    expect((await chron('fmt nosuch', { cwd })).code).toBe(1);
  });

  it('says in its help that it writes LF', async () => {
    expect((await chron('fmt --help', { cwd: await tempFolder() })).out).toContain('LF line ends');
  });
});
