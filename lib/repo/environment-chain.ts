import { posix } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import { nearest, visibleLine } from '../text.ts';
import { environmentSchema, type EnvironmentShape } from './environment-schema.ts';
import { ENVIRONMENT_WORDS } from './environment-words.ts';
import { parseGate } from './gate.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { LIMITS } from './layout.ts';
import { readText } from './read-text.ts';
import { checkShape } from './shape.ts';
import { readYaml, yamlProblem, type YamlFile } from './yaml-file.ts';

/** One file of an environment: its own, or one that it extends. */
export interface Layer {
  readonly file: YamlFile;
  readonly value: EnvironmentShape;
  readonly bytes: Uint8Array;
}

export interface Chain {
  /** The environment's own file first, then what it extends. Complete only if nothing is wrong. */
  readonly layers: readonly Layer[];
  readonly diagnostics: readonly Diagnostic[];
  /** Straightened texts by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads a file below environments/ and all it extends, up to the first that is broken or an example. */
export async function readChain(tree: FileTree, path: string): Promise<Chain> {
  const entries = new Map((await tree.list('environments')).map((entry) => [entry.path, entry]));
  const layers: Layer[] = [];
  const texts = new Map<string, string>();
  let next = entries.get(path);
  while (next !== undefined) {
    const { text, bytes, diagnostic } = await readText(tree, next, LIMITS.yamlBytes);
    if (text === undefined) return { layers, diagnostics: [diagnostic], texts };
    texts.set(next.path, text);
    const { file, diagnostics } = readYaml({ path: next.path, text });
    if (file === undefined) return { layers, diagnostics, texts };
    const example = exampleIn(file);
    if (example !== undefined) return { layers, diagnostics: [example], texts };
    const { value, diagnostics: misfits } = checkShape(file, environmentSchema, ENVIRONMENT_WORDS);
    if (value === undefined) {
      const all = [...misfits, ...parseGate([file]).diagnostics].toSorted(compareDiagnostics);
      return { layers, diagnostics: all, texts };
    }
    layers.push({ file, value, bytes });
    const parent = findParent(layers, entries);
    if (parent !== undefined && 'message' in parent) {
      return { layers, diagnostics: [parent], texts };
    }
    next = parent;
  }
  return { layers, diagnostics: [], texts };
}

/** Looked for before anything else: the placeholders of an example are no mistakes. */
function exampleIn(file: YamlFile): Diagnostic | undefined {
  const { value } = file;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('example' in value) || value.example !== true) return undefined;
  const problem = {
    id: 'example',
    message: 'this environment is an example',
    hint: 'put your own values in, then delete this line',
  };
  return yamlProblem(file, ['example'], problem, 'key');
}

/** What the last layer extends; undefined if nothing, a diagnostic if it cannot be followed. */
function findParent(
  layers: readonly Layer[],
  entries: ReadonlyMap<string, TreeEntry>,
): TreeEntry | Diagnostic | undefined {
  const layer = layers.at(-1);
  const named = layer?.value.extends;
  if (layer === undefined || named === undefined) return undefined;
  const refuse = (message: string, hint?: string): Diagnostic =>
    yamlProblem(layer.file, ['extends'], { id: 'extends', message, hint });
  const path = posix.join('environments', named);
  if (!path.startsWith('environments/')) {
    return refuse('`extends` leads out of environments/', 'name a file below environments/');
  }
  const paths = layers.map(({ file }) => file.source.path);
  const again = paths.indexOf(path);
  if (again >= 0) {
    const circle = [...paths.slice(again), path].map(belowEnvironments).join(' -> ');
    return refuse(`\`extends\` goes in a circle: ${circle}`, 'take out one of these lines');
  }
  const entry = entries.get(path);
  if (entry !== undefined) return entry;
  const meant = nearest(named, Array.from(entries.keys(), belowEnvironments));
  return refuse(
    `${visibleLine(path)} does not exist`,
    meant === undefined ? undefined : `did you mean ${visibleLine(meant)}?`,
  );
}

function belowEnvironments(path: string): string {
  return path.slice('environments/'.length);
}
