import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { makeManyRules, type ManyRules } from './many-rules.ts';
import { TOP } from './top.ts';

/** What the benchmarks of one run share; all of it lies in one folder that goes when the run ends. */
export interface Scratch {
  readonly folder: string;
  /** The bundle of the command line as it would be released now, and beside it what watches it from within. */
  bundle(): Promise<Bundle>;
  /** The repository with 1,000 rules and 10,000 commits. */
  manyRules(): Promise<ManyRules>;
  close(): Promise<void>;
}

export interface Bundle {
  /** `dist/chron.js` of a release. */
  readonly chron: string;
  /** To be given to node by `--import`. */
  readonly watch: string;
  readonly readHistory: string;
}

export async function openScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'chron-bench-'));
  let [bundle, manyRules]: [Promise<Bundle>?, Promise<ManyRules>?] = [];
  return {
    folder,
    bundle: () => (bundle ??= makeBundle(join(folder, 'bundle'))),
    manyRules: () => (manyRules ??= makeManyRules(join(folder, 'many-rules'))),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Built anew, so that no figure is one of an old bundle. */
async function makeBundle(outDir: string): Promise<Bundle> {
  await build({
    root: TOP,
    configFile: join(TOP, 'vite.config.ts'),
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          watch: join(TOP, 'test/bench/watch.ts'),
          'read-history': join(TOP, 'test/bench/read-history.ts'),
        },
      },
    },
  });
  await writeFile(join(outDir, 'package.json'), '{ "type": "module" }\n');
  return {
    chron: join(outDir, 'chron.js'),
    watch: join(outDir, 'watch.js'),
    readHistory: join(outDir, 'read-history.js'),
  };
}
