import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Detection } from '../../lib/model/detection.ts';
import { noiseJsonSchema } from '../../lib/model/noise-json.ts';
import { retrohuntJsonSchema } from '../../lib/model/retrohunt-json.ts';
import { ruleText } from '../helpers/builders.ts';
import { tenantWorld, type TenantWorld } from './tenant-world.ts';

/** One user, so many hours before the beginning of 2026, when the tests are. */
function login(user: string, hours: number): Detection {
  const at = new Date(Date.UTC(2026, 0, 1) - hours * 3_600_000);
  return {
    ruleName: 'one',
    multiEvent: true,
    detectionTime: at,
    window: { from: new Date(at.getTime() - 300_000), to: at },
    matches: [{ key: 'user', value: user }],
    outcomes: [],
    samples: [],
  };
}

const [ann, bob, eve] = [login('ann.of.acme', 30), login('bob', 50), login('eve', 70)];

/** A rule over users whose text finds the more, the higher its number is. */
const text = (threshold: number): string => ruleText('one', { threshold, multiEvent: true });
const found = (of: string): readonly Detection[] => {
  if (of === text(1)) return [ann, bob];
  if (of === text(3)) throw new Error('too many rows');
  return of === text(2) ? [bob, eve] : [];
};

/** The tenant has `text(1)` and then the text given; git has another one. */
async function world({ live, git }: { live: number; git: number }): Promise<TenantWorld> {
  const tenant = await tenantWorld({
    options: { huntTime: 'none' },
    found,
    rules: { one: text(git) },
  });
  const ruleId = await tenant.emulator.console.createRule(text(1));
  if (live !== 1) await tenant.emulator.console.editRule(ruleId, text(live));
  return tenant;
}

describe('chron retrohunt --compare', () => {
  it('sets the stored version against the one before, for people and machines', async () => {
    const { run, emulator } = await world({ live: 2, git: 2 });
    const { code, out } = await run('retrohunt one --env prod --compare --quiet');
    expect(out).toMatch(/one +2 detections in 14 d/);
    expect(out).toMatch(/lost +1/);
    expect(out).toMatch(/gained +1/);
    expect(out).toMatch(/same +1/);
    expect(out).not.toContain('ann.of.acme');
    expect(code).toBe(0);
    const json = await run('retrohunt one --env prod --compare --quiet --format json');
    expect(emulator.calls.filter(({ operation }) => operation === 'RunRetrohunt')).toHaveLength(2);
    expect(retrohuntJsonSchema.parse(JSON.parse(json.out))).toMatchObject({
      environments: [
        {
          retrohunts: [
            {
              rule: 'one',
              detections: 2,
              complete: true,
              before: { status: 'done' },
              gaps: [],
              compared: { before: 2, lost: 1, gained: 1, same: 1, firstSeen: 1 },
            },
          ],
          testRuns: [],
        },
      ],
    });
  });

  it('of a rule with one version has nothing to set it against', async () => {
    const { run } = await world({ live: 1, git: 1 });
    const { code, out } = await run('retrohunt one --env prod --compare --quiet --format json');
    expect(code).toBe(0);
    const [{ retrohunts }] = JSON.parse(out).environments;
    expect(retrohunts).toMatchObject([{ detections: 2 }]);
    expect(retrohunts[0]).not.toHaveProperty('compared');
  });
});

describe('chron retrohunt --changed', () => {
  it('hunts nothing where the branch touches no rule', async () => {
    const { run, emulator } = await world({ live: 1, git: 1 });
    const { code, out, err } = await run('retrohunt --changed --env prod');
    expect(err).toContain('no rule of it differs from main');
    expect([code, out]).toEqual([0, 'prod · 0 retrohunts\n']);
    expect(emulator.calls).toEqual([]);
  });

  it('runs a text that is not stored as a test run, against the stored one', async () => {
    const { run, repository, emulator } = await world({ live: 1, git: 1 });
    repository.write('rules/family/one.yaral', text(2));
    const { code, out } = await run('retrohunt --changed --compare --env prod --quiet');
    expect(out).toContain('prod · 1 test run\n');
    expect(out).toMatch(/one +2 detections in 14 d .*\(not stored: a test run\)/);
    expect(out).toMatch(/lost +1/);
    expect(code).toBe(0);
    const asked = emulator.calls.map(({ operation }) => operation);
    expect(asked).not.toContain('RunRetrohunt');
    const { out: json } = await run('retrohunt --changed --compare --env prod --format json');
    expect(retrohuntJsonSchema.parse(JSON.parse(json))).toMatchObject({
      environments: [
        {
          missing: [],
          differs: [],
          retrohunts: [],
          testRuns: [{ rule: 'one', detections: 2, complete: true, compared: { lost: 1 } }],
        },
      ],
    });
  });

  it('hunts a changed text that is stored by now, and runs one of a rule that is not there', async () => {
    const { run, repository } = await world({ live: 2, git: 1 });
    repository.write('rules/family/one.yaral', text(2));
    repository.write('rules/family/two.yaral', ruleText('two', { threshold: 7 }));
    const { code, out } = await run('retrohunt --changed --env prod --quiet');
    expect(out).toContain('prod · 1 retrohunt, 1 test run\n');
    expect(out).toMatch(/two +0 detections .*test run/);
    expect(code).toBe(0);
  });

  it('of an alerting rule runs the new text all the same: a test run raises nothing', async () => {
    const { run, repository, emulator } = await world({ live: 1, git: 1 });
    const [rule] = emulator.console.rules();
    await emulator.console.setAlerting(rule?.rule.ruleId ?? '', true);
    repository.write('rules/family/one.yaral', text(2));
    const { code, out } = await run('retrohunt --changed --env prod --quiet');
    expect(out).toContain('1 test run');
    expect(code).toBe(0);
  });

  it('whose test run lacks something ends with 1', async () => {
    const { run, repository } = await world({ live: 1, git: 1 });
    repository.write('rules/family/one.yaral', text(3));
    const { code, out } = await run('retrohunt --changed --env prod --quiet');
    expect(out).toMatch(/one +0 detections .*test run/);
    expect(out).toMatch(/runtime-error: .*too many rows/);
    expect(code).toBe(1);
  });

  it('is refused with another way to say which rules, and --reveal without a report', async () => {
    const { run } = await world({ live: 1, git: 1 });
    const refusals: readonly (readonly [words: string, says: string])[] = [
      ['', 'which rules?'],
      ['--all one', '--all and names of rules say two different things'],
      ['--all --changed', '--all and --changed say two different things'],
      ['one --reveal', '--reveal says what --report writes'],
    ];
    for (const [words, says] of refusals) {
      const { code, err } = await run(`retrohunt ${words} --env prod`);
      expect([err, code]).toEqual([expect.stringContaining(says), 1]);
    }
  });
});

describe('chron retrohunt --report', () => {
  it('writes the report in all its shapes, redacted, and what it holds only where asked', async () => {
    const { run, repository } = await world({ live: 2, git: 2 });
    const { code, err } = await run('retrohunt one --env prod --compare --report out/noise');
    expect(code).toBe(0);
    expect(err).toContain('prod: the report is in out/noise');
    const path = (name: string): string => join(repository.root, 'out/noise', name);
    const json = readFileSync(path('report.json'), 'utf8');
    expect(noiseJsonSchema.parse(JSON.parse(json))).toMatchObject({
      version: 1,
      environment: 'prod',
      command: 'retrohunt',
      identity: 'embedded',
      git: { branch: 'main', dirty: false },
      rules: [{ name: 'one' }],
    });
    for (const name of ['report.json', 'report.md', 'report.html']) {
      expect(readFileSync(path(name), 'utf8')).not.toContain('ann.of.acme');
    }
    expect(existsSync(path('detections.ndjson'))).toBe(false);
    await run('retrohunt one --env prod --compare --report out/noise --reveal --quiet');
    const lines = readFileSync(path('detections.ndjson'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.join()).toContain('ann.of.acme');
  });
});
