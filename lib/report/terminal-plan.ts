import { entriesOf } from './entry.ts';
import { frameFor } from './frame.ts';
import { wrap } from './layout.ts';
import type { Styled } from './styled.ts';
import { EMPTY_LINE } from './styled.ts';
import { closingBlock, figuresBlock } from './terminal-closing.ts';
import { entryBlocks } from './terminal-entries.ts';
import { headerBlock } from './terminal-header.ts';
import { heldBlocks } from './terminal-held.ts';
import { unmanagedBlock } from './terminal-lists.ts';
import { relistedBlock } from './terminal-noise.ts';
import { noticeBlock, objectionBlock } from './terminal-notes.ts';
import type { PlanView, TextOptions } from './view.ts';

/**
 * A plan as a person reads it in a terminal (ux §5.5): what needs a decision first, then what chron will do,
 * the verdict last. Wider lines than the terminal are broken, never cut, so that no change can hide at an edge.
 */
export function planText(view: PlanView, options: TextOptions): Styled {
  const { plan } = view;
  const entries = entriesOf(plan);
  const frame = frameFor(view, entries, options);
  const lines = [
    ...headerBlock(view, options),
    ...heldBlocks(plan.held, frame),
    ...entryBlocks(plan, entries, frame, { noise: view.noise ?? [] }),
    ...relistedBlock(view.noise ?? [], entries, frame),
    ...noticeBlock(plan.notices, frame),
    ...(options.unmanaged === true ? unmanagedBlock(plan, frame) : []),
    ...figuresBlock(view, entries, frame),
    ...objectionBlock(plan.objections, frame),
    EMPTY_LINE,
    ...closingBlock(view, entries, frame),
  ];
  return wrap(lines, options.width);
}
