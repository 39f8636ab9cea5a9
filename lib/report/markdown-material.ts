import { entriesOf, type Entry } from './entry.ts';
import { effortBlock, footer, notesBlock, refusals, unmanagedBlock } from './markdown-blocks.ts';
import { changeDiffs, heldDiffs, type MarkdownDiffs } from './markdown-diffs.ts';
import { code, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { headline } from './markdown-head.ts';
import { gateAlerts, gateCells, loudRules } from './markdown-gate.ts';
import { changeRow, heldRow, listedRow } from './markdown-rows.ts';
import { mentionsOf, warnedRules } from './mentions.ts';
import { noticeText } from './notice-words.ts';
import type { PlanView } from './view.ts';

/** All that a comment may hold, written once; how much of it is used depends on the room there is. */
export interface Material {
  readonly views: readonly PlanView[];
  readonly headline: string;
  readonly refusals: string;
  /** What the gate holds. */
  readonly alerts: string;
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
  /** The table has the columns of the gate. */
  readonly gated: boolean;
  /** Rules that only an edited list concerns. */
  readonly listedRows: readonly string[];
  readonly warned: ReadonlySet<string>;
  readonly rowOf: (entry: Entry) => string;
}

/** Writes everything that the comment is made of. */
export function materialOf(views: readonly PlanView[]): Material {
  return {
    views,
    headline: headline(views),
    refusals: refusals(views),
    alerts: gateAlerts(views),
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

function tablesOf(view: PlanView): Tables {
  const { plan, environment, noise = [] } = view;
  const noiseOf = new Map(noise.map((one) => [one.rule, one]));
  const gated = noise.length > 0;
  const mentionedBy = mentionsOf(plan);
  const entries = entriesOf(plan);
  const changed = new Set(
    entries.filter(({ object }) => object === 'rule').map(({ name }) => name),
  );
  const written = new Map<Entry, string>();
  return {
    environment: code(environment.name, LONGEST_NAME),
    heldRows: plan.held.map((held) => heldRow(held, environment)),
    entries,
    gated,
    listedRows: noise
      .filter(({ rule }) => !changed.has(rule))
      .map((one) => listedRow(one.rule, gateCells(one))),
    warned: new Set([...warnedRules(plan), ...loudRules(view)]),
    // A plan of thousands shows few of its rows: each is written when it is first shown.
    rowOf: (entry) => {
      const known = written.get(entry);
      if (known !== undefined) return known;
      const row = changeRow(
        entry,
        entry.object === 'rule' ? (mentionedBy.get(entry.name) ?? []) : [],
        gated
          ? gateCells(entry.object === 'rule' ? noiseOf.get(entry.name) : undefined)
          : undefined,
      );
      written.set(entry, row);
      return row;
    },
  };
}
