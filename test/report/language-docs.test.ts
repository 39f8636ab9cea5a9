import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageDocs } from '../helpers/language-docs.ts';

const TOP = join(import.meta.dirname, '../..');

describe('the documentation of the language', () => {
  it.each([...languageDocs()])('is current: %s', (path, text) => {
    expect(readFileSync(join(TOP, path), 'utf8')).toBe(text);
  });

  it('has no other pages', () => {
    const pages = readdirSync(join(TOP, 'docs/yara-l')).map((name) => `docs/yara-l/${name}`);
    expect(pages.toSorted()).toEqual([...languageDocs().keys()].toSorted());
  });

  it('shows what would not be seen', () => {
    for (const text of languageDocs().values()) {
      // oxlint-disable-next-line no-control-regex -- none may stand in a page
      expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u200B-\u200F\u202A-\u202E]/);
    }
  });
});
