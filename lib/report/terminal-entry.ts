import type { Change } from '../model/plan.ts';
import type { LiveRule } from '../model/rule.ts';
import { listText } from '../plan/lists.ts';
import { counted } from '../text.ts';
import { classText, flagField, flagsOf, landingText, onOff, removalText } from './change-words.ts';
import type { Entry } from './entry.ts';
import { shownName, type Frame } from './frame.ts';
import { cutEnd } from './layout.ts';
import { ruleFacts } from './rule-facts.ts';
import type { RuleNoise } from './rule-noise.ts';
import type { Line, Span, Styled } from './styled.ts';
import { say } from './styled.ts';
import { DEED_TONES } from './symbols.ts';
import { diffBlock } from './terminal-diff.ts';
import { noiseBlock } from './terminal-noise.ts';
import { beside, indented } from './terminal-words.ts';

/** What an entry must know of the rest of the plan. */
export interface EntryContext {
  readonly frame: Frame;
  /** Names of lists that this plan creates. */
  readonly createdLists: ReadonlySet<string>;
  /** How rules are measured, by name. */
  readonly noise: ReadonlyMap<string, RuleNoise>;
  /** For a rule: others that mention it and may stop firing. */
  readonly mentionedBy: ReadonlyMap<string, readonly string[]>;
}

const DETAIL = 6;

/** All that happens to one rule or list. */
export function entryBlock(entry: Entry, context: EntryContext): Styled {
  const { frame } = context;
  const [deed] = entry.deeds;
  if (deed === undefined) return [];
  const head: Line = [
    say(`  ${frame.symbols.deeds[deed]} `, DEED_TONES[deed]),
    say(shownName(entry, frame), 'strong'),
  ];
  const noise = entry.object === 'rule' ? context.noise.get(entry.name) : undefined;
  const mentions = entry.object === 'rule' ? (context.mentionedBy.get(entry.name) ?? []) : [];
  return [
    ...beside(head, tailSpans(entry, frame), {
      at: frame.tailColumn,
      width: frame.width,
      indent: DETAIL,
    }),
    ...entry.changes.flatMap((change) => changeLines(change, entry, context)),
    ...(flagsAreDetail(entry) ? flagLines(entry, frame) : []),
    ...(noise === undefined ? [] : noiseBlock(noise, frame)),
    ...mentions.map((by) =>
      indented(
        DETAIL,
        say(`${frame.symbols.held} ${by} mentions it and may stop firing`, 'warning'),
      ),
    ),
  ];
}

/** What stands beside the name: where the file is, or what the change comes to where no file says more. */
function tailSpans(entry: Entry, frame: Frame): readonly Span[] {
  if (entry.removal) return [say(`no longer in git: ${removalText(entry)}`, DEED_TONES.archive)];
  const [first] = entry.changes.filter(
    ({ kind }) => kind !== 'set-enabled' && kind !== 'set-alerting',
  );
  if (first === undefined) {
    return flagsOf(entry).flatMap((flag, index) => [
      ...(index === 0 ? [] : [say(', ')]),
      ...flagSpans(flag, frame),
    ]);
  }
  if (first.kind === 'rename-rule') {
    return [say(`renamed from ${first.live.name}`, 'renamed')];
  }
  return [say(pathOf(first)), ...classSpans(first), ...undoing(first.reverts)];
}

/** Beside the file: what the new text changes. */
function classSpans(change: Change): readonly Span[] {
  return change.kind === 'add-version' ? [say(`   ${classText(change)}`, 'faint')] : [];
}

function pathOf(change: Change): string {
  if ('rule' in change) return change.rule.path;
  return 'list' in change ? change.list.path : '';
}

/** What one change adds below its entry. Flags are said elsewhere: beside the name, or all together at the end. */
function changeLines(change: Change, entry: Entry, { frame, createdLists }: EntryContext): Styled {
  switch (change.kind) {
    case 'create-rule':
      return [
        ...beside(
          indented(DETAIL, say(ruleFacts(change.rule).join(` ${frame.symbols.dot} `))),
          [landingSpan(entry)],
          { at: 0, width: frame.width, indent: DETAIL },
        ),
        ...usesLine(change.rule.lists, createdLists),
      ];
    case 'unarchive-rule':
      return [
        ...beside(
          indented(DETAIL, say(`back from the archive   ${sameRule(change.live, frame)}`)),
          [landingSpan(entry)],
          { at: 0, width: frame.width, indent: DETAIL },
        ),
      ];
    case 'rename-rule':
      return [
        indented(
          DETAIL,
          say(`${change.rule.path}   ${sameRule(change.live, frame)}`),
          ...classOfRename(change),
          ...undoing(change.reverts),
        ),
        ...diffBlock(change.live.version.text, change.rule.text, frame),
      ];
    case 'add-version':
      return diffBlock(change.live.version.text, change.rule.text, frame);
    case 'create-list':
      return [
        indented(
          DETAIL,
          say(`${change.list.kind} list, ${counted(change.list.lines.length, 'line')}`),
        ),
      ];
    case 'update-list':
      return diffBlock(listText(change.live), listText(change.list), frame);
    case 'archive-rule':
    case 'set-enabled':
    case 'set-alerting':
      return [];
  }
}

function usesLine(lists: readonly string[], createdLists: ReadonlySet<string>): Styled {
  if (lists.length === 0) return [];
  const named = lists.map((list) => `%${list}${createdLists.has(list) ? ' (created above)' : ''}`);
  return [indented(DETAIL, say(`uses ${named.join(', ')}`))];
}

function landingSpan(entry: Entry): Span {
  const text = landingText(entry);
  return say(text, text.startsWith('will') ? 'promoted' : 'faint');
}

/** Flags stand below the entry where something else stands beside its name, and are not part of a landing. */
function flagsAreDetail({ deeds, changes, removal }: Entry): boolean {
  return (
    !removal &&
    !deeds.includes('create') &&
    !deeds.includes('unarchive') &&
    changes.some(({ kind }) => kind !== 'set-enabled' && kind !== 'set-alerting')
  );
}

function flagLines(entry: Entry, frame: Frame): Styled {
  return flagsOf(entry).map((flag) => {
    const deed = flag.value ? 'promote' : 'demote';
    return indented(
      DETAIL,
      say(`${frame.symbols.deeds[deed]} `, DEED_TONES[deed]),
      ...flagSpans(flag, frame),
    );
  });
}

function flagSpans(flag: ReturnType<typeof flagsOf>[number], { symbols }: Frame): readonly Span[] {
  return [
    say(
      `${flagField(flag)} ${onOff(!flag.value)} ${symbols.becomes} ${onOff(flag.value)}`,
      DEED_TONES[flag.value ? 'promote' : 'demote'],
    ),
    ...undoing(flag.reverts),
  ];
}

function undoing(reverts: boolean): readonly Span[] {
  return reverts ? [say('   (undoes a console edit)', 'warning')] : [];
}

/** Where more than the name changed. */
function classOfRename(change: Extract<Change, { readonly kind: 'rename-rule' }>): readonly Span[] {
  const text = classText(change);
  return text === '' ? [] : [say(`   ${text}`, 'faint')];
}

/** That the id stays; as much of it as tells it from others. */
function sameRule({ ruleId }: LiveRule, { symbols }: Frame): string {
  return `(same rule, ${cutEnd(ruleId, 12, symbols.more)})`;
}
