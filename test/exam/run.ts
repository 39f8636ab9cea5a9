import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** `npm run exam -- DIR`: runs the tests over outside rules, DIR/corpus and DIR/seed. */
const [folder] = process.argv.slice(2);
if (folder === undefined || !['corpus', 'seed'].some((part) => existsSync(join(folder, part)))) {
  process.stderr.write('usage: npm run exam -- DIR, where DIR/corpus or DIR/seed holds rules\n');
  process.exit(1);
}
const { status } = spawnSync('vitest', ['run', '--config', 'vitest.exam.config.ts'], {
  stdio: 'inherit',
  env: { ...process.env, CHRON_EXAM_DIR: resolve(folder) },
});
process.exit(status ?? 1);
