import type { Plan } from '../model/plan.ts';
import { counted } from '../text.ts';
import { driftOf } from './drift.ts';
import { entriesOf } from './entry.ts';
import { frameFor } from './frame.ts';
import { wrap } from './layout.ts';
import type { Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';
import { entryBlocks } from './terminal-entries.ts';
import { headerBlock } from './terminal-header.ts';
import { heldBlocks } from './terminal-held.ts';
import { noticeBlock } from './terminal-notes.ts';
import type { PlanView, TextOptions } from './view.ts';

/** The view of `--drift-only`: nothing of what waits in git, and nothing that is no drift. */
export function driftText(view: PlanView, options: TextOptions): Styled {
  const { held, reverted, objects } = driftOf(view.plan);
  const plan: Plan = {
    ...view.plan,
    held,
    changes: reverted,
    notices: view.plan.notices.filter(
      ({ kind }) => kind === 'memory-unreadable' || kind === 'first-contact',
    ),
  };
  const entries = entriesOf(plan);
  const frame = frameFor({ ...view, plan }, entries, options);
  const where = view.environment.name;
  const lines = [
    ...headerBlock(view, options),
    ...heldBlocks(held, frame),
    ...entryBlocks(plan, entries, frame, {
      title: 'Changed outside chron, and put back by this plan',
    }),
    ...noticeBlock(plan.notices, frame),
    EMPTY_LINE,
    line(
      say(
        objects === 0
          ? `No drift. Nothing that chron manages in ${where} was changed outside it since the last apply.`
          : `Drift: ${counted(objects, 'object')} in ${where} ${objects === 1 ? 'was' : 'were'} changed outside chron since the last apply.`,
        'strong',
      ),
    ),
  ];
  return wrap(lines, options.width);
}
