import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chron, type Ran, type World } from '../helpers/chron.ts';
import { repositoryIn } from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';
import { COMMIT } from '../repo/scaffold.ts';
import { teamWith, WORDS } from './init-team.ts';

const init = (cwd: string, words: readonly string[], world: Partial<World> = {}): Promise<Ran> =>
  chron(['init', ...words], { ...world, cwd });

/** All files below a folder with their texts, but not what git and chron keep. */
function filesIn(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/\/\.(?:git|chron)\//.test(path))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  );
}

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('chron init', () => {
  it('changes nothing the second time, and prints the same commands', async () => {
    const cwd = await tempFolder();
    const first = await init(cwd, [...WORDS, '--yes']);
    put(cwd, 'rules/own/mine.yaral', 'rule mine {}\n');
    const files = filesIn(cwd);
    const second = await init(cwd, WORDS);
    expect(second.code).toBe(0);
    expect(second.err).toContain('0 files to write, 16 there already, 0 left alone');
    expect(second.out).toBe(first.out);
    expect(filesIn(cwd)).toEqual(files);
  });

  it('needs nothing to be tried without a tenant', async () => {
    const cwd = await tempFolder();
    const { code, out, err } = await init(cwd, ['--yes']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('chron init --env NAME');
    expect(Object.keys(filesIn(cwd)).filter((path) => path.startsWith('.github/'))).toEqual([]);
  });

  it('prints with --dry-run what it would write, and writes nothing', async () => {
    const cwd = await tempFolder();
    const { code, out, err } = await init(cwd, [...WORDS, '--dry-run']);
    expect(code).toBe(0);
    expect(err).toContain('nothing was written');
    expect(out).toContain('==> environments/prod.yaml <==\n# yaml-language-server');
    expect(out).toContain('gcloud iam workload-identity-pools create');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('leaves what is there alone, and says what is missing of it', async () => {
    const cwd = await tempFolder();
    put(cwd, '.gitignore', 'node_modules/\r\n.chron/\r\n');
    put(cwd, 'CODEOWNERS', '* @acme/everybody\n');
    put(cwd, 'environments/prod.yaml', 'api: embedded\n');
    put(cwd, 'rules/own/mine.yaral', 'rule mine {}\n');
    const before = filesIn(cwd);
    const { code, err } = await init(cwd, [...WORDS, '--yes']);
    expect(code).toBe(0);
    expect(filesIn(cwd)).toMatchObject(before);
    expect(err).toContain(
      '  ! .gitignore (left alone: it has no line *.plan.json, no line gha-creds-*.json)\n',
    );
    expect(err).toContain(
      '  ! .github/CODEOWNERS (left alone: CODEOWNERS is there, and GitHub reads only one of them)\n',
    );
    expect(err).toContain('  ! environments/prod.yaml (left alone: it has another text)\n');
    expect(err).not.toContain('windows_security_log_cleared');
  });

  it('takes line ends of Windows for the same text', async () => {
    const cwd = await tempFolder();
    await init(cwd, ['--yes']);
    for (const [path, text] of Object.entries(filesIn(cwd)))
      put(cwd, path, text.replaceAll('\n', '\r\n'));
    expect((await init(cwd, ['--yes'])).err).toContain('0 files to write, 8 there already');
  });

  it('asks at the terminal for what was not said', async () => {
    const cwd = await tempFolder();
    const asked: string[] = [];
    const answers: readonly (readonly [RegExp, string])[] = [
      [/^Tenants/, 'prod'],
      [/^The repository on GitHub/, 'acme/rules'],
      [/^The number of the repository's owner/, '45'],
      [/^The number of the repository/, '123'],
      [/^The release/, `acme/chron@${COMMIT}`],
      [/^The reviewer/, '@alice'],
      [/^The region of prod/, 'europe'],
      [/^The Google Cloud project of prod/, 'acme-sec'],
      [/^The number of the Google Cloud project/, '987654321'],
      [/^The account of the key of prod/, 'key@acme-sec.iam.gserviceaccount.com'],
      [/^Write 15 files into /, 'yes'],
    ];
    const answer = (question: string): string => {
      asked.push(question);
      return answers.find(([pattern]) => pattern.test(question))?.[1] ?? 'what?';
    };
    const { code, out } = await init(cwd, [], { answer });
    expect({ code, asked: asked.length }).toEqual({ code: 0, asked: answers.length });
    expect(out).toContain('gh api users/alice --jq .id');
    expect(filesIn(cwd)['environments/prod.yaml']).toContain('region: europe\n');
  });

  it('offers the repository that origin is', async () => {
    const cwd = await tempFolder();
    const repository = repositoryIn(cwd);
    repository.git('init', '-q', '-b', 'main', '--template=');
    repository.git('remote', 'add', 'origin', 'git@github.com:acme/rules.git');
    const { code, out } = await init(cwd, [...teamWith('--repository'), '--yes']);
    expect(code).toBe(0);
    expect(out).toContain('repos/acme/rules/environments/prod');
  });
});

describe('chron init refuses', () => {
  it('a value that is none, and writes nothing', async () => {
    const cwd = await tempFolder();
    expect(await init(cwd, [...teamWith('--region', 'mars'), '--yes'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^chron: "mars" is no region\n {2}hint: --region takes one of us, /,
      ),
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('to guess: it names all that is missing at once', async () => {
    const cwd = await tempFolder();
    const { code, err } = await init(cwd, ['--env', 'prod', '--region', 'us', '--yes']);
    expect(code).toBe(1);
    expect(err).toContain(
      'there is nobody to ask for --repository, --repository-id, --owner-id, --chron-ref, --reviewer, --project, --project-number, --expect\n',
    );
    expect(err).toContain('--repository-id: gh api repos/OWNER/NAME --jq .id');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('to write unasked', async () => {
    const cwd = await tempFolder();
    expect(await init(cwd, WORDS)).toMatchObject({ code: 1 });
    const declined = await init(cwd, WORDS, { answer: 'no' });
    expect(declined).toMatchObject({ code: 1 });
    expect(declined.err).toContain('declined; nothing was written');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('an answer that stays wrong', async () => {
    const cwd = await tempFolder();
    const asked: string[] = [];
    const { code, err } = await init(cwd, teamWith('--region'), {
      answer: (question) => {
        asked.push(question);
        return 'mars';
      },
    });
    expect({ code, asked: asked.length }).toEqual({ code: 1, asked: 3 });
    expect(err).toContain('"mars" is no region');
  });

  it('to go through a link, whatever it leads to', async () => {
    const [cwd, elsewhere] = [await tempFolder(), await tempFolder()];
    symlinkSync(elsewhere, join(cwd, 'environments'));
    const { code, err } = await init(cwd, [...WORDS, '--yes']);
    expect(code).toBe(1);
    expect(err).toContain('environments" is a link, not a folder');
    expect([readdirSync(cwd), readdirSync(elsewhere)]).toEqual([['environments'], []]);
  });

  it('to write over a link, which it leaves alone', async () => {
    const [cwd, elsewhere] = [await tempFolder(), await tempFolder()];
    symlinkSync(join(elsewhere, 'gone'), join(cwd, '.gitignore'));
    const { code, err } = await init(cwd, ['--yes']);
    expect(code).toBe(0);
    expect(err).toContain('! .gitignore (left alone: a link stands there)');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('a file in the place of a folder', async () => {
    const cwd = await tempFolder();
    put(cwd, 'rules', 'not a folder\n');
    const inside = await init(cwd, ['--yes']);
    expect(inside).toMatchObject({ code: 1 });
    expect(inside.err).toContain('rules" is a file, not a folder');
    const itself = await init(cwd, ['rules', '--yes']);
    expect(itself).toMatchObject({ code: 1 });
    expect(itself.err).toContain('rules" is a file, not a folder');
    expect(readdirSync(cwd)).toEqual(['rules']);
  });

  it('a folder that cannot be made', async () => {
    const cwd = await tempFolder();
    const { code, err } = await init(cwd, ['x'.repeat(300), '--yes']);
    expect(code).toBe(1);
    expect(err).toContain('xxx" cannot be a folder (ENAMETOOLONG)');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('workflows inside another repository, but not what needs none', async () => {
    const cwd = await tempFolder();
    repositoryIn(cwd).git('init', '-q', '-b', 'main', '--template=');
    const { code, err } = await init(cwd, ['detection', ...WORDS, '--yes']);
    expect(code).toBe(1);
    expect(err).toContain('detection" lies inside another repository');
    expect(await init(cwd, ['detection', '--yes'])).toMatchObject({ code: 0 });
  });
});
