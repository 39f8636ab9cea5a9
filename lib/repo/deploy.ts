import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import type { DeploymentEntry, DeploymentMatch, Environment } from '../model/environment.ts';
import type { Notice } from '../model/plan.ts';
import type { Rule, RuleFile } from '../model/rule.ts';
import { counted } from '../text.ts';
import { matcherOf } from './globs.ts';
import { diagnosticAt, topOf, type Problem } from './problem.ts';
import { belowRules, selectRules } from './select.ts';

/** What an environment makes of the rules it selects. */
export interface Deploying {
  /** Selected rules whose deployment is settled, in the order given. */
  readonly rules: readonly Rule[];
  readonly diagnostics: readonly Diagnostic[];
  /** Inherited matches that hit nothing. */
  readonly notices: readonly Notice[];
}

type Matcher = (rule: RuleFile) => boolean;

/** Selects the rules of an environment and settles how each is deployed; later entries win field by field. */
export function deployRules(environment: Environment, rules: readonly RuleFile[]): Deploying {
  const selected = selectRules(environment, rules);
  const laid = environment.deployment.map((entry) => ({ entry, matches: matcherFor(entry.match) }));
  const diagnostics: Diagnostic[] = [];
  const notices: Notice[] = [];
  for (const { entry, matches } of laid) {
    if (selected.length === 0 || selected.some(matches)) continue;
    const { place, inherited } = entry;
    if (inherited) {
      notices.push({ kind: 'match-hits-nothing', path: place.path, line: place.line });
    } else {
      diagnostics.push(diagnosticAt(place, HITS_NOTHING));
    }
  }
  const settled: Rule[] = [];
  const unmatched: string[] = [];
  const contradicted = new Map<DeploymentEntry, string[]>();
  for (const rule of selected) {
    const hits = laid.filter(({ matches }) => matches(rule)).map(({ entry }) => entry);
    const enabled = hits.findLast((entry) => entry.enabled !== undefined);
    const alerting = hits.findLast((entry) => entry.alerting !== undefined);
    if (enabled?.enabled === undefined) {
      unmatched.push(rule.name);
    } else if (!enabled.enabled && alerting?.alerting === true) {
      const later = hits.indexOf(enabled) > hits.indexOf(alerting) ? enabled : alerting;
      contradicted.set(later, [...(contradicted.get(later) ?? []), rule.name]);
    } else {
      const deployment = { enabled: enabled.enabled, alerting: alerting?.alerting ?? false };
      settled.push({ ...rule, deployment });
    }
  }
  for (const [{ place }, names] of contradicted) {
    diagnostics.push(diagnosticAt(place, contradiction(names)));
  }
  if (unmatched.length > 0) {
    const place = environment.deployment.at(-1)?.place ?? topOf(environment.path);
    diagnostics.push(diagnosticAt(place, noMatch(unmatched)));
  }
  return { rules: settled, diagnostics: diagnostics.toSorted(compareDiagnostics), notices };
}

/** All that is given must match; a rule without one of the named meta keys does not. */
function matcherFor({ name, path, severity, meta }: DeploymentMatch): Matcher {
  const tests: Matcher[] = [];
  if (name !== undefined) {
    const matches = matcherOf(name);
    tests.push((rule) => matches(rule.name));
  }
  if (path !== undefined) {
    const matches = matcherOf(path);
    tests.push((rule) => matches(belowRules(rule)));
  }
  const metaWords = [
    ...(severity === undefined ? [] : [['severity', severity] as const]),
    ...(meta ?? []),
  ];
  for (const [key, words] of metaWords) {
    const wanted = new Set(words.map((word) => word.toLowerCase()));
    tests.push((rule) => wanted.has(rule.meta.get(key)?.toLowerCase() ?? NO_WORD));
  }
  return (rule) => tests.every((test) => test(rule));
}

/** No word of an environment file can be empty. */
const NO_WORD = '';

const HITS_NOTHING: Problem = {
  id: 'match-hits-nothing',
  message: 'this match hits no rule of the environment',
  hint: 'correct it, or take the entry out',
};

function contradiction(names: readonly string[]): Problem {
  return {
    id: 'deployment',
    message: `with this entry ${counted(names.length, 'rule')} would alert without being enabled: ${some(names)}`,
    hint: 'write alerting: false or enabled: true in this entry',
  };
}

function noMatch(names: readonly string[]): Problem {
  return {
    id: 'deployment',
    message: `no entry says whether ${counted(names.length, 'rule')} ${names.length === 1 ? 'is' : 'are'} enabled: ${some(names)}`,
    hint: 'begin `deployment` with an entry without `match`: - { enabled: true, alerting: false }',
  };
}

/** The first few of many names. */
function some(names: readonly string[]): string {
  return names.length <= 5
    ? names.join(', ')
    : `${names.slice(0, 4).join(', ')} and ${(names.length - 4).toLocaleString('en-US')} more`;
}
