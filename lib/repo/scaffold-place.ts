import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';
import { explainGitFailure, openGit } from './git-run.ts';

/** A folder that is to hold a repository of rules, as it is before anything is written. */
export interface ScaffoldPlace {
  readonly root: string;
  /** `top`: the top of a work tree; `below`: a folder in one; `none`: there is no repository around it. */
  readonly git: 'top' | 'below' | 'none';
  /** The `owner/name` that the remote `origin` has on GitHub, where it is one. */
  readonly origin?: string;
}

/** Finds out what a folder is that may not be there yet. Throws a UserError where it cannot become a repository. */
export async function findScaffoldPlace(root: string): Promise<ScaffoldPlace> {
  const [existing, directory] = nearestThere(root);
  if (!directory) {
    throw new UserError(`"${visibleLine(existing)}" is a file, not a folder`, {
      hint: 'name a folder, which may be a new one',
    });
  }
  const git = await openGit(existing);
  let top: string;
  try {
    top = (await git.text('rev-parse', '--show-toplevel')).replace(/\n$/, '');
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    if (/spawn .*ENOENT|safe\.directory/.test(said)) throw explainGitFailure(error, existing);
    return { root, git: 'none' };
  }
  if (existing !== root || realpathSync(top) !== realpathSync(root)) return { root, git: 'below' };
  const url = await git.text('config', '--get', 'remote.origin.url').catch(() => '');
  const origin = /github\.com[:/]([\w-]+\/[\w.-]+?)(?:\.git)?\s*$/.exec(url)?.[1];
  return { root, git: 'top', ...(origin === undefined ? {} : { origin }) };
}

/** Makes the folder, if need be, and a repository in it that has no commit yet. */
export async function makeRepository(root: string, branch: string): Promise<void> {
  try {
    mkdirSync(root, { recursive: true });
    const git = await openGit(root);
    await git.text('init', '--quiet', `--initial-branch=${branch}`);
  } catch (cause) {
    const why =
      cause instanceof Error ? (cause.message.trim().split('\n')[0] ?? '') : 'unknown error';
    throw new UserError(
      `no repository can be made in "${visibleLine(root)}": ${visibleLine(why)}`,
      {
        hint: 'look at the permissions of the folder above, or name another folder',
        cause,
      },
    );
  }
}

/** The folder itself or the first one above it that is there, and whether it is a folder. */
function nearestThere(root: string): readonly [path: string, directory: boolean] {
  for (let path = root; ; path = dirname(path)) {
    try {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat !== undefined) return [path, stat.isDirectory()];
    } catch (cause) {
      // A file on the way: one step further up it is found.
      if (codeOf(cause) !== 'ENOTDIR') {
        throw new UserError(`"${visibleLine(path)}" cannot be a folder (${codeOf(cause)})`, {
          hint: 'look at its name and at the permissions above it, or name another folder',
          cause,
        });
      }
    }
    if (dirname(path) === path) return [path, true];
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
}
