import { describe, expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { repositoryIn, testRepository, type TestRepository } from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';
import { brokenRule, cleanRule } from './checked-rules.ts';

/** A repository whose main branch has broken rules that nobody may be bothered with. */
async function repositoryWithOld(): Promise<TestRepository> {
  return testRepository({
    'rules/a/old.yaral': brokenRule('old'),
    'rules/a/alpha.yaral': cleanRule('alpha'),
    'rules/a/listed.yaral': cleanRule('listed', {
      events: ['$e.metadata.event_type = "USER_LOGIN"', 'not $e.principal.user.userid in %office'],
    }),
    'rules/lists/office.string.txt': '// who works there\nada\n',
  });
}

const check = (on: TestRepository, words = '') =>
  chron(`check --changed --format json ${words}`, { cwd: on.root });

/** The files that were looked at, and what was found in them. */
function seen({ out }: { readonly out: string }): {
  readonly files: readonly string[];
  readonly ids: readonly string[];
} {
  const value: {
    readonly files: readonly string[];
    readonly diagnostics: readonly { readonly id: string }[];
  } = JSON.parse(out);
  return { files: value.files, ids: value.diagnostics.map(({ id }) => id) };
}

describe('chron check --changed', () => {
  it('looks at what the branch has committed and at what it has not', async () => {
    const on = await repositoryWithOld();
    on.git('checkout', '-q', '-b', 'topic');
    on.write('rules/a/committed.yaral', brokenRule('committed'));
    on.commit();
    on.write('rules/a/alpha.yaral', brokenRule('alpha'));
    on.write('rules/a/untracked.yaral', brokenRule('untracked'));
    const ran = await check(on);
    expect(ran.code).toBe(3);
    expect(seen(ran)).toEqual({
      files: ['rules/a/alpha.yaral', 'rules/a/committed.yaral', 'rules/a/untracked.yaral'],
      ids: ['FLD001', 'FLD001', 'FLD001'],
    });
  });

  it('compares with where the branch left, not with where the default branch has gone', async () => {
    const on = await repositoryWithOld();
    on.git('checkout', '-q', '-b', 'topic');
    on.git('checkout', '-q', 'main');
    on.write('rules/a/later.yaral', brokenRule('later'));
    on.commit();
    on.git('checkout', '-q', 'topic');
    on.write('rules/a/mine.yaral', cleanRule('mine'));
    on.commit();
    expect(seen(await check(on))).toEqual({ files: ['rules/a/mine.yaral'], ids: [] });
  });

  it('takes the default branch of a clone from its origin, whatever it is called', async () => {
    const origin = await repositoryWithOld();
    origin.git('branch', '-m', 'trunk');
    const clone = repositoryIn(await tempFolder());
    clone.git('clone', '-q', origin.root, '.');
    clone.git('checkout', '-q', '-b', 'topic');
    clone.write('rules/a/mine.yaral', cleanRule('mine'));
    clone.commit();
    expect(seen(await check(clone)).files).toEqual(['rules/a/mine.yaral']);
  });

  it('has nothing to do where nothing has changed', async () => {
    const on = await repositoryWithOld();
    expect(await check(on)).toEqual({
      code: 0,
      out: '',
      err: 'nothing to check: no rule, list or data table differs from main\n',
    });
  });

  it('looks at a changed list, and not at other files', async () => {
    const on = await repositoryWithOld();
    on.write('rules/lists/office.string.txt', 'ada\n');
    on.write('environments/local.yaml', 'api: embedded\n');
    expect(seen(await check(on))).toEqual({
      files: ['rules/lists/office.string.txt'],
      ids: ['list-description'],
    });
  });

  it('looks at the rules that name a list which is gone', async () => {
    const on = await repositoryWithOld();
    on.remove('rules/lists/office.string.txt');
    expect(seen(await check(on))).toEqual({
      files: ['rules/a/listed.yaral'],
      ids: ['unknown-list'],
    });
  });

  it.each<[what: string, text: string | undefined, seen: ReturnType<typeof seen>]>([
    [
      'has another column',
      'login\nada\n',
      { files: ['rules/a/tabled.yaral', 'rules/tables/staff.csv'], ids: ['CHR120'] },
    ],
    ['is gone', undefined, { files: ['rules/a/tabled.yaral'], ids: ['CHR120'] }],
    [
      'has a broken row',
      'user\nada,b\n',
      { files: ['rules/a/tabled.yaral', 'rules/tables/staff.csv'], ids: ['table-row'] },
    ],
  ])('looks at the rules that name a table which %s', async (_what, text, expected) => {
    const on = await repositoryWithOld();
    on.write('rules/tables/guests.csv', 'user\nbob\n');
    on.write('rules/tables/staff.csv', 'user\nada\n');
    const events = [
      '$e.metadata.event_type = "USER_LOGIN"',
      '$e.principal.user.userid in %staff.user',
    ];
    on.write('rules/a/tabled.yaral', cleanRule('tabled', { events }));
    on.commit();
    on.git('checkout', '-q', '-b', 'topic');
    if (text === undefined) on.remove('rules/tables/staff.csv');
    else on.write('rules/tables/staff.csv', text);
    expect(seen(await check(on))).toEqual(expected);
  });

  it('looks at a changed table that no rule names', async () => {
    const on = await repositoryWithOld();
    on.write('rules/tables/staff.csv', 'user\nada\n');
    expect(seen(await check(on))).toEqual({ files: ['rules/tables/staff.csv'], ids: [] });
  });

  it('looks at everything where the settings have changed', async () => {
    const on = await repositoryWithOld();
    on.write('rules/check.yaml', 'lints: { CHR105: error }\n');
    expect(seen(await check(on)).files).toContain('rules/a/old.yaral');
  });

  it('keeps to the paths that are named', async () => {
    const on = await repositoryWithOld();
    on.write('rules/a/mine.yaral', cleanRule('mine'));
    on.write('rules/b/other.yaral', brokenRule('other'));
    expect(seen(await check(on, 'rules/a'))).toEqual({ files: ['rules/a/mine.yaral'], ids: [] });
  });

  it('finds a name that an unchanged rule has already', async () => {
    const on = await repositoryWithOld();
    on.write('rules/z/alpha.yaral', cleanRule('alpha', { value: 'other' }));
    expect(seen(await check(on)).ids).toContain('PAR030');
  });

  it('works in a folder below the top of the repository', async () => {
    const on = await testRepository({ 'secops/rules/a/old.yaral': brokenRule('old') });
    on.write('secops/rules/a/mine.yaral', brokenRule('mine'));
    const ran = await chron('check --changed --format json', { cwd: `${on.root}/secops/rules` });
    expect(seen(ran)).toEqual({ files: ['rules/a/mine.yaral'], ids: ['FLD001'] });
  });

  it('takes all for new before the first commit', async () => {
    const on = repositoryIn(await tempFolder());
    on.git('init', '-q', '-b', 'main');
    on.write('rules/a/mine.yaral', brokenRule('mine'));
    expect(seen(await check(on)).files).toEqual(['rules/a/mine.yaral']);
  });

  it('says what to do without git, and without a default branch', async () => {
    const plain = repositoryIn(await tempFolder());
    plain.write('rules/a/mine.yaral', cleanRule('mine'));
    expect(await check(plain)).toMatchObject({ code: 1, err: expect.stringContaining('git') });
    const on = await repositoryWithOld();
    on.git('branch', '-m', 'trunk');
    const ran = await check(on);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('the default branch is not known');
    expect(ran.err).toContain('git remote set-head origin --auto');
  });

  it('names the missing history of a shallow clone', async () => {
    const origin = await repositoryWithOld();
    origin.write('rules/a/alpha.yaral', cleanRule('alpha', { value: 'other' }));
    origin.commit();
    const clone = repositoryIn(await tempFolder());
    clone.git('clone', '-q', '--depth', '1', `file://${origin.root}`, '.');
    expect((await check(clone)).err).toContain('fetch-depth: 0');
  });
});
