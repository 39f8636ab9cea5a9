import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chron, type Ran } from '../helpers/chron.ts';
import { tempFolder } from '../helpers/temp.ts';
import { brokenRule, cleanRule, scorelessRule } from './checked-rules.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with files and nothing else: no git, no environments. */
async function folderWith(files: Files): Promise<string> {
  const root = await tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs `chron check WORDS` in a folder of these files, or below it. */
async function check(
  files: Files,
  words = '',
  below = '',
): Promise<Ran & { readonly root: string }> {
  const root = await folderWith(files);
  return { root, ...(await chron(`check ${words}`, { cwd: join(root, below) })) };
}

/** `path:line:column id` of everything that was said, in its order. */
function findings({ out }: Ran): readonly string[] {
  return [...out.matchAll(/^(\S+:\d+:\d+): \w+\[([\w-]+)\]/gm)].map(
    ([, place, id]) => `${place} ${id}`,
  );
}

const CLEAN = { 'rules/a/alpha.yaral': cleanRule('alpha') };
const BROKEN = { 'rules/a/bravo.yaral': brokenRule('bravo') };
const SCORELESS = { 'rules/a/charlie.yaral': scorelessRule('charlie') };

describe('chron check', () => {
  it('has nothing to say of a clean rule', async () => {
    expect(await check(CLEAN)).toMatchObject({
      code: 0,
      out: '1 file checked: no errors, no warnings\n',
      err: '',
    });
  });

  it('shows an error at its line, and ends with 3', async () => {
    const { code, out, err } = await check(BROKEN);
    expect(code).toBe(3);
    expect(err).toBe('');
    expect(out).toBe(
      [
        'rules/a/bravo.yaral:10:18: error[FLD001]: there is no field "hostnam" in Noun',
        '10 |     $e.principal.hostnam = "bravo" nocase',
        '   |                  ^^^^^^^',
        '   = hint: did you mean $e.principal.hostname?',
        '',
        '1 error in 1 file; 1 file checked',
        '  what a code means: chron explain FLD001',
        '',
      ].join('\n'),
    );
  });

  it('says all in the order of paths and places, and goes on after a broken file', async () => {
    const ran = await check({
      ...SCORELESS,
      ...BROKEN,
      ...CLEAN,
      'rules/b/empty.yaral': '// later\n',
    });
    expect(ran.code).toBe(3);
    expect(findings(ran)).toEqual([
      'rules/a/bravo.yaral:10:18 FLD001',
      'rules/a/charlie.yaral:1:6 CHR105',
      'rules/b/empty.yaral:2:1 PAR033',
    ]);
    expect(ran.out).toContain('2 errors and 1 warning in 3 files; 4 files checked');
  });

  it.each<[title: string, files: Files, words: string, code: number]>([
    ['a warning', SCORELESS, '', 0],
    ['a warning with --strict', SCORELESS, '--strict', 3],
    [
      'a remark with --strict',
      { ...CLEAN, 'rules/a/echo.yaral': remarkable('echo') },
      '--strict',
      0,
    ],
    ['a disputed limit', { 'rules/a/disputed.yaral': disputed('disputed') }, '', 0],
    ['an error elsewhere', { ...CLEAN, ...BROKEN }, 'rules/a/alpha.yaral', 0],
  ])('ends well or not: %s', async (_title, files, words, code) => {
    expect((await check(files, words)).code).toBe(code);
  });

  it('takes limits on which the reference disagrees as errors under --strict', async () => {
    const files = { 'rules/a/disputed.yaral': disputed('disputed') };
    expect((await check(files)).out).toContain('warning[CND007]');
    expect((await check(files, '--strict')).out).toContain('error[CND007]');
  });

  it('says that warnings fail because of --strict', async () => {
    expect((await check(SCORELESS, '--strict')).out).toContain('warnings fail because of --strict');
  });

  it('counts ids where there are many', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [
        `rules/a/r${index}.yaral`,
        scorelessRule(`r${index}`).replace('bastion', `host${index}`),
      ]),
    );
    expect((await check(files)).out).toContain('\n  10 × CHR105\n');
  });
});

describe('chron check PATH', () => {
  const FILES = { ...CLEAN, ...BROKEN, ...SCORELESS, 'elsewhere/delta.yaral': brokenRule('delta') };

  it.each<[words: string, below: string, found: readonly string[]]>([
    ['rules/a/bravo.yaral', '', ['rules/a/bravo.yaral:10:18 FLD001']],
    ['bravo.yaral', 'rules/a', ['bravo.yaral:10:18 FLD001']],
    ['../rules/a/bravo.yaral', 'elsewhere', ['../rules/a/bravo.yaral:10:18 FLD001']],
    ['elsewhere', '', ['elsewhere/delta.yaral:10:18 FLD001']],
    [
      'elsewhere/delta.yaral rules/a/charlie.yaral',
      '',
      ['elsewhere/delta.yaral:10:18 FLD001', 'rules/a/charlie.yaral:1:6 CHR105'],
    ],
    [
      '.',
      '',
      [
        'elsewhere/delta.yaral:10:18 FLD001',
        'rules/a/bravo.yaral:10:18 FLD001',
        'rules/a/charlie.yaral:1:6 CHR105',
      ],
    ],
    ['', 'rules/a', ['bravo.yaral:10:18 FLD001', 'charlie.yaral:1:6 CHR105']],
  ])('looks at %s, called in /%s', async (words, below, found) => {
    expect(findings(await check(FILES, words, below))).toEqual(found);
  });

  it('looks at files where there is no repository at all', async () => {
    const root = await folderWith({ 'x/delta.yaral': brokenRule('delta') });
    const ran = await chron(['check', join(root, 'x')], { cwd: await tempFolder() });
    expect(ran.code).toBe(3);
    expect(findings(ran)[0]).toMatch(/x\/delta\.yaral:10:18 FLD001$/);
  });

  it('takes the settings of the repository that a file is in, wherever it is called', async () => {
    const root = await folderWith({ ...SCORELESS, 'rules/check.yaml': 'lints: { CHR105: off }\n' });
    expect(await chron(['check', join(root, 'rules')], { cwd: await tempFolder() })).toMatchObject({
      code: 0,
      out: expect.stringContaining('no warnings'),
    });
  });

  it.each<[title: string, words: string, says: string]>([
    [
      'a path that is not there',
      'rules/a/nosuch.yaral',
      'there is no file or folder "rules/a/nosuch.yaral"',
    ],
    ['a file that is no rule', 'notes.txt', '"notes.txt" is not a rule'],
    ['a folder without rules', 'empty', 'there is no rule in empty'],
  ])('refuses %s', async (_title, words, says) => {
    const { code, out, err } = await check(
      { ...FILES, 'notes.txt': 'x', 'empty/notes.txt': 'x' },
      words,
    );
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(says);
    expect(err).toContain('hint: ');
  });

  it('refuses a repository without a rule, and a folder without a repository', async () => {
    expect((await check({ 'rules/notes.txt': 'x' })).err).toContain('there is no rule in rules/');
    expect(await chron('check', { cwd: await tempFolder() })).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no `rules/` here'),
    });
  });

  it('passes over the folders of tools', async () => {
    const ran = await check(
      { ...CLEAN, 'node_modules/x/delta.yaral': 'x', '.cache/delta.yaral': 'x' },
      '.',
    );
    expect(ran).toMatchObject({ code: 0, out: '1 file checked: no errors, no warnings\n' });
  });
});

describe('chron check, what stands beside a rule', () => {
  const LISTED = cleanRule('listed', {
    events: ['$e.metadata.event_type = "USER_LOGIN"', 'not $e.principal.user.userid in %office'],
  });
  const OFFICE = { 'rules/lists/office.string.txt': '// who works there\nada\n' };

  it('knows the lists of the repository', async () => {
    expect((await check({ 'rules/a/listed.yaral': LISTED, ...OFFICE })).out).toContain('no errors');
  });

  it('names a list that is not there once, as an error', async () => {
    const ran = await check({
      'rules/a/listed.yaral': LISTED,
      'rules/lists/offices.string.txt': '// who works there\nada\n',
    });
    expect(ran.code).toBe(3);
    expect(findings(ran)).toEqual(['rules/a/listed.yaral:10:37 unknown-list']);
    expect(ran.out).toContain('did you mean %offices?');
  });

  it('does not ask for lists of rules that stand elsewhere', async () => {
    expect(await check({ ...CLEAN, 'elsewhere/listed.yaral': LISTED }, 'elsewhere')).toMatchObject({
      code: 0,
    });
  });

  it('looks into lists with all of rules/, or where they are named', async () => {
    const files = {
      'rules/a/listed.yaral': LISTED,
      'rules/lists/office.string.txt': 'ada\n',
    };
    const expected = ['rules/lists/office.string.txt:1:1 list-description'];
    expect(findings(await check(files))).toEqual(expected);
    expect(findings(await check(files, 'rules/lists'))).toEqual(expected);
    expect(findings(await check(files, 'rules/lists/office.string.txt'))).toEqual(expected);
    expect(findings(await check(files, 'rules/a'))).toEqual([]);
  });

  it('finds a name that two files declare, at the later one', async () => {
    const ran = await check({
      ...CLEAN,
      'rules/b/alpha.yaral': cleanRule('alpha', { value: 'x' }),
    });
    expect(ran.code).toBe(3);
    expect(findings(ran)).toContain('rules/b/alpha.yaral:1:6 PAR030');
    expect(ran.out).toContain('the first is at rules/a/alpha.yaral:1:6');
  });

  it.each(['rules/a/alpha.yaral', 'rules/b/alpha.yaral'])(
    'finds it at %s, if that alone was asked for',
    async (path) => {
      const files = { ...CLEAN, 'rules/b/alpha.yaral': cleanRule('alpha', { value: 'x' }) };
      expect(findings(await check(files, path))).toContain(`${path}:1:6 PAR030`);
    },
  );

  it('finds names that only their case tells apart', async () => {
    expect(
      findings(
        await check({ ...CLEAN, 'rules/b/Alpha.yaral': cleanRule('Alpha', { value: 'x' }) }),
      ),
    ).toContain('rules/b/Alpha.yaral:1:6 rule-name-case');
  });

  it('finds the same logic in two rules', async () => {
    const twin = cleanRule('twin', { value: 'alpha' });
    expect(findings(await check({ ...CLEAN, 'rules/b/twin.yaral': twin }))).toEqual([
      'rules/b/twin.yaral:1:6 CHR140',
    ]);
  });

  it('refuses links and what is not UTF-8 below rules/', async () => {
    const root = await folderWith({
      ...CLEAN,
      'rules/b/latin.yaral': new Uint8Array([0x72, 0xe9, 0x0a]),
    });
    symlinkSync(join(root, 'rules/a/alpha.yaral'), join(root, 'rules/b/link.yaral'));
    const ran = await chron('check', { cwd: root });
    expect(ran.code).toBe(3);
    expect(findings(ran)).toEqual([
      'rules/b/latin.yaral:1:2 not-utf8',
      'rules/b/link.yaral:1:1 not-a-file',
    ]);
  });
});

describe('rules/check.yaml', () => {
  it.each<[settings: string, code: number, says: string]>([
    ['lints: { CHR105: off }', 0, 'no errors, no warnings'],
    ['lints: { CHR105: info }', 0, 'info[CHR105]'],
    ['lints: { CHR105: error }', 3, 'error[CHR105]'],
  ])('sets how loud advice is: %s', async (settings, code, says) => {
    const ran = await check({ ...SCORELESS, 'rules/check.yaml': `${settings}\n` });
    expect(ran.code).toBe(code);
    expect(ran.out).toContain(says);
  });

  it('lets errors of rules taken over be warnings', async () => {
    const ran = await check({ ...BROKEN, 'rules/check.yaml': 'lenient: [FLD001]\n' });
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('warning[FLD001]');
  });

  it('counts for a single file too', async () => {
    const files = { ...SCORELESS, 'rules/check.yaml': 'lints:\n  CHR105: error\n' };
    expect((await check(files, 'rules/a/charlie.yaral')).code).toBe(3);
  });

  it.each([
    ['lints:\n  CHR015: off', '2:3', 'there is nothing with the id CHR015', 'did you mean CHR105?'],
    ['lints: { ZZZZ999: off }', '1:10', 'there is nothing with the id ZZZZ999', 'chron explain'],
    ['lints: { FLD001: off }', '1:10', 'FLD001 cannot be set here', 'under `lenient`'],
    ['lenient:\n  - FLD01O1', '2:5', 'expected the id of a check', ''],
    ['lenient:\n  - FLX001', '2:5', 'there is nothing with the id FLX001', 'did you mean FLD001?'],
    ['lenient: [CHR105]', '1:11', 'CHR105 cannot be set here', 'under `lints`'],
    ['lenient: [PAR001]', '1:11', 'PAR001 cannot be set here', 'no service takes'],
  ])('refuses an id that changes nothing: %s', async (settings, place, message, hint) => {
    const ran = await check({ ...CLEAN, 'rules/check.yaml': `${settings}\n` }, 'rules');
    expect(ran.code).toBe(3);
    expect(ran.out).toContain(`rules/check.yaml:${place}`);
    expect(ran.out).toContain(message);
    expect(ran.out).toContain(hint);
  });

  it('is itself checked', async () => {
    const ran = await check({ ...CLEAN, 'rules/check.yaml': 'lint: {}\n' });
    expect(ran.code).toBe(3);
    expect(findings(ran)).toEqual(['rules/check.yaml:1:1 unknown-key']);
    expect(
      (await check({ ...CLEAN, 'rules/check.yaml': 'lint: {}\n' }, 'rules/check.yaml')).code,
    ).toBe(3);
  });
});

describe('chron check --fix', () => {
  const LOOSE = cleanRule('loose', {
    events: ['$e.metadata.event_type = "USER_LOGIN"', '$e.target.url = /.*admin/'],
  });

  it('corrects what is safe, says what, and checks what is left', async () => {
    const ran = await check({ 'rules/a/loose.yaral': LOOSE, ...SCORELESS }, '--fix');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^fixed rules\/a\/loose\.yaral: CHR111\n\n/);
    expect(findings(ran)).toEqual(['rules/a/charlie.yaral:1:6 CHR105']);
    expect(readFileSync(join(ran.root, 'rules/a/loose.yaral'), 'utf8')).toBe(
      LOOSE.replace('.*', ''),
    );
    expect(readFileSync(join(ran.root, 'rules/a/charlie.yaral'), 'utf8')).toBe(
      scorelessRule('charlie'),
    );
  });

  it('says beforehand what it would correct', async () => {
    expect((await check({ 'rules/a/loose.yaral': LOOSE })).out).toContain(
      'chron check --fix puts one of them right',
    );
  });

  it('leaves nothing for a second run, and nothing beside the file', async () => {
    const { root } = await check({ 'rules/a/loose.yaral': LOOSE }, '--fix');
    const again = await chron('check --fix', { cwd: root });
    expect(again.out).toBe('1 file checked: no errors, no warnings\n');
    expect(readdirSync(join(root, 'rules/a'))).toEqual(['loose.yaral']);
  });

  it('keeps the permissions of a file', async () => {
    const root = await folderWith({ 'rules/a/loose.yaral': LOOSE });
    const path = join(root, 'rules/a/loose.yaral');
    chmodSync(path, 0o640);
    await chron('check --fix', { cwd: root });
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('keeps stdout for the machine, and says on stderr what it has changed', async () => {
    const { out, err } = await check({ 'rules/a/loose.yaral': LOOSE }, '--fix --format json');
    expect(JSON.parse(out)).toMatchObject({
      fixed: [{ path: 'rules/a/loose.yaral', ids: ['CHR111'] }],
      diagnostics: [],
    });
    expect(err).toContain('fixed rules/a/loose.yaral: CHR111');
  });
});

describe('chron check --format', () => {
  it.each(['json', 'sarif', 'junit', 'github'])(
    '%s leaves stdout to the machine',
    async (format) => {
      const { code, out, err } = await check({ ...BROKEN, ...SCORELESS }, `--format ${format}`);
      expect(code).toBe(3);
      expect(out).not.toContain('files checked');
      expect(out).toContain('bravo.yaral');
      expect(err).toContain('1 error and 1 warning in 2 files; 2 files checked');
    },
  );

  it('names files in SARIF and annotations as the top of the work tree has them', async () => {
    const root = await folderWith({
      'secops/rules/a/bravo.yaral': brokenRule('bravo'),
      '.git/HEAD': '',
    });
    const cwd = join(root, 'secops/rules');
    expect((await chron('check --format github', { cwd })).out).toContain(
      'file=secops/rules/a/bravo.yaral,',
    );
    expect((await chron('check --format sarif', { cwd })).out).toContain(
      '"uri": "secops/rules/a/bravo.yaral"',
    );
    expect((await chron('check --format json', { cwd })).out).toContain('"rules/a/bravo.yaral"');
  });

  it('lists every file in JSON, also those without a finding', async () => {
    const { out } = await check({ ...CLEAN, ...BROKEN }, '--format json');
    expect(JSON.parse(out)).toMatchObject({
      failed: true,
      files: ['rules/a/alpha.yaral', 'rules/a/bravo.yaral'],
      counts: { errors: 1, warnings: 0, infos: 0, fixable: 0 },
    });
  });

  it('refuses a format that there is not', async () => {
    expect((await check(CLEAN, '--format xml')).code).toBe(1);
  });
});

/** A remark and no more: rows that a repeated field multiplies. */
function remarkable(name: string): string {
  return cleanRule(name, {
    events: [
      '$e.metadata.event_type = "USER_LOGIN"',
      '$e.target.ip = "192.0.2.1"',
      '$e.principal.user.userid = $user',
    ],
  })
    .replace('  outcome:', '  match:\n    $user over 1h\n\n  outcome:')
    .replace('$risk_score = 65', '$risk_score = max(65)\n    $number = count($e.metadata.id)');
}

/** Two events with or: some pages of the reference allow it. */
function disputed(name: string): string {
  return cleanRule(name, {
    events: [
      '$e.metadata.event_type = "USER_LOGIN"',
      '$e.principal.user.userid = $user',
      '$f.metadata.event_type = "USER_LOGOUT"',
      '$f.principal.user.userid = $user',
    ],
  })
    .replace('  outcome:', '  match:\n    $user over 1h\n\n  outcome:')
    .replace('$risk_score = 65', '$risk_score = max(65)')
    .replace('    $e\n}', '    $e or $f\n}');
}
