import type { Wanted } from '../lib/github/next-step.ts';
import { keptBody } from '../lib/model/comment-stamp.ts';
import { visibleLine } from '../lib/text.ts';
import type { Posted } from './comment-post.ts';
import type { Context } from './command.ts';
import { sayLines } from './say.ts';

const ENDS = {
  created: 'written',
  updated: 'changed',
  unchanged: 'says the same already',
  newer: 'is of a later commit or run, and stays',
  removed: 'closed, since all is clean',
  absent: 'there is none, and none is needed',
} as const;

/** It never changes how the command ends: the plan or apply has its own exit code. */
export function sayPosted(what: string, posted: Posted, context: Context): void {
  sayLines(
    context,
    posted.kind === 'posted'
      ? `${what}: ${ENDS[posted.settled.as]}${posted.settled.page === undefined ? '' : ` ${posted.settled.page}`}`
      : `${what}: could not be posted: ${visibleLine(posted.because)}`,
  );
}

/** What would be written where nothing stands yet. */
export function bodyOf({ kept, stamp, textAfter }: Wanted): string {
  return keptBody(kept, stamp, textAfter(undefined));
}
