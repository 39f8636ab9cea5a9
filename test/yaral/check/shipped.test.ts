import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';

const FOLDER = 'rules';

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaral'))
  .toSorted();

describe('the rules of this repository', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)('give neither error nor warning, in strict mode either: %s', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const { diagnostics } = analyze({ path: name, text }, { strict: true });
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});
