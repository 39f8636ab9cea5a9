import type { Environment } from '../model/environment.ts';
import type { RuleFile } from '../model/rule.ts';
import { matcherOf } from './globs.ts';

/** The rules that an environment is about: what `include` matches and `exclude` does not, by the path below `rules/`. */
export function selectRules<R extends Pick<RuleFile, 'path'>>(
  { include, exclude }: Pick<Environment, 'include' | 'exclude'>,
  rules: readonly R[],
): readonly R[] {
  const included = matcherOf(include);
  const excluded = matcherOf(exclude);
  return rules.filter((rule) => included(belowRules(rule)) && !excluded(belowRules(rule)));
}

/** A rule's path as globs see it: without `rules/`. */
export function belowRules({ path }: Pick<RuleFile, 'path'>): string {
  return path.replace(/^rules\//, '');
}
