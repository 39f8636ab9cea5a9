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
  { gate, files }: { readonly gate?: readonly string[]; readonly files?: string } = {},
): string {
  const [deed] = entry.deeds;
  const what = [
    ...whatOf(entry),
    ...mentionedBy.map((by) => `⚠️ ${cellCode(by, LONGEST_NAME)} mentions it and may stop firing`),
  ];
  return row(
    deed === undefined ? '' : ICONS[deed],
    linked(cellCode(displayName(entry.object, entry.name), LONGEST_NAME), entry, files),
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

/** The name leads to its file, as the commit has it; what git no longer has leads nowhere. */
function linked(name: string, { changes }: Entry, files: string | undefined): string {
  const path = filePath(changes);
  return files === undefined || path === '' ? name : `[${name}](${files}/${addressOf(path)})`;
}

/** A path as a part of an address in which nothing ends a link: no bracket, space, pipe or angle. */
function addressOf(path: string): string {
  return path
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, escaped))
    .join('/');
}

function escaped(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}

function pathOf({ changes }: Entry): string {
  const path = filePath(changes);
  return path === '' ? '' : cellCode(path);
}

function filePath(changes: readonly Change[]): string {
  for (const change of changes) {
    if ('rule' in change) return change.rule.path;
    if ('list' in change) return change.list.path;
  }
  return '';
}
