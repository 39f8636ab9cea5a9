import { expect, it } from 'vitest';
import { GIVEN } from './given.ts';
import { environmentWith, rulePath } from './story.ts';
import { deskGiven } from './tell.ts';

const desk = deskGiven(GIVEN);
const QUIET = { exit: 0, changes: [], held: [], notices: [] };
const PAGER = ['{ match: { name: "bet*" }, alerting: true }'];

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
