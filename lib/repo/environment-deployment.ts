import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DeploymentEntry, DeploymentMatch } from '../model/environment.ts';
import type { Layer } from './environment-chain.ts';
import type { EnvironmentShape } from './environment-schema.ts';
import { yamlProblem, type YamlPath } from './yaml-file.ts';

type EntryShape = NonNullable<EnvironmentShape['deployment']>[number];

/** The entries of all layers in the order in which they count: what is extended comes first. */
export function readDeployment(layers: readonly Layer[]): {
  readonly deployment: readonly DeploymentEntry[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const deployment: DeploymentEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [depth, { file, value }] of [...layers.entries()].toReversed()) {
    for (const [index, entry] of (value.deployment ?? []).entries()) {
      const at: YamlPath = ['deployment', index];
      const match: YamlPath = [...at, 'match'];
      deployment.push({
        match: matchOf(entry.match),
        ...(entry.enabled === undefined ? {} : { enabled: entry.enabled }),
        ...(entry.alerting === undefined ? {} : { alerting: entry.alerting }),
        place: file.placeOf(file.has(match) ? match : at),
        inherited: depth > 0,
      });
      const [message, hint, where] = wrongWith(entry) ?? [];
      if (message !== undefined) {
        const path = where === undefined ? at : [...at, where];
        diagnostics.push(yamlProblem(file, path, { id: 'deployment', message, hint }));
      }
    }
  }
  return { deployment, diagnostics };
}

function wrongWith(
  entry: EntryShape,
): readonly [message: string, hint: string, where?: string] | undefined {
  if (entry.enabled === undefined && entry.alerting === undefined) {
    return ['this entry sets nothing', 'write enabled, alerting or both'];
  }
  if (entry.enabled === false && entry.alerting === true) {
    return ['a rule that is not enabled cannot alert', 'write enabled: true', 'alerting'];
  }
  if (entry.match !== undefined && Object.keys(entry.match).length === 0) {
    return ['this match names nothing', 'leave `match` out to mean every rule', 'match'];
  }
  return undefined;
}

function matchOf(match: EntryShape['match'] = {}): DeploymentMatch {
  const { name, path, severity, meta } = match;
  return {
    ...(name === undefined ? {} : { name: listOf(name) }),
    ...(path === undefined ? {} : { path: listOf(path) }),
    ...(severity === undefined ? {} : { severity: listOf(severity) }),
    ...(meta === undefined
      ? {}
      : { meta: new Map(Object.entries(meta).map(([key, words]) => [key, listOf(words)])) }),
  };
}

/** One word, or a list of them, always as a list. */
function listOf(words: string | readonly string[]): readonly string[] {
  return typeof words === 'string' ? [words] : words;
}
