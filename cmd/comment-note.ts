import { namesIn, readEntries } from './comment-files.ts';
import { postComment, type Posting } from './comment-post.ts';
import { bodyOf, sayPosted } from './comment-say.ts';
import { wantedNote } from './comment-text.ts';
import { sayLines } from './say.ts';

/** What is to be said in the place of a plan. */
export interface Note {
  /** The environments that are planned, as a JSON list; undefined where that is not what is said. */
  readonly planning: string | undefined;
  /** Plans that are done already. */
  readonly plan: readonly string[];
  readonly dry: boolean;
}

/** Says in the comment that is there that its pull request is planned anew, or was closed. Writes none. */
export async function tellNote(posting: Posting, { planning, plan, dry }: Note): Promise<void> {
  const { context, run } = posting;
  if (planning !== undefined) {
    const done = new Set(
      readEntries(context.cwd, plan, []).entries.map(({ environment }) => environment),
    );
    if (namesIn('--planning', planning).every((name) => done.has(name))) {
      sayLines(context, 'comment: all of it is planned already');
      return;
    }
  }
  const wanted = wantedNote(planning === undefined ? 'closed' : 'planning', run);
  if (dry) context.out.write(`${bodyOf(wanted)}\n`);
  else sayPosted('comment', await postComment(wanted, posting), context);
}
