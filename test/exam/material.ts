import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Source } from '../../lib/diagnostics/diagnostic.ts';

const FOLDER = process.env['CHRON_EXAM_DIR'] ?? '';

/** Every rule file of DIR/corpus, by its path below it; empty where there is no corpus. */
export function corpusRules(): readonly Source[] {
  const corpus = join(FOLDER, 'corpus');
  if (FOLDER === '' || !existsSync(corpus)) return [];
  return readdirSync(corpus, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaral'))
    .toSorted()
    .map((name) => ({
      path: relative(corpus, join(corpus, name)),
      text: readFileSync(join(corpus, name), 'utf8'),
    }));
}

/** The rules that stand in the pages of DIR/seed, from `rule NAME {` to the brace that ends the line-initial one. */
export function seedRules(): readonly Source[] {
  const seed = join(FOLDER, 'seed');
  if (FOLDER === '' || !existsSync(seed)) return [];
  return readdirSync(seed)
    .toSorted()
    .flatMap((name) => {
      const page = readFileSync(join(seed, name), 'utf8');
      return [...page.matchAll(/^rule \w+ \{[^]*?^\}/gm)].map(([text]) => ({ path: name, text }));
    });
}
