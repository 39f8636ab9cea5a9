import { entriesOf, type Entry } from './entry.ts';
import {
  effortBlock,
  footer,
  noticeLines,
  notesBlock,
  refusals,
  unmanagedBlock,
} from './markdown-blocks.ts';
import { changeDiffs, heldDiffs, type MarkdownDiffs } from './markdown-diffs.ts';
import { code, LONGEST_NAME } from './markdown-escape.ts';
import { headline } from './markdown-head.ts';
import { gateAlerts, gateCells, loudRules } from './markdown-gate.ts';
import { changeRow, heldRow, listedRow } from './markdown-rows.ts';
import { mentionsOf, warnedRules } from './mentions.ts';
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
    warnings: noticeLines(views, 'warning').map((line) => `> ${line}`),
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
  const { plan, environment, noise = [], files } = view;
  const noiseOf = new Map(noise.map((one) => [one.rule, one]));
  const gated = noise.length > 0;
  const mentionedBy = mentionsOf(plan);
  const loud = new Set(loudRules(view));
  const isLoud = ({ object, name }: Entry): boolean => object === 'rule' && loud.has(name);
  const all = entriesOf(plan);
  // What the gate holds comes first: it is what a reviewer must decide about.
  const entries = [...all.filter(isLoud), ...all.filter((entry) => !isLoud(entry))];
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
    warned: new Set([...warnedRules(plan), ...loud]),
    // A plan of thousands shows few of its rows: each is written when it is first shown.
    rowOf: (entry) => {
      const known = written.get(entry);
      if (known !== undefined) return known;
      const row = changeRow(
        entry,
        entry.object === 'rule' ? (mentionedBy.get(entry.name) ?? []) : [],
        {
          ...(gated
            ? { gate: gateCells(entry.object === 'rule' ? noiseOf.get(entry.name) : undefined) }
            : {}),
          ...(files === undefined ? {} : { files }),
        },
      );
      written.set(entry, row);
      return row;
    },
  };
}
