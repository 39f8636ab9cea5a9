import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const GOLDEN = join(import.meta.dirname, '..', 'golden');

/**
 * A suite of cases under test/golden/<suite>/<case>/: `input` is run through `make`, the result must be the file
 * `output`. Missing files are written by `npm run test:update` and fail in CI; files that belong to nothing fail.
 * More outputs: give a record from file name to text.
 */
export function golden(
  suite: string,
  input: string,
  output: string,
  make: (text: string, path: string) => string | Promise<string>,
): void {
  goldenFiles(suite, input, [output], async (text, path) => ({ [output]: await make(text, path) }));
}

/** The same with several files a case. */
export function goldenFiles(
  suite: string,
  input: string,
  outputs: readonly string[],
  make: (
    text: string,
    path: string,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>,
): void {
  const folder = join(GOLDEN, suite);
  const cases = readdirSync(folder).toSorted();
  describe(`golden ${suite}`, () => {
    it('has cases', () => {
      expect(cases).not.toEqual([]);
    });
    it.each(cases)('%s', async (name) => {
      const made = await make(readFileSync(join(folder, name, input), 'utf8'), input);
      expect(Object.keys(made).toSorted()).toEqual(outputs.toSorted());
      for (const [file, text] of Object.entries(made)) {
        await expect(text).toMatchFileSnapshot(join(folder, name, file));
      }
      const known = new Set([input, ...outputs]);
      expect(readdirSync(join(folder, name)).filter((file) => !known.has(file))).toEqual([]);
    });
  });
}
