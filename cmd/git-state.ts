import { UserError } from '../lib/errors.ts';
import type { NoiseReport } from '../lib/model/noise-report.ts';
import { readPlace, readStatus } from '../lib/repo/git-facts.ts';
import { openGit } from '../lib/repo/git-run.ts';

/** For the head of a report; outside a repository nothing is known. */
export async function gitOf(root: string): Promise<NoiseReport['git']> {
  try {
    const git = await openGit(root);
    const { commit, branch, dirty } = await readStatus(git, readPlace(git, root));
    return {
      ...(commit === undefined ? {} : { commit }),
      ...(branch === undefined ? {} : { branch }),
      dirty: dirty.length > 0,
    };
  } catch (error) {
    if (error instanceof UserError) return { dirty: false };
    throw error;
  }
}
