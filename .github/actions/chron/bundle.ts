import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, mergeConfig, type Plugin } from 'vite';
import {
  checksums,
  contentsText,
  packageOfModule,
  type Packed,
  type ReleaseFile,
} from './contents.ts';
import config from './vite.config.ts';

// Builds the release folder of the action: `npm run action [-- DIR]`. The bundle, DuckDB with its native library,
// checksums.txt (for `sha256sum --check`) and CONTENTS.md. The same sources and packages give the same bytes.

const TOP = resolve(import.meta.dirname, '../../..');
const out = resolve(process.argv[2] ?? join(import.meta.dirname, 'dist'));

/** Copied as they are: one of them is machine code, and the others find it by its place. */
const COPIED = [
  '@duckdb/node-api',
  '@duckdb/node-bindings',
  '@duckdb/node-bindings-linux-x64',
] as const;

/** Of a copied package what is not needed to run. */
const LEFT_OUT = /\.d\.ts$|\.map$|README\.md$/;

const sizes = new Map<string, number>();
let ownBytes = 0;

/** Sums up how much code of which package came into the bundle. */
const weighing: Plugin = {
  name: 'weighing',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
        const name = packageOfModule(id);
        if (name === undefined) ownBytes += renderedLength;
        else sizes.set(name, (sizes.get(name) ?? 0) + renderedLength);
      }
    }
  },
};

rmSync(out, { recursive: true, force: true });
await build(
  mergeConfig(config, {
    configFile: false,
    logLevel: 'error',
    plugins: [weighing],
    build: { outDir: out, emptyOutDir: true },
  }),
);
for (const name of COPIED) copyPackage(name);
// Without it node would look for the type of these modules above the folder.
writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n');

const packed = [
  ...[...sizes].map(([name, bytes]) => describePackage(name, bytes)),
  ...COPIED.map((name) => describePackage(name, bytesBelow(join(out, 'node_modules', name)))),
];
writeFileSync(join(out, 'CONTENTS.md'), contentsText(ownBytes, packed, releaseFiles()));
writeFileSync(join(out, 'checksums.txt'), checksums(releaseFiles()));
process.stdout.write(readFileSync(join(out, 'CONTENTS.md'), 'utf8'));

function copyPackage(name: string): void {
  cpSync(join(TOP, 'node_modules', name), join(out, 'node_modules', name), {
    recursive: true,
    filter: (from) => !LEFT_OUT.test(from),
  });
}

function describePackage(name: string, bytes: number): Packed {
  const { version, license } = packageFile(name);
  return { name, version, license, bytes };
}

function packageFile(name: string): { readonly version: string; readonly license: string } {
  const path = join(TOP, 'node_modules', name, 'package.json');
  if (!existsSync(path)) return { version: '', license: '' };
  const { version, license }: { version?: string; license?: string } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  return { version: version ?? '', license: license ?? '' };
}

function releaseFiles(): readonly ReleaseFile[] {
  return filesBelow(out).map((path) => {
    const content = readFileSync(join(out, path));
    return {
      path,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    };
  });
}

function filesBelow(folder: string): readonly string[] {
  mkdirSync(dirname(folder), { recursive: true });
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();
}

function bytesBelow(folder: string): number {
  return filesBelow(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
}
