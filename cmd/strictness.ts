import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import { LIMITS } from '../lib/repo/layout.ts';
import type { Severities } from '../lib/yaral/lint.ts';
import type { RuleFiles } from './rule-files.ts';

/** How strict the repository is. */
export interface Strictness {
  readonly severities: Severities;
  readonly lenient: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** `rules/check.yaml`. What reads it is large, and is loaded only where it can make a difference. */
export async function readStrictness({ root, tree, covers }: RuleFiles): Promise<Strictness> {
  const path = join(root, 'rules/check.yaml');
  if (!existsSync(path)) return AS_IT_IS;
  if (!covers('rules/check.yaml') && !mayName(path)) return AS_IT_IS;
  const { readCheckSettings } = await import('../lib/repo/check-settings.ts');
  const { SETTABLE } = await import('./settable.ts');
  const { settings, diagnostics, texts } = await readCheckSettings(tree, SETTABLE);
  if (settings === undefined) return { ...AS_IT_IS, diagnostics, texts };
  return { severities: settings.lints, lenient: new Set(settings.lenient), diagnostics, texts };
}

const AS_IT_IS: Strictness = {
  severities: new Map(),
  lenient: new Set(),
  diagnostics: [],
  texts: new Map(),
};

/** Whether settings name an id outside comments: without one they change nothing, whatever else is wrong with them. */
function mayName(path: string): boolean {
  const stat = lstatSync(path);
  if (!stat.isFile() || stat.size > LIMITS.yamlBytes) return true;
  return readFileSync(path, 'utf8')
    .split('\n')
    .some((line) => /^[^#]*[A-Z]{2,6}[0-9]{3}/.test(line));
}
