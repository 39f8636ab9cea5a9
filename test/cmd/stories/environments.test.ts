import { expect, it } from 'vitest';
import { openDesk, type Desk } from '../../helpers/desk.ts';
import { LOCAL_ENVIRONMENT } from '../../helpers/repository.ts';
import { summaries, type Summary } from '../../helpers/summary.ts';
import { environmentWith, rulePath, textOf } from './story.ts';

const RULES = ['alpha', 'beta', 'gamma'] as const;
/** Lets no rule be changed until somebody says so. */
const STRICT = environmentWith([], ['safety: { minRules: 1, maxChanged: 0% }']);

async function twoTenants(lab = STRICT): Promise<Desk> {
  return openDesk({
    files: {
      ...Object.fromEntries(RULES.map((name) => [rulePath(name), textOf(name)])),
      'environments/lab.yaml': lab,
    },
    environments: ['local', 'lab'],
  });
}

async function both({ run }: Desk, ...words: readonly string[]): Promise<Ended> {
  const [command = '', ...rest] = words;
  const ran = await run([command, '--env', 'l*', '--format', 'json', ...rest]);
  const [lab, local] = summaries(ran);
  expect(JSON.parse(ran.out)).toMatchObject({
    version: 1,
    plans: [{ environment: 'lab' }, { environment: 'local' }],
  });
  return { code: ran.code, lab, local };
}

interface Ended {
  readonly code: number;
  readonly lab: Summary | undefined;
  readonly local: Summary | undefined;
}

it('gives both tenants a plan and an apply, whose worst exit code wins', async () => {
  const desk = await twoTenants();
  const first = await both(desk, 'apply', '--yes');
  expect(first).toMatchObject({ code: 0, lab: { exit: 0 }, local: { exit: 0 } });
  expect(first.lab?.changes).toEqual(first.local?.changes);
  expect(first.local?.changes).toHaveLength(6);

  const { repository, console } = desk;
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.commit();
  const changes = ['add-version alpha'];
  expect(await both(desk, 'plan', '--detailed-exitcode')).toEqual({
    code: 4,
    lab: { exit: 4, changes, held: [], notices: [], objections: ['max-changed'] },
    local: { exit: 2, changes, held: [], notices: [] },
  });

  // One is refused; the other goes on.
  const before = await console('lab').see();
  expect(await both(desk, 'apply', '--yes')).toMatchObject({
    code: 4,
    lab: { exit: 4, error: 'the plan for lab breaks a limit; nothing was written' },
    local: { exit: 0, changes },
  });
  expect(await console('lab').see()).toEqual(before);
  expect(await both(desk, 'plan', '--detailed-exitcode')).toMatchObject({
    code: 4,
    local: { exit: 0, changes: [] },
  });
  expect(await both(desk, 'apply', '--yes', '--allow-changed', '1')).toMatchObject({
    code: 0,
    lab: { exit: 0, changes },
    local: { exit: 0, changes: [] },
  });
});

it('holds in one tenant what the other has in step', async () => {
  const desk = await twoTenants(LOCAL_ENVIRONMENT);
  await both(desk, 'apply', '--yes');
  await desk.console('lab').act('beta', 'disableLiveRule');
  const held = ['beta changed-outside: enabled on/on/off'];
  expect(await both(desk, 'plan', '--detailed-exitcode')).toMatchObject({
    code: 4,
    lab: { exit: 4, held },
    local: { exit: 0, held: [] },
  });
});

it('plans one tenant though the file of the other cannot be read', async () => {
  const desk = await twoTenants();
  desk.repository.write('environments/lab.yaml', STRICT.replace('gate', 'gaet'));
  desk.repository.commit();
  expect(await both(desk, 'plan')).toMatchObject({
    code: 3,
    lab: { exit: 3, error: expect.any(String) },
    local: { exit: 0, changes: expect.arrayContaining(['create-rule alpha']) },
  });
});

it('asks once for both, and saves the plan of one only', async () => {
  const { run, mutations } = await twoTenants();
  const declined = await run(['apply', '--env', 'local', '--env', 'lab'], { answer: 'no' });
  expect(declined.code).toBe(1);
  expect(declined.err).toContain('chron: declined; nothing was written');
  const out = await run(['plan', '--env', 'l*', '--out', 'both.json']);
  expect(out).toMatchObject({ code: 1, out: '' });
  expect(out.err).toContain('--out saves the plan of one environment, and 2 were named');
  const nobody = await run(['apply', '--env', 'local', '--env', 'lab']);
  expect(nobody.code).toBe(1);
  expect(nobody.err).toContain('chron: there is no terminal to ask at; nothing was written');
  expect(mutations()).toEqual([]);
  const agreed = await run(['apply', '--env', 'local', '--env', 'lab'], { answer: ' yes\n' });
  expect(agreed.code).toBe(0);
  expect(agreed.out.match(/^Applied 6 of 6 changes\.$/gm)).toHaveLength(2);
});
