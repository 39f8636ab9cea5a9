import { lstat, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { stateError } from '../../lib/store/disk.ts';
import { fileWord, openState } from '../../lib/store/state-folder.ts';
import { tempFolder } from '../helpers/temp.ts';
import { refusal } from './refusal.ts';

const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o777;

describe('openState', () => {
  it('makes a folder that ignores itself, for its owner alone', async () => {
    const top = await tempFolder();
    const state = openState(top);
    expect(state.path).toBe(join(top, '.chron'));
    expect(await readFile(join(top, '.chron', '.gitignore'), 'utf8')).toBe('*\n');
    expect(await modeOf(state.path)).toBe(0o700);
    expect(await modeOf(join(state.path, '.gitignore'))).toBe(0o600);
    expect(await modeOf(state.room('journal'))).toBe(0o700);
  });

  it('makes a room only when it is asked for, and finds it again', async () => {
    const top = await tempFolder();
    expect(await readdir(openState(top).path)).toEqual(['.gitignore']);
    await writeFile(join(openState(top).room('cache'), 'kept'), '');
    expect(await readdir(openState(top).room('cache'))).toEqual(['kept']);
  });

  it('leaves a .gitignore that somebody changed', async () => {
    const top = await tempFolder();
    await writeFile(join(openState(top).path, '.gitignore'), '# mine\n*\n');
    openState(top);
    expect(await readFile(join(top, '.chron', '.gitignore'), 'utf8')).toBe('# mine\n*\n');
  });

  it('refuses a link out of the work tree and writes nothing behind it', async () => {
    const [top, outside] = [await tempFolder(), await tempFolder()];
    await symlink(outside, join(top, '.chron'));
    expect(refusal(() => openState(top)).message).toContain('is a symbolic link');
    expect(await readdir(outside)).toEqual([]);
  });

  it('refuses a link in place of a room', async () => {
    const [top, outside] = [await tempFolder(), await tempFolder()];
    const state = openState(top);
    await symlink(outside, join(state.path, 'emulator'));
    expect(refusal(() => state.room('emulator')).message).toContain('is a symbolic link');
  });

  it.each<[title: string, below: string, message: RegExp]>([
    ['a file in its place', '', /is not a folder/],
    ['a work tree that is a file', '.chron', /ENOTDIR/],
    ['a work tree that is not there', 'nowhere', /ENOENT/],
  ])('refuses %s, naming the path and what to do', async (_title, below, message) => {
    const top = await tempFolder();
    await writeFile(join(top, '.chron'), '');
    const error = refusal(() => openState(join(top, below)));
    expect(error.message).toMatch(message);
    expect(error.message).toContain(join(top, below, '.chron'));
    expect(error.hint).toBeTruthy();
    expect(error.exit).toBe(1);
  });
});

describe('stateError', () => {
  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ELOOP', 'EIO'])(
    'makes %s something a person can put right',
    (code) => {
      const error = stateError('/x/.chron', Object.assign(new Error('no'), { code }));
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({ message: `cannot write /x/.chron (${code})` });
      expect(error).toHaveProperty('hint', expect.stringMatching(/\w/));
    },
  );

  it('lets a bug pass', () => {
    const bug = new TypeError('not a function');
    expect(stateError('/x', bug)).toBe(bug);
  });
});

describe('fileWord', () => {
  it.each([
    ['prod', 'prod'],
    ['eu/prod', 'eu%2Fprod'],
    ['..', '%2E%2E'],
    ['ä', '%C3%A4'],
    ['a b\n', 'a%20b%0A'],
  ])('writes %j as %s', (name, word) => {
    expect(fileWord(name)).toBe(word);
  });
});
