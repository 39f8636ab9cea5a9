import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noiseJsonSchema } from '../../lib/model/noise-json.ts';
import { ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { openDesk, type Desk } from '../helpers/desk.ts';
import { steadyFetch } from '../secops/client.ts';

/** One login each of so many users who have sent so many bytes. */
function testOf(rule: string, logins: Readonly<Record<string, number>>, expected: number): string {
  const events = Object.entries(logins).map(
    ([user, bytes], index) =>
      `      - { at: +${index}m, metadata: { event_type: USER_LOGIN, log_type: OKTA }, principal: { user: { userid: ${user} } }, network: { sent_bytes: ${bytes} } }`,
  );
  return [
    `rule: ${rule}`,
    'start: 2026-01-01T00:00:00Z',
    'cases:',
    '  - name: logins',
    '    events:',
    ...events,
    `    expect: ${expected}`,
    '',
  ].join('\n');
}

const LOGINS = { alice: 50, bob: 50, carol: 500, dave: 500 };

const environment = (...deployment: readonly string[]): string =>
  [
    'api: embedded',
    'gate: { maxPerDay: { default: 0.2 }, maxWorstDay: 100 }',
    'deployment:',
    '  - { enabled: true, alerting: false }',
    ...deployment.map((entry) => `  - ${entry}`),
    '',
  ].join('\n');

/** Rules that see the logins: `quiet` none, `busy` all four, which is too many for the gate. */
async function aDesk(): Promise<Desk> {
  const clock = new VirtualClock('2026-06-01T12:30:00Z');
  return openDesk({
    clock,
    fetch: steadyFetch(clock),
    files: {
      'environments/local.yaml': environment(),
      'rules/family/quiet.yaral': ruleText('quiet', { threshold: 900 }),
      'rules/family/busy.yaral': ruleText('busy', { threshold: 9 }),
      'rules/family/busy.test.yaml': testOf('busy', LOGINS, 4),
    },
  });
}

const hunts = (desk: Desk): number =>
  desk.mutations().filter(({ path }) => path.includes(':runRetrohunt')).length;
const runs = (desk: Desk): number =>
  desk.mutations().filter(({ path }) => path.includes('estRule')).length;

/** Whose calls the last report tells of, and of which saved plan it is. */
function origin({ repository }: Desk): unknown {
  const text = readFileSync(join(repository.root, 'noise', 'report.json'), 'utf8');
  const { command, identity, digest } = noiseJsonSchema.parse(JSON.parse(text));
  return { command, identity, ...(digest === undefined ? {} : { digest }) };
}

describe('the gate, on the embedded environment', () => {
  it('lets a quiet new rule go live, holds a loud one, and takes its accepted noise', async () => {
    const desk = await aDesk();
    const first = await desk.run(['apply', '--env', 'local', '--yes']);
    expect(first.code).toBe(4);
    expect(first.out).toMatch(/quiet {2}enable \.+ done/);
    expect(first.out).toMatch(/busy {2}enable \.+ held {2}by the gate: fail/);
    expect(first.out).toContain('but for 1 change that the gate holds');
    expect(hunts(desk)).toBe(2);

    const again = await desk.run(['apply', '--env', 'local', '--yes', '--report', 'noise']);
    expect(again.code).toBe(4);
    // the hunt of the first apply is taken over
    expect(hunts(desk)).toBe(2);
    const folder = join(desk.repository.root, 'noise');
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).not.toContain('alice');

    const why = ['--accept-noise', 'busy', '--reason', 'a drill'];
    const last = await desk.run(['apply', '--env', 'local', '--yes', ...why]);
    expect(last).toMatchObject({ code: 0 });
    expect(last.out).toContain('accepted: a drill');
    expect((await desk.plan()).changes).toEqual([]);
  });

  it('shows whom a change loses, saves the verdict, and applies by it', async () => {
    const desk = await aDesk();
    const { repository } = desk;
    repository.write('environments/local.yaml', environment().replace('0.2', '5'));
    repository.commit();
    expect((await desk.apply()).exit).toBe(0);
    repository.write('rules/family/busy.yaral', ruleText('busy', { threshold: 99 }));
    repository.commit();
    const before = hunts(desk);
    const measured = ['plan', '--env', 'local', '--hunt', '--report', 'noise', '--out'];
    // the report is not lost with a plan that cannot be saved
    expect(await desk.run([...measured, 'nowhere/p.json'])).toMatchObject({ code: 1 });
    expect(origin(desk)).toEqual({ command: 'plan', identity: 'embedded' });
    const plan = await desk.run([...measured, 'p.json']);
    expect(plan.code).toBe(0);
    expect(plan.out).toContain('4 → 2 in 14 d · lost 2, gained 0, same 2   gate pass');
    expect(plan.out).toMatch(/lost 2: 1 from user-[0-9a-f]{4}, 1 from user-[0-9a-f]{4}/);
    expect(hunts(desk)).toBe(before);

    const asked = runs(desk);
    const digest = /--digest (\w+)/.exec(plan.out)?.[1] ?? '';
    const whole = expect.stringMatching(new RegExp(`^${digest}`));
    expect(origin(desk)).toEqual({ command: 'plan', identity: 'embedded', digest: whole });
    const saved = ['apply', 'p.json', '--digest', digest, '--report', 'noise'];
    const applied = await desk.run(saved);
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.out).toContain('pass  as it was planned');
    expect(origin(desk)).toEqual({ command: 'apply', identity: 'embedded', digest: whole });
    expect(runs(desk)).toBe(asked);
    // evidence, once the version is there
    expect(hunts(desk)).toBe(before + 1);
  });

  it('measures nothing for meta alone, and never hunts a rule that alerts', async () => {
    const desk = await aDesk();
    const { repository } = desk;
    const loud = environment('{ match: { name: busy }, alerting: true }').replace('0.2', '5');
    repository.write('environments/local.yaml', loud);
    repository.commit();
    expect((await desk.apply()).exit).toBe(0);
    const before = { hunts: hunts(desk), runs: runs(desk) };
    repository.write(
      'rules/family/quiet.yaral',
      ruleText('quiet', { threshold: 900, severity: 'LOW' }),
    );
    repository.commit();
    expect((await desk.apply()).changes).toEqual(['add-version quiet']);
    expect({ hunts: hunts(desk), runs: runs(desk) }).toEqual(before);

    repository.write('rules/family/busy.yaral', ruleText('busy', { threshold: 99 }));
    repository.commit();
    expect(await desk.apply()).toMatchObject({ exit: 0, changes: ['add-version busy'] });
    expect(hunts(desk)).toBe(before.hunts);
    expect(runs(desk)).toBe(before.runs + 2);
  });
});
