import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../helpers/temp.ts';

/** A release as `gh` has made it. */
export interface MadeRelease {
  readonly draft: boolean;
  readonly notes: string;
  /** Its files, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** What a release needs on its machines beside git: `npm`, which builds a small bundle, and `gh`. */
export interface ReleaseTools {
  readonly variables: Readonly<Record<string, string>>;
  readonly releases: () => Readonly<Record<string, MadeRelease>>;
  /** The bundle of a machine is another one. */
  readonly differ: () => void;
  /** The next upload breaks off after its first file. */
  readonly breakUpload: () => void;
}

/** As much of npm as builds: the same bundle from the same sources, or another one every time. */
const NPM = `#!/usr/bin/env bash
set -euo pipefail
[[ "$1" == ci ]] && exit 0
[[ "$*" == 'run action' ]] || { echo "npm $*?" >&2; exit 64; }
out=.github/actions/chron/dist
mkdir -p "$out/node_modules/.hidden"
git rev-parse HEAD > "$out/action.js"
[[ -e "$FAKE_TOOLS/differ" ]] && echo "$RANDOM$RANDOM$RANDOM" >> "$out/action.js"
echo native > "$out/node_modules/.hidden/duckdb.node"
echo '# What the action carries' > "$out/CONTENTS.md"
(cd "$out" && sha256sum action.js CONTENTS.md node_modules/.hidden/duckdb.node > checksums.txt)
`;

/** As much of gh as a release takes: a tag that must be there, a draft, its files, and its end. */
const GH = `#!/usr/bin/env node
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const [what, deed, tag, ...words] = process.argv.slice(2);
const state = join(process.env.FAKE_TOOLS, 'releases.json');
const releases = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {};
const keep = () => writeFileSync(state, JSON.stringify(releases));
const fail = (why, code = 1) => { console.error(why); process.exit(code); };
const after = (word) => words[words.indexOf(word) + 1];
if (what !== 'release' || !process.env.GH_TOKEN) fail('gh: ' + process.argv.slice(2).join(' '), 64);
const release = releases[tag];
if (deed === 'create') {
  if (release) fail('a release with the same tag name already exists');
  const tags = execFileSync('git', ['ls-remote', 'origin', 'refs/tags/' + tag], { encoding: 'utf8' });
  if (words.includes('--verify-tag') && tags === '') fail('tag ' + tag + ' does not exist');
  releases[tag] = { draft: words.includes('--draft'), notes: after('--notes'), files: {} };
  keep();
} else if (!release) fail('release not found');
else if (deed === 'view') console.log(String(release.draft));
else if (deed === 'upload') {
  for (const file of words.filter((word) => !word.startsWith('-'))) {
    const name = basename(file);
    if (release.files[name] !== undefined && !words.includes('--clobber')) fail(name + ' exists');
    release.files[name] = readFileSync(file, 'utf8');
    keep();
    const broken = join(process.env.FAKE_TOOLS, 'break');
    if (existsSync(broken)) { rmSync(broken); fail('HTTP 502'); }
  }
} else if (deed === 'edit' && words.includes('--draft=false')) {
  release.draft = false;
  keep();
} else fail('gh release ' + deed + '?', 64);
`;

/** Lays the tools into a folder of their own, before all others on the path. */
export async function openReleaseTools(): Promise<ReleaseTools> {
  const folder = await tempFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, text] of Object.entries({ npm: NPM, gh: GH })) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const state = join(folder, 'releases.json');
  return {
    variables: { FAKE_TOOLS: folder, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    releases: () => {
      const made: Readonly<Record<string, MadeRelease>> = existsSync(state)
        ? JSON.parse(readFileSync(state, 'utf8'))
        : {};
      return made;
    },
    differ: () => writeFileSync(join(folder, 'differ'), ''),
    breakUpload: () => writeFileSync(join(folder, 'break'), ''),
  };
}
