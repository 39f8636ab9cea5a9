import type { SimpleGit } from 'simple-git';
import { UserError } from '../errors.ts';
import { visible } from '../text.ts';

/** Runs git in one folder. Arguments are passed as they are, never through a shell. */
export interface GitRunner {
  /** stdout as text. Rejects if git fails and says why. */
  text(...args: readonly string[]): Promise<string>;
  /** The contents of blobs, one after another. */
  blobs(ids: readonly string[]): Promise<Uint8Array>;
}

/**
 * Opens git in a folder. simple-git is loaded here, so that commands without git never pay for it.
 * It drops every `GIT_*` variable on the way: a hook's environment cannot point chron at another repository.
 */
export async function openGit(folder: string): Promise<GitRunner> {
  const { simpleGit } = await import('simple-git');
  let git: SimpleGit;
  try {
    git = simpleGit({ baseDir: folder });
  } catch (cause) {
    throw new UserError(`the folder "${folder}" does not exist`, { cause });
  }
  return {
    text: async (...args) => git.raw(['--no-optional-locks', ...args]),
    blobs: async (ids) => git.showBuffer([...ids]),
  };
}

/** What stands between chron and the repository, as the person at the keyboard can put it right. */
export function explainGitFailure(error: unknown, folder: string): UserError {
  const said = error instanceof Error ? error.message : String(error);
  if (/spawn .*ENOENT/.test(said)) {
    return new UserError('git is not found', {
      hint: 'install git and put it on the PATH; chron compares tenants with commits',
      cause: error,
    });
  }
  // git translates its messages, but not the name of the setting that they advise.
  if (said.includes('safe.directory')) {
    return new UserError(`git refuses "${folder}": the folder belongs to another user`, {
      hint: `git config --global --add safe.directory ${/'([^']+)'/.exec(said)?.[1] ?? folder}`,
      cause: error,
    });
  }
  return new UserError(`"${folder}" is not in a git work tree`, {
    hint: `run chron in a clone of the rules' repository, or make one with \`git init\` (git says: ${firstLine(said)})`,
    cause: error,
  });
}

function firstLine(text: string): string {
  return visible(text.trim().split('\n')[0] ?? '').replace(/^fatal: /, '');
}
