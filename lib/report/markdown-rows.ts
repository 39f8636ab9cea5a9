import type { Change, Held } from '../model/plan.ts';
import { counted } from '../text.ts';
import { classText, flagField, flagsOf, landingText, onOff, removalText } from './change-words.ts';
import { displayName, type Entry } from './entry.ts';
import { differenceText, faultText, heldWhy, settlements } from './held-words.ts';
import { cellCode, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { severityOf, techniquesOf } from './rule-facts.ts';
import type { Deed } from './symbols.ts';
import type { PlanView } from './view.ts';
import { timeText } from './words.ts';

const ICONS: Readonly<Record<Deed, string>> = {
  create: '➕',
  update: '✏️',
  rename: '🔀',
  unarchive: '♻️',
  promote: '🔼',
  demote: '🔽',
  archive: '🗄️',
};

/** A row of the table of changes: a sign, the object, what is done, and its file, or what the gate says. */
export function changeRow(
  entry: Entry,
  mentionedBy: readonly string[],
  gate?: readonly string[],
): string {
  const [deed] = entry.deeds;
  const what = [
    ...whatOf(entry),
    ...mentionedBy.map((by) => `⚠️ ${cellCode(by, LONGEST_NAME)} mentions it and may stop firing`),
  ];
  return row(
    deed === undefined ? '' : ICONS[deed],
    cellCode(displayName(entry.object, entry.name), LONGEST_NAME),
    what.join('; '),
    ...(gate ?? [pathOf(entry)]),
  );
}

/** A row of the table of what is held: the object, the difference, since when, and the ways to settle it. */
export function heldRow(held: Held, environment: PlanView['environment']): string {
  const differences = held.differences.map((difference) =>
    sentenceMarkdown(differenceText(difference, held, '→'), cellCode),
  );
  const ids = held.reason === 'duplicate-name' ? held.ids.map((id) => cellCode(id)) : [];
  const why = heldWhy(held);
  return row(
    '⚠️',
    cellCode(displayName(held.object, held.name), LONGEST_NAME),
    [
      ...differences,
      ...(held.liveTime === undefined ? [] : [timeText(held.liveTime)]),
      ...(why === undefined ? [] : [why]),
      ...(held.faults ?? []).map((fault) => sentenceMarkdown(faultText(fault), cellCode)),
      ...ids,
    ].join('; '),
    settlements(held, environment)
      .map(({ aim, how }) => `${aim}: ${sentenceMarkdown(how, cellCode)}`)
      .join('; '),
  );
}

/** A row about a rule that is as it was, but names a list that is not. */
export function listedRow(rule: string, gate: readonly string[]): string {
  return row('', cellCode(rule, LONGEST_NAME), 'names an edited list', ...gate);
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function whatOf(entry: Entry): readonly string[] {
  if (entry.removal) return [`no longer in git: ${removalText(entry)}`];
  const lands = entry.changes.some(
    ({ kind }) => kind === 'create-rule' || kind === 'unarchive-rule',
  );
  return [
    ...entry.changes.flatMap((change) => {
      const text = changeText(change);
      return text === undefined ? [] : [`${text}${undoing(change)}`];
    }),
    ...(lands
      ? [landingText(entry)]
      : flagsOf(entry).map(
          (flag) =>
            `${flagField(flag)} ${onOff(!flag.value)} → ${onOff(flag.value)}${undoing(flag)}`,
        )),
  ];
}

function undoing({ reverts }: Change): string {
  return reverts ? ' (undoes a console edit)' : '';
}

/** What one change does, flags apart. */
function changeText(change: Change): string | undefined {
  switch (change.kind) {
    case 'create-rule': {
      const severity = severityOf(change.rule);
      return [
        `new ${change.rule.multiEvent ? 'multi-event' : 'single-event'} rule`,
        ...(severity === undefined ? [] : [`severity ${cellCode(severity, LONGEST_NAME)}`]),
        ...techniquesOf(change.rule),
      ].join(', ');
    }
    case 'create-list':
      return `new ${change.list.kind} list, ${counted(change.list.lines.length, 'line')}`;
    case 'add-version': {
      const classes = classText(change);
      return classes === '' ? 'new version' : `new version: ${classes}`;
    }
    case 'rename-rule': {
      const also = classText(change);
      return `renamed from ${cellCode(change.live.name, LONGEST_NAME)}, same rule${also === '' ? '' : `; ${also}`}`;
    }
    case 'unarchive-rule':
      return 'back from the archive';
    case 'update-list':
      return change.list.description === change.live.description
        ? 'other lines'
        : 'another description or lines';
    case 'archive-rule':
    case 'set-enabled':
    case 'set-alerting':
      return undefined;
  }
}

function pathOf({ changes }: Entry): string {
  for (const change of changes) {
    if ('rule' in change) return cellCode(change.rule.path);
    if ('list' in change) return cellCode(change.list.path);
  }
  return '';
}
