import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ruleText } from './builders.ts';
import { tempFolder } from './temp.ts';

/** A git repository with rules and environments in a temporary folder. */
export interface TestRepository {
  readonly root: string;
  write(path: string, text: string | Uint8Array): void;
  read(path: string): string;
  remove(path: string): void;
  git(...words: readonly string[]): string;
  /** Commits everything; gives the commit. */
  commit(message?: string): string;
}

export const LOCAL_ENVIRONMENT = [
  'api: embedded',
  'gate: off',
  'deployment:',
  '  - { enabled: true, alerting: false }',
  '',
].join('\n');

/** A repository with one commit: `local.yaml`, and the files given (paths to texts). */
export async function testRepository(
  files: Readonly<Record<string, string>> = {},
): Promise<TestRepository> {
  const repository = repositoryIn(await tempFolder());
  begin(repository, files);
  return repository;
}

/** Makes the first commit of a repository: `local.yaml`, and the files given. */
export function begin(
  repository: TestRepository,
  files: Readonly<Record<string, string>> = {},
): void {
  repository.git('init', '-q', '-b', 'main', '--template=');
  repository.write('environments/local.yaml', LOCAL_ENVIRONMENT);
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.commit('begin');
}

/** The repository that is, or will be, in a folder. */
export function repositoryIn(root: string): TestRepository {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, {
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: root,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'An Author',
        GIT_AUTHOR_EMAIL: 'author@example.com',
        GIT_COMMITTER_NAME: 'An Author',
        GIT_COMMITTER_EMAIL: 'author@example.com',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    root,
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    remove: (path) => rmSync(join(root, path)),
    git,
    commit: (message = 'change') => {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD').trim();
    },
  };
}

/** Paths and texts of small rules in `rules/family/`. */
export function ruleFiles(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`rules/family/${name}.yaral`, ruleText(name)]));
}
