import { createHash } from 'node:crypto';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import type { Credentials, Environment, Safety } from '../model/environment.ts';
import { durationMs } from './duration.ts';
import { readDeployment } from './environment-deployment.ts';
import { readChain, type Layer } from './environment-chain.ts';
import { environmentPath, listEnvironments, unknownEnvironment } from './environments.ts';
import type { FileTree } from './file-tree.ts';
import { parseGate } from './gate.ts';
import { mergeShapes, type MergedShape } from './merge.ts';
import { diagnosticAt, topOf, type Problem } from './problem.ts';
import { yamlProblem, type YamlPath } from './yaml-file.ts';

export interface EnvironmentReading {
  /** Undefined if there is an error. */
  readonly environment: Environment | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Straightened texts of its files by path, to show diagnostics with. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads an environment with all it extends, from the work tree or from a commit. Everything wrong with it is a
 * diagnostic; only a name that no file has is a `UserError`.
 */
export async function readEnvironment(tree: FileTree, name: string): Promise<EnvironmentReading> {
  const path = environmentPath(name);
  const known = (await tree.list('environments')).some((entry) => entry.path === path);
  if (path === undefined || !known) throw unknownEnvironment(name, await listEnvironments(tree));
  const { layers, diagnostics: broken, texts } = await readChain(tree, path);
  if (broken.length > 0) return { environment: undefined, diagnostics: broken, texts };

  const merged = mergeShapes(layers.map(({ value }) => value));
  const { deployment, diagnostics: misplaced } = readDeployment(layers);
  const missing = missingIn(merged, deployment.length).map((problem) => placed(layers, problem));
  const { gate, diagnostics: ungated } = parseGate(layers.map(({ file }) => file));
  const diagnostics = [...missing, ...misplaced, ...ungated].toSorted(compareDiagnostics);
  const { api } = merged;
  if (diagnostics.length > 0 || api === undefined || gate === undefined) {
    return { environment: undefined, diagnostics, texts };
  }
  const environment: Environment = {
    name,
    path,
    api,
    ...(merged.region === undefined ? {} : { region: merged.region }),
    credentials: credentialsOf(merged),
    ...(merged.credentials?.expect === undefined ? {} : { expect: merged.credentials.expect }),
    tier: merged.tier ?? 'enterprise',
    include: merged.rules?.include ?? ['**'],
    exclude: merged.rules?.exclude ?? [],
    deployment,
    removed: merged.removed ?? 'archive',
    drift: merged.drift ?? 'hold',
    gate,
    safety: safetyOf(merged),
    rates: merged.rates ?? (api === 'embedded' ? 'none' : 'published'),
    digest: digestOf(layers),
  };
  return { environment, diagnostics: [], texts };
}

interface PlacedProblem extends Problem {
  readonly at: YamlPath;
}

/** What the files together leave open or say against each other. */
function missingIn(merged: MergedShape, entries: number): readonly PlacedProblem[] {
  const found: PlacedProblem[] = [];
  const say = (at: YamlPath, id: string, message: string, hint: string): void => {
    found.push({ at, id, message, hint });
  };
  const { api, region, credentials } = merged;
  if (api === undefined) {
    const hint = 'write api: backstory or api: embedded; a file without it can only be extended';
    say([], 'missing-key', '`api` is missing', hint);
  }
  if (api === 'backstory') {
    if (region === undefined) {
      say(['api'], 'missing-key', '`region` is missing', 'write region: us, europe or another');
    }
    const { ambient, impersonate, secret } = credentials ?? {};
    const ways = [ambient, impersonate, secret].filter(Boolean).length;
    if (credentials === undefined) {
      const hint =
        'write credentials: { ambient: true }, { impersonate: an account } or { secret: its name }';
      say(['api'], 'missing-key', '`credentials` are missing', hint);
    } else if (ways !== 1) {
      const message = `credentials need exactly one of ambient, impersonate and secret, and have ${ways === 0 ? 'none' : ways}`;
      say(
        ['credentials'],
        'credentials',
        message,
        'write ambient: true, impersonate: an account, or secret: its name',
      );
    }
  }
  if (api === 'embedded') {
    for (const key of ['region', 'credentials'] as const) {
      if (merged[key] === undefined) continue;
      say([key], 'needless-key', `\`${key}\` means nothing with api: embedded`, 'take it out');
    }
  }
  if (entries === 0) {
    const hint = 'write deployment: [{ enabled: true, alerting: false }], for a start';
    say([], 'missing-key', '`deployment` is missing', hint);
  }
  return found;
}

/** In the nearest file that says something there, else at the top of the environment's own. */
function placed(layers: readonly Layer[], { at, ...problem }: PlacedProblem): Diagnostic {
  const layer = at.length === 0 ? undefined : layers.find(({ file }) => file.has(at));
  if (layer !== undefined) return yamlProblem(layer.file, at, problem, 'key');
  return diagnosticAt(topOf(layers[0]?.file.source.path ?? ''), problem);
}

function credentialsOf({ credentials }: MergedShape): Credentials {
  if (credentials?.secret !== undefined) return { kind: 'secret', secret: credentials.secret };
  return credentials?.impersonate === undefined
    ? { kind: 'ambient' }
    : { kind: 'impersonate', account: credentials.impersonate };
}

/** `30%` as 0.3. */
function share(text: string): number {
  return Number(text.slice(0, -1)) / 100;
}

function safetyOf({ safety = {} }: MergedShape): Safety {
  return {
    maxChanged: share(safety.maxChanged ?? '30%'),
    maxArchived: share(safety.maxArchived ?? '10%'),
    minRules: safety.minRules ?? 10,
    planMaxAgeMs: durationMs(safety.planMaxAge ?? '24h'),
  };
}

function digestOf(layers: readonly Layer[]): string {
  const hash = createHash('sha256');
  for (const { file, bytes } of layers) {
    hash.update(`${file.source.path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
