import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { runStep } from '../../../.github/actions/chron/step.ts';
import { REAL_CLOCK } from '../../helpers/chron.ts';
import { become } from './become.ts';
import { checkOut } from './check-out.ts';
import { filesMatching } from './globs.ts';
import type { World } from './world.ts';

/** A step on the runner: where it runs, what it was given, and what it may leave behind. */
export interface Standing {
  readonly world: World;
  readonly workspace: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly event: { readonly sha: string; readonly ref: string };
  readonly token: string;
  /** The artifacts of the run. */
  readonly artifacts: Map<string, Map<string, Buffer>>;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** For later steps. */
  readonly setEnv: (name: string, value: string) => void;
}

/** Stands for an action: does what it does, as far as workflows here rely on it. Gives the exit code. */
type StandIn = (standing: Standing) => Promise<number>;

/** The actions that the shipped workflows use, by what their `uses:` begins with. Any other is an error. */
export const STAND_INS: readonly (readonly [uses: string, StandIn])[] = [
  ['actions/checkout@', (standing) => Promise.resolve(checkOut(standing))],
  ['actions/setup-node@', () => Promise.resolve(0)],
  ['google-github-actions/auth@', become],
  ['actions/upload-artifact@', (standing) => Promise.resolve(upload(standing))],
  ['actions/download-artifact@', (standing) => Promise.resolve(download(standing))],
  ['$/.github/actions/from-source', () => Promise.resolve(0)],
  ['$/.github/actions/chron', chron],
];

/** chron's own action for real, in this process. */
async function chron({ workspace, inputs, env, signal, say }: Standing): Promise<number> {
  const given = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase().replaceAll(' ', '_')}`,
    value,
  ]);
  const voice = { write: say, terminal: false, columns: 120 };
  return runStep({
    cwd: workspace,
    env: { ...env, ...Object.fromEntries(given) },
    out: voice,
    err: voice,
    ask: () => Promise.resolve(undefined),
    clock: REAL_CLOCK,
    random: () => 0.5,
    fetch: (input, init) => globalThis.fetch(input, init),
    onInterrupt: (stop) => {
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop);
      return () => signal.removeEventListener('abort', stop);
    },
  });
}

function upload({ workspace, inputs, artifacts, say }: Standing): number {
  const patterns = lines(inputs['path']).map((path) =>
    isFolder(join(workspace, path)) ? `${path}/**` : path,
  );
  const found = filesMatching(workspace, patterns);
  if (found.length === 0) {
    if (inputs['if-no-files-found'] === 'error') return refused(say, 'No files were found');
    say('::warning::No files were found with the provided path.\n');
    return 0;
  }
  const whole = inputs['archive'] === 'false';
  if (whole && found.length > 1) return refused(say, 'archive: false takes one file');
  const name = whole ? basename(found[0] ?? '') : (inputs['name'] ?? 'artifact');
  // Artifacts are kept over the attempts of a run: a second one of the same name is a conflict.
  if (artifacts.has(name) && inputs['overwrite'] !== 'true') {
    return refused(say, `(409) Conflict: an artifact with this name already exists: ${name}`);
  }
  const [folder] =
    patterns.length === 1 ? (/^[^*?[{]*\/(?=\*\*$)/.exec(patterns[0] ?? '') ?? []) : [];
  const above = folder ?? commonFolder(patterns, found);
  const hidden = inputs['include-hidden-files'] === 'true';
  const kept = found.filter((path) => hidden || !/(^|\/)\./.test(path));
  artifacts.set(
    name,
    new Map(kept.map((path) => [path.slice(above.length), readFileSync(join(workspace, path))])),
  );
  return 0;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function download({ workspace, inputs, artifacts, say }: Standing): number {
  const to = join(workspace, inputs['path'] ?? '.');
  const { name, pattern } = inputs;
  if (name !== undefined && pattern === undefined) {
    const files = artifacts.get(name);
    if (files === undefined) return refused(say, `Unable to download artifact ${name}: not found`);
    writeAll(to, files);
    return 0;
  }
  const merged = inputs['merge-multiple'] === 'true';
  for (const [each, files] of artifacts) {
    if (pattern !== undefined && !picomatch.isMatch(each, pattern)) continue;
    writeAll(merged ? to : join(to, each), files);
  }
  return 0;
}

function writeAll(folder: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** The folder that paths in an artifact are told from: the deepest one above all that was found. */
function commonFolder(patterns: readonly string[], found: readonly string[]): string {
  if (patterns.length === 1 && found.length === 1) return `${dirname(found[0] ?? '')}/`;
  const [first = '', ...others] = found.map((path) => `${dirname(path)}/`);
  return others.reduce((above, folder) => {
    let shared = above;
    while (!folder.startsWith(shared)) shared = shared.replace(/[^/]*\/$/, '');
    return shared;
  }, first);
}

function refused(say: Standing['say'], why: string): number {
  say(`::error::${why}\n`);
  return 1;
}

function lines(text = ''): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}
