import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cache } from '../../lib/ports/keep.ts';
import { tempFolder } from '../helpers/temp.ts';

/** A real repository in a folder that goes with the test. */
export interface GitFolder {
  readonly folder: string;
  /** Runs git with an identity of its own and no settings of the machine. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void;
  /** Writes, stages everything and commits; gives the commit's id. */
  readonly commit: (files?: Readonly<Record<string, string | Uint8Array>>) => string;
}

export async function gitFolder(...options: readonly string[]): Promise<GitFolder> {
  const folder = await tempFolder();
  const repository = gitFolderAt(folder);
  repository.git('init', '--quiet', '--initial-branch=main', ...options);
  appendFileSync(
    options.includes('--bare') ? join(folder, 'config') : join(folder, '.git', 'config'),
    '[user]\n\tname = Ada Example\n\temail = ada@example.com\n[core]\n\tautocrlf = false\n\tfsync = none\n',
  );
  return repository;
}

/** The same hands on a folder that is a repository already. */
export function gitFolderAt(folder: string): GitFolder {
  const git = (...args: readonly string[]): string => runGit(folder, args);
  const write: GitFolder['write'] = (files) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
  return {
    folder,
    git,
    write,
    commit: (files = {}) => {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'change');
      return git('rev-parse', 'HEAD');
    },
  };
}

/** stdout without the line end; `input` goes to stdin. */
export function runGit(folder: string, args: readonly string[], input?: string): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(input === undefined ? {} : { input }),
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada Example',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada Example',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    },
  }).replace(/\n$/, '');
}

/** A cache that lives as long as the test, and counts how often it was of use. */
export function memoryCache(): Cache & { readonly keys: () => readonly string[]; hits: number } {
  const kept = new Map<string, string>();
  return {
    hits: 0,
    keys: () => [...kept].flatMap(([key, value]) => (value === 'null' ? [] : [key])),
    async read(key) {
      const text = kept.get(key);
      if (text === undefined) return undefined;
      this.hits += 1;
      return JSON.parse(text) as unknown;
    },
    async write(key, value) {
      kept.set(key, JSON.stringify(value));
    },
  };
}
