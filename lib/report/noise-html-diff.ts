import { diffText, type DiffLine } from '../plan/text-diff.ts';
import { cutText, diffRows, type DiffRow } from './diff-cut.ts';
import { cutEnd } from './layout.ts';
import { html, preformatted, type Html } from './noise-html-escape.ts';
import type { RuleView } from './noise-view.ts';

const [DIFF_LINES, LONGEST_LINE] = [60, 300];

/** What differs between the text before and the text measured; undefined where there is nothing to show. */
export function diffBlock({ rule }: RuleView): Html | undefined {
  if (rule.before === undefined || rule.after === undefined) return undefined;
  const rows = diffRows(diffText(rule.before, rule.after, 2), DIFF_LINES);
  if (rows.length === 0) return undefined;
  return html`<div>
    <h3>What changed in the text</h3>
    <pre
      class="diff"
      tabindex="0"
      aria-label="difference of the texts"
    ><code>${rows.map(diffRow)}</code></pre>
  </div>`;
}

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

function diffRow(row: DiffRow): Html {
  switch (row.kind) {
    case 'gap':
      return html`<span class="gap">⋯</span>`;
    case 'cut':
      return html`<span class="gap">⋯ ${cutText(row.lines)}</span>`;
    case 'line':
      return html`<span class="${row.line.kind}"
        >${SIGNS[row.line.kind]} ${wordsOf(row.line)}</span
      >`;
  }
}

/** A line much longer than a rule's is cut; what has changed in it is marked. */
function wordsOf({ words }: DiffLine): readonly Html[] {
  let room = LONGEST_LINE;
  return words.flatMap(({ text, changed }) => {
    if (room <= 0) return [];
    const shown = preformatted(cutEnd(text, room, '…'));
    room -= text.length;
    return [changed ? html`<mark>${shown}</mark>` : shown];
  });
}
