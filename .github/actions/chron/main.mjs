// Starts the bundle. A release carries it in dist/ beside this file. A checkout of the sources has none; there the
// action from-source builds it and says where, in the workflows of this repository alone.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const own = join(import.meta.dirname, 'dist');
const folder = existsSync(own) ? own : (process.env.CHRON_ACTION_DIST ?? own);

if (existsSync(join(folder, 'action.js'))) {
  await import(pathToFileURL(join(folder, 'action.js')).href);
} else {
  process.stdout.write('::error::this commit of chron carries no bundle: pin that of a release\n');
  process.exitCode = 1;
}
