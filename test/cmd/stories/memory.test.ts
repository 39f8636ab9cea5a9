import { expect, it } from 'vitest';
import { GIVEN } from './given.ts';
import { deployEntry, listPath, rulePath, textOf } from './story.ts';
import { deskGiven } from './tell.ts';

const MEMORY = 'chron_applied';
const desk = deskGiven(GIVEN);

it('meets a tenant as if for the first time once its memory was emptied, and gives it a new one', async () => {
  const { console, plan, apply, mutations } = await desk();
  await console().editList(MEMORY, []);
  const before = await console().see();
  const firstContact = { exit: 0, changes: [], held: [], notices: ['first-contact'] };
  expect(await plan()).toEqual(firstContact);
  expect(await apply()).toEqual(firstContact);
  const after = await console().see();
  expect(after.rules).toEqual(before.rules);
  expect(mutations()).toEqual([{ method: 'PATCH', path: expect.stringContaining('/v2/lists?') }]);
  expect(await plan()).toEqual({ exit: 0, changes: [], held: [], notices: [] });
});

it('goes by git history where the memory is gone, and asks about flags', async () => {
  const { console, plan, apply, loseList, repository } = await desk();
  await console().act('bystander', 'disableLiveRule');
  await loseList(MEMORY);
  expect(Object.keys((await console().see()).lists)).toEqual(['watched']);
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.write(listPath('watched'), '// about watched\nalice\nbob\n');
  deployEntry(repository, '{ match: { name: beta }, alerting: false }');
  repository.commit();

  const held = [
    '[beta first-contact: alerting –/off/on]',
    '[bystander first-contact: enabled –/on/off]',
  ];
  const changes = ['update-list %watched', 'add-version alpha'];
  expect(await plan()).toEqual({ exit: 4, changes, held, notices: ['first-contact'] });
  expect(await apply()).toEqual({ exit: 4, changes, held, notices: ['first-contact'] });
  expect(await plan('--detailed-exitcode')).toEqual({ exit: 4, changes: [], held, notices: [] });
});

it('warns of a memory that somebody edited, and heals it', async () => {
  const { console, plan, apply } = await desk();
  const { lists } = await console().see();
  const lines = lists[MEMORY]?.lines ?? [];
  await console().editList(MEMORY, [...lines.map((line) => line.replace('env=', 'env=x')), 'x']);
  const unreadable = ['first-contact', 'memory-unreadable'];
  expect(await plan()).toEqual({ exit: 0, changes: [], held: [], notices: unreadable });
  expect(await apply()).toMatchObject({ exit: 0, notices: unreadable });
  expect(await plan()).toEqual({ exit: 0, changes: [], held: [], notices: [] });
  expect((await console().see()).lists[MEMORY]?.lines).toContain('x');
});

it('takes nothing away that it no longer remembers to have given', async () => {
  const { console, plan, apply, repository } = await desk();
  await console().editList(MEMORY, []);
  repository.remove(rulePath('alpha'));
  repository.commit();
  const before = await console().see();
  const left = { exit: 0, changes: [], held: [], unmanaged: ['alpha'] };
  expect(await apply()).toEqual({ ...left, notices: ['first-contact'] });
  expect(await plan()).toEqual({ ...left, notices: [] });
  expect((await console().see()).rules).toEqual(before.rules);
});

it('leaves what other repositories have the tenant remember byte for byte', async () => {
  const { console, apply, repository } = await desk();
  const { lists } = await console().see();
  const foreign = [
    'chron1 repo=0123456789abcdef0123456789abcdef01234567 applied=2026-01-01T00%3A00%3A00.000Z  sum=1',
    'not of chron at all // but of somebody',
  ];
  const [first = '', last = ''] = foreign;
  await console().editList(MEMORY, [first, ...(lists[MEMORY]?.lines ?? []), last]);
  repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
  repository.commit();
  expect(await apply()).toEqual({
    exit: 0,
    changes: ['add-version alpha'],
    held: [],
    notices: [],
  });
  const after = (await console().see()).lists[MEMORY]?.lines ?? [];
  expect(after).toHaveLength(3);
  expect([after[0], after[2]]).toEqual(foreign);
});
