import { UserError } from '../errors.ts';
import { compareText } from '../text.ts';
import type { ObjectFormat } from './blob-id.ts';
import { explainGitFailure, type GitRunner } from './git-run.ts';
import { decidesTenant } from './layout.ts';
import type { Recent } from './recent.ts';

/** What git says of the folder that holds `rules/`. */
export interface GitFacts {
  /** The top of the work tree; the folder itself, or above it. Absolute. */
  readonly top: string;
  /** The commit that is checked out; undefined before the first one. */
  readonly commit: string | undefined;
  /** Undefined on a detached HEAD. */
  readonly branch: string | undefined;
  /**
   * The first commit of the main line of history, equal in every clone; `unborn` before the first commit.
   * In a folder below the top its path follows after a colon: two such folders are two repositories to a tenant.
   */
  readonly repository: string;
  /** Paths below `rules/` and `environments/` that differ from the commit, untracked and ignored ones too; sorted. */
  readonly dirty: readonly string[];
}

/** Where the folder is in its repository. */
export interface GitPlace {
  readonly top: string;
  /** From the top to the folder, with a slash at its end; empty at the top. */
  readonly prefix: string;
  readonly format: ObjectFormat;
}

/** Finds the repository around a folder. Throws `UserError` where there is none to work with. */
export async function readPlace(git: GitRunner, folder: string): Promise<GitPlace> {
  let output: string;
  try {
    output = await git.text(
      'rev-parse',
      '--is-shallow-repository',
      '--show-object-format',
      '--show-prefix',
      '--show-toplevel',
    );
  } catch (error) {
    throw explainGitFailure(error, folder);
  }
  const [shallow, format, prefix = '', ...top] = output.replace(/\n$/, '').split('\n');
  if (shallow === 'true') {
    throw new UserError('this clone has only a part of its history', {
      hint: 'run `git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`',
    });
  }
  return { top: top.join('\n'), prefix, format: format === 'sha256' ? 'sha256' : 'sha1' };
}

/** Runs git beside the look for the place; what is wrong with the place is told in its words, not in these. */
async function beside(place: Promise<GitPlace>, running: Promise<string>): Promise<string> {
  const [, output] = await Promise.allSettled([place, running]);
  await place;
  if (output.status === 'rejected') throw output.reason;
  return output.value;
}

/** HEAD, and what differs from it, in one call. */
export async function readStatus(
  git: GitRunner,
  place: Promise<GitPlace>,
): Promise<Pick<GitFacts, 'commit' | 'branch' | 'dirty'>> {
  const status = git.text(
    'status',
    '--porcelain=v2',
    '--branch',
    '--no-ahead-behind',
    '--no-renames',
    '--untracked-files=all',
    '--ignored=traditional',
    '--ignore-submodules=all',
    '-z',
    '--',
    'rules',
    'environments',
  );
  const records = (await beside(place, status)).split('\0');
  const { prefix } = await place;
  const header = (name: string): string | undefined =>
    records.find((record) => record.startsWith(`# branch.${name} `))?.slice(10 + name.length);
  const oid = header('oid');
  const head = header('head');
  return {
    commit: oid === undefined || oid === '(initial)' ? undefined : oid,
    branch: head === '(detached)' ? undefined : head,
    dirty: records.flatMap((record) => dirtyPath(record, prefix)).toSorted(compareText),
  };
}

/** Fields that stand before the path in a record of `--porcelain=v2`, by its first letter. */
const FIELDS: Readonly<Record<string, number>> = { '1': 8, u: 10, '?': 1, '!': 1 };

/** An ignored file counts where chron would read it: it goes to the tenant though no commit has it. */
function dirtyPath(record: string, prefix: string): readonly string[] {
  const letter = record[0] ?? '';
  const fields = FIELDS[letter];
  if (fields === undefined) return [];
  const path = record.split(' ').slice(fields).join(' ').slice(prefix.length);
  return letter === '!' && !decidesTenant(path) ? [] : [path];
}

/** Whom git would name as the author of a commit: `name <e-mail>` as it is configured; undefined where it is not. */
export async function readAuthor(git: GitRunner): Promise<string | undefined> {
  const output = await git.text('config', '-z', '--get-regexp', '^user\\.(name|email)$');
  const settings = new Map(
    output.split('\0').map((record): [string, string] => {
      const cut = record.indexOf('\n');
      return [record.slice(0, cut), record.slice(cut + 1)];
    }),
  );
  const name = settings.get('user.name');
  const email = settings.get('user.email');
  if (name === undefined && email === undefined) return undefined;
  return [name, email === undefined ? undefined : `<${email}>`].filter(Boolean).join(' ');
}

/** The root of the first-parent line; found once for a commit, for the walk is as long as the history. */
export async function readRoot(
  git: GitRunner,
  roots: Recent,
  head: string | undefined,
): Promise<string> {
  if (head === undefined) return 'unborn';
  const cached = await roots.read(head);
  if (typeof cached === 'string') return cached;
  const root = (await git.text('rev-list', '--max-parents=0', '--first-parent', head)).trim();
  await roots.write(head, root);
  return root;
}
