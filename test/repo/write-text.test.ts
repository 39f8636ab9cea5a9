import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceText } from '../../lib/repo/write-text.ts';
import { tempFolder } from '../helpers/temp.ts';

describe('replaceText', () => {
  it('puts the new text in the place of the old one, and leaves nothing beside it', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'alpha.yaral');
    writeFileSync(path, 'old');
    replaceText(path, 'nëw\n');
    expect(readFileSync(path, 'utf8')).toBe('nëw\n');
    expect(readdirSync(folder)).toEqual(['alpha.yaral']);
  });

  it('says which file cannot be written, and leaves nothing beside it', async () => {
    const folder = await tempFolder();
    expect(() => replaceText(join(folder, 'gone.yaral'), 'x')).toThrow(
      /gone\.yaral" cannot be written \(ENOENT\)/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
