import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { languageDocs } from './language-docs.ts';

/** Writes the documentation of the language; a test says whether the committed one is current. */
for (const [path, text] of languageDocs()) {
  const whole = join(import.meta.dirname, '../..', path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}
