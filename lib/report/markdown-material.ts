import { entriesOf, type Entry } from './entry.ts';
import { effortBlock, footer, notesBlock, refusals, unmanagedBlock } from './markdown-blocks.ts';
import { changeDiffs, heldDiffs, type MarkdownDiffs } from './markdown-diffs.ts';
import { code, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { headline } from './markdown-head.ts';
import { changeRow, heldRow } from './markdown-rows.ts';
import { mentionsOf, warnedRules } from './mentions.ts';
import { noticeText } from './notice-words.ts';
import type { PlanView } from './view.ts';

/** All that a comment may hold, written once; how much of it is used depends on the room there is. */
export interface Material {
  readonly views: readonly PlanView[];
  readonly headline: string;
  readonly refusals: string;
  readonly warnings: readonly string[];
  readonly tables: readonly Tables[];
  readonly changed: MarkdownDiffs;
  readonly held: MarkdownDiffs;
  readonly effort: string;
  readonly notes: string;
  readonly unmanaged: string;
  readonly footer: string;
}

/** The rows of one environment. */
export interface Tables {
  readonly environment: string;
  readonly heldRows: readonly string[];
  readonly entries: readonly Entry[];
  readonly warned: ReadonlySet<string>;
  readonly rowOf: (entry: Entry) => string;
}

/** Writes everything that the comment is made of. */
export function materialOf(views: readonly PlanView[]): Material {
  return {
    views,
    headline: headline(views),
    refusals: refusals(views),
    warnings: views.flatMap(({ plan }) =>
      plan.notices
        .map(noticeText)
        .filter(({ level }) => level === 'warning')
        .map(({ sentence }) => `> ${sentenceMarkdown(sentence)}`),
    ),
    tables: views.map(tablesOf),
    changed: changeDiffs(views),
    held: heldDiffs(views),
    effort: effortBlock(views),
    notes: notesBlock(views),
    unmanaged: unmanagedBlock(views),
    footer: footer(views),
  };
}

function tablesOf({ plan, environment }: PlanView): Tables {
  const mentionedBy = mentionsOf(plan);
  const entries = entriesOf(plan);
  const written = new Map<Entry, string>();
  return {
    environment: code(environment.name, LONGEST_NAME),
    heldRows: plan.held.map((held) => heldRow(held, environment)),
    entries,
    warned: warnedRules(plan),
    // A plan of thousands shows few of its rows: each is written when it is first shown.
    rowOf: (entry) => {
      const known = written.get(entry);
      if (known !== undefined) return known;
      const row = changeRow(
        entry,
        entry.object === 'rule' ? (mentionedBy.get(entry.name) ?? []) : [],
      );
      written.set(entry, row);
      return row;
    },
  };
}
