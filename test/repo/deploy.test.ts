import { describe, expect, it } from 'vitest';
import type { Environment } from '../../lib/model/environment.ts';
import type { RuleFile } from '../../lib/model/rule.ts';
import { deployRules } from '../../lib/repo/deploy.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { aRule } from '../helpers/builders.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

async function environmentOf(deployment: string, base?: string): Promise<Environment> {
  const { environment, diagnostics } = await readEnvironment(
    memoryTree({
      'environments/e.yaml': `api: embedded\ngate: off\n${base === undefined ? '' : 'extends: base.yaml\n'}${deployment}`,
      ...(base === undefined ? {} : { 'environments/base.yaml': base }),
    }),
    'e',
  );
  if (environment === undefined) throw new Error(said(diagnostics).join('\n'));
  return environment;
}

const rule = (path: string, meta: Readonly<Record<string, string>> = {}): RuleFile =>
  aRule(path.slice(path.lastIndexOf('/') + 1), {
    path: `rules/${path}.yaral`,
    meta: new Map(Object.entries(meta)),
  });

const RULES = [
  rule('aws/key_created', { severity: 'High', team: 'cloud' }),
  rule('aws/deep/role_assumed', { severity: 'LOW', team: 'cloud' }),
  rule('okta/login_burst', { severity: 'CRITICAL', team: 'identity' }),
  rule('no_meta'),
];

const ALL = '  - { enabled: true, alerting: false }\n';

describe('deployRules', () => {
  it.each<[match: string, hits: readonly string[]]>([
    ['{ name: no_meta }', ['no_meta']],
    ['{ name: ["*_created", login*] }', ['key_created', 'login_burst']],
    ['{ path: "aws/*" }', ['key_created']],
    ['{ path: "aws/**" }', ['key_created', 'role_assumed']],
    ['{ severity: HIGH }', ['key_created']],
    ['{ severity: [high, critical] }', ['key_created', 'login_burst']],
    ['{ meta: { team: CLOUD } }', ['key_created', 'role_assumed']],
    ['{ meta: { team: [cloud, identity], severity: low } }', ['role_assumed']],
    ['{ path: "aws/**", severity: HIGH, meta: { team: cloud } }', ['key_created']],
  ])('matches %s', async (match, hits) => {
    const environment = await environmentOf(
      `deployment:\n${ALL}  - { match: ${match}, alerting: true }\n`,
    );
    const { rules, diagnostics } = deployRules(environment, RULES);
    expect(diagnostics).toEqual([]);
    expect(rules.filter(({ deployment }) => deployment.alerting).map(({ name }) => name)).toEqual(
      hits,
    );
  });

  it('lets later entries win field by field', async () => {
    const environment = await environmentOf(
      [
        'deployment:',
        '  - { enabled: false }',
        '  - { match: { severity: [HIGH, LOW, CRITICAL] }, enabled: true, alerting: true }',
        '  - { match: { path: "aws/**" }, alerting: false }',
        '  - { match: { name: login_burst }, alerting: false, enabled: false }',
      ].join('\n'),
    );
    const { rules } = deployRules(environment, RULES);
    expect(
      rules.map(({ name, deployment }) => [name, deployment.enabled, deployment.alerting]),
    ).toEqual([
      ['key_created', true, false],
      ['role_assumed', true, false],
      ['login_burst', false, false],
      ['no_meta', false, false],
    ]);
  });

  it('leaves out what the environment does not select', async () => {
    const environment = await environmentOf(
      `rules: { include: ["aws/**"], exclude: ["**/role_*"] }\ndeployment:\n${ALL}`,
    );
    expect(deployRules(environment, RULES).rules.map(({ name }) => name)).toEqual(['key_created']);
  });

  it('refuses a match of its own that hits nothing, and only reports an inherited one', async () => {
    const environment = await environmentOf(
      'deployment:\n  - { match: { name: key_craeted }, alerting: true }\n',
      `# base\ndeployment:\n${ALL}  - { match: { path: "gcp/**" }, alerting: true }\n`,
    );
    const { rules, diagnostics, notices } = deployRules(environment, RULES);
    expect(rules).toHaveLength(4);
    expect(said(diagnostics)).toEqual([
      'environments/e.yaml:5:14 match-hits-nothing: this match hits no rule of the environment (correct it, or take the entry out)',
    ]);
    expect(notices).toEqual([
      { kind: 'match-hits-nothing', path: 'environments/base.yaml', line: 4 },
    ]);
  });

  it('counts only rules that are selected as hit', async () => {
    const environment = await environmentOf(
      `rules: { include: ["aws/**"] }\ndeployment:\n${ALL}  - { match: { name: login_burst }, alerting: true }\n`,
    );
    expect(deployRules(environment, RULES).diagnostics.map(({ id, line }) => [id, line])).toEqual([
      ['match-hits-nothing', 6],
    ]);
  });

  it('refuses rules that no entry is about', async () => {
    const environment = await environmentOf(
      'deployment:\n  - { match: { path: "aws/**" }, enabled: true }\n  - { match: { name: "*" }, alerting: true }\n',
    );
    const { rules, diagnostics } = deployRules(environment, RULES);
    expect(rules.map(({ name }) => name)).toEqual(['key_created', 'role_assumed']);
    expect(said(diagnostics)).toEqual([
      'environments/e.yaml:5:14 deployment: no entry says whether 2 rules are enabled: login_burst, no_meta (begin `deployment` with an entry without `match`: - { enabled: true, alerting: false })',
    ]);
  });

  it('refuses rules that would alert without being enabled, at the entry that made it so', async () => {
    const environment = await environmentOf(
      'deployment:\n  - { enabled: true, alerting: true }\n  - { match: { path: "aws/**" }, enabled: false }\n  - { match: { name: no_meta }, enabled: false }\n  - { match: { name: no_meta }, alerting: true }\n',
    );
    const { rules, diagnostics } = deployRules(environment, RULES);
    expect(rules.map(({ name }) => name)).toEqual(['login_burst']);
    expect(said(diagnostics)).toEqual([
      'environments/e.yaml:5:14 deployment: with this entry 2 rules would alert without being enabled: key_created, role_assumed (write alerting: false or enabled: true in this entry)',
      'environments/e.yaml:7:14 deployment: with this entry 1 rule would alert without being enabled: no_meta (write alerting: false or enabled: true in this entry)',
    ]);
  });

  it('says nothing of matches where there are no rules at all', async () => {
    const environment = await environmentOf(
      'deployment:\n  - { match: { name: x }, enabled: true }\n',
    );
    expect(deployRules(environment, [])).toEqual({ rules: [], diagnostics: [], notices: [] });
  });

  it('names the first few of many', async () => {
    const environment = await environmentOf(
      'deployment:\n  - { match: { name: "*" }, alerting: true }\n',
    );
    const many = Array.from({ length: 1200 }, (_, index) => rule(`r${index}`));
    expect(deployRules(environment, many).diagnostics[0]?.message).toBe(
      'no entry says whether 1,200 rules are enabled: r0, r1, r2, r3 and 1,196 more',
    );
  });
});
