import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chron } from '../helpers/chron.ts';
import { goldenFiles } from '../helpers/golden.ts';
import { tempFolder } from '../helpers/temp.ts';

const OUTPUTS = {
  'check.txt': '',
  'check.json': ' --format json',
  'check.sarif': ' --format sarif',
  'check.junit.xml': ' --format junit',
  'check.github.txt': ' --format github',
} as const;

/** One rule in every format, as `chron check` writes it in the repository that holds it. */
goldenFiles('check', 'input.yaral', Object.keys(OUTPUTS), async (text) => {
  const cwd = await tempFolder();
  mkdirSync(join(cwd, 'rules/family'), { recursive: true });
  writeFileSync(join(cwd, 'rules/family/input.yaral'), text);
  const made: Record<string, string> = {};
  for (const [file, words] of Object.entries(OUTPUTS)) {
    made[file] = (await chron(`check${words}`, { cwd })).out;
  }
  return made;
});
