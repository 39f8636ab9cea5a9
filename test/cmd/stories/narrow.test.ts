import { expect, it } from 'vitest';
import { steady } from '../../helpers/steady.ts';
import { GIVEN } from './given.ts';
import { deployEntry, environmentWith, listPath, rulePath, textOf } from './story.ts';
import { deskGiven, expectOnly } from './tell.ts';

const desk = deskGiven(GIVEN);
const QUIET = { exit: 0, changes: [], held: [], notices: [] };
const PAGER = ['{ match: { name: "bet*" }, alerting: true }'];

it('changes only the rule that --rule names, with its list, and takes no other away', async () => {
  const { repository, console, plan, apply } = await desk();
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.write(rulePath('reader'), textOf('reader', { lists: ['watched'], threshold: 2 }));
  repository.write(listPath('watched'), '// about watched\nalice\nbob\n');
  repository.remove(rulePath('bystander'));
  deployEntry(repository, '{ match: { name: beta }, enabled: false, alerting: false }');
  repository.commit();

  const before = await console().see();
  const changes = ['update-list %watched', 'add-version reader'];
  expect(await apply('--rule', 'reader')).toEqual({ ...QUIET, changes });
  expectOnly(changes, before, await console().see());

  expect(await plan('--rule', 'alpha', '--rule', 'reader')).toEqual({
    ...QUIET,
    changes: ['add-version alpha'],
  });
  const removal = ['set-enabled bystander off removal', 'archive-rule bystander'];
  expect(await plan('--rule', 'bystander')).toEqual({ ...QUIET, changes: removal });
  const rest = ['set-alerting beta off', 'set-enabled beta off', 'add-version alpha', ...removal];
  expect(await apply()).toEqual({ ...QUIET, changes: rest });
  expect(await plan('--detailed-exitcode')).toEqual(QUIET);
});

it('still shows what is held elsewhere, and remembers where it stands', async () => {
  const { repository, console, plan, apply } = await desk();
  await console().act('beta', 'disableAlerting');
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.write(rulePath('bystander'), textOf('bystander', { threshold: 2 }));
  repository.commit();
  const held = ['beta changed-outside: alerting on/on/off'];
  expect(await apply('--rule', 'alpha')).toMatchObject({
    exit: 4,
    changes: ['add-version alpha'],
    held,
  });
  expect(await plan()).toEqual({
    exit: 4,
    changes: ['add-version bystander'],
    held,
    notices: [],
  });
});

it('knows a renamed rule by both its names', async () => {
  const { repository, apply, plan } = await desk();
  repository.remove(rulePath('alpha'));
  const text = textOf('omega', { ruleId: 'id_alpha', body: 'alpha' });
  repository.write(rulePath('omega'), text);
  repository.commit();
  const renamed = { ...QUIET, changes: ['rename-rule alpha → omega'] };
  expect(await apply('--rule', 'beta')).toEqual(QUIET);
  expect(await plan('--rule', 'alpha')).toEqual(renamed);
  expect(await apply('--rule', 'omega')).toEqual(renamed);
  expect(await plan()).toEqual(QUIET);
});

it('refuses a name that nobody has', async () => {
  const { run, mutations } = await desk();
  const ran = await run(['apply', '--env', 'local', '--yes', '--rule', 'alpa']);
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toContain(
    'chron: --rule "alpa": neither git nor the tenant knows that name\n  hint: did you mean alpha?\n',
  );
  expect(mutations()).toEqual([]);
});

it('shows with --drift-only what was changed outside, and nothing that waits in git', async () => {
  const { repository, console, run } = await desk();
  const drift = (...words: readonly string[]) =>
    run(['plan', '--env', 'local', '--drift-only', '--quiet', ...words]);
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.commit();
  expect(await drift('--detailed-exitcode')).toMatchObject({
    code: 0,
    out: expect.stringContaining('No drift'),
  });
  await console().act('beta', 'disableAlerting');
  const found = await drift('--detailed-exitcode');
  expect(found.code).toBe(2);
  await expect(steady(found.out)).toMatchFileSnapshot('golden/drift-only.txt');
  const plainly = await drift();
  expect({ ...plainly, out: steady(plainly.out) }).toEqual({
    ...found,
    code: 0,
    out: steady(found.out),
  });
});

it('archives a rule that git takes away, and brings the same one back', async () => {
  const { repository, console, plan, apply } = await desk();
  const id = await console().idOf('alpha');
  const text = repository.read(rulePath('alpha'));
  repository.remove(rulePath('alpha'));
  repository.commit();
  expect(await apply()).toMatchObject({
    exit: 0,
    changes: ['set-enabled alpha off removal', 'archive-rule alpha'],
  });
  expect((await console().see()).rules[id]).toMatchObject({ archived: true, live: false });
  repository.write(rulePath('alpha'), text);
  repository.commit();
  expect(await apply()).toEqual({
    ...QUIET,
    changes: ['unarchive-rule alpha', 'set-enabled alpha on'],
  });
  expect((await console().see()).rules[id]).toMatchObject({ archived: false, live: true });
  expect(await plan()).toEqual(QUIET);
});

it('turns it off under `removed: disable`, and on again when it is back', async () => {
  const { repository, console, plan, apply } = await desk();
  const id = await console().idOf('alpha');
  const text = repository.read(rulePath('alpha'));
  repository.write('environments/local.yaml', environmentWith(PAGER, ['removed: disable']));
  repository.remove(rulePath('alpha'));
  repository.commit();
  expect(await apply()).toEqual({ ...QUIET, changes: ['set-enabled alpha off removal'] });
  expect((await console().see()).rules[id]).toMatchObject({ archived: false, live: false });
  expect(await plan()).toEqual({ ...QUIET, unmanaged: ['alpha'] });
  repository.write(rulePath('alpha'), text);
  repository.commit();
  expect(await apply()).toEqual({ ...QUIET, changes: ['set-enabled alpha on'] });
  expect((await console().see()).rules[id]).toMatchObject({ archived: false, live: true });
  expect(await plan()).toEqual(QUIET);
});

it('leaves it as it is under `removed: keep`, and says so', async () => {
  const { repository, console, plan, apply, mutations } = await desk();
  repository.write('environments/local.yaml', environmentWith(PAGER, ['removed: keep']));
  repository.remove(rulePath('alpha'));
  repository.commit();
  const before = await console().see();
  expect(await apply()).toEqual({ ...QUIET, notices: ['removed-kept alpha'] });
  expect((await console().see()).rules).toEqual(before.rules);
  expect(mutations()).toHaveLength(1);
  expect(await plan()).toEqual({ ...QUIET, unmanaged: ['alpha'] });
});

it('takes away what the environment no longer selects', async () => {
  const { repository, plan, apply } = await desk();
  const exclude = 'rules: { exclude: ["family/alpha.yaral"] }';
  repository.write('environments/local.yaml', environmentWith(PAGER, [exclude]));
  repository.commit();
  const changes = ['set-enabled alpha off removal', 'archive-rule alpha'];
  expect(await apply()).toEqual({ ...QUIET, changes });
  expect(await plan()).toEqual(QUIET);
});
