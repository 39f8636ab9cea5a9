import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRawTexts } from '../../lib/repo/raw-texts.ts';
import { tempFolder } from '../helpers/temp.ts';

describe('openRawTexts', () => {
  it('gives one file after the other, each byte a character', async () => {
    const root = await tempFolder();
    writeFileSync(join(root, 'long'), 'rule one');
    writeFileSync(join(root, 'short'), 'ä');
    const rawText = openRawTexts(root, 8);
    expect(rawText('long')).toBe('rule one');
    expect(rawText('short')).toBe('\u00c3\u00a4');
  });

  it('gives nothing of a file that is larger than the limit', async () => {
    const root = await tempFolder();
    writeFileSync(join(root, 'large'), 'rule seven');
    expect(openRawTexts(root, 9)('large')).toBeUndefined();
    expect(openRawTexts(root, 10)('large')).toBe('rule seven');
  });

  it('says of a file that is gone that it cannot be read', async () => {
    const rawText = openRawTexts(await tempFolder(), 9);
    expect(() => rawText('gone')).toThrow('"gone" cannot be read (ENOENT)');
  });
});
