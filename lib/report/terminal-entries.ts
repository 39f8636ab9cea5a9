import type { Plan } from '../model/plan.ts';
import type { Entry } from './entry.ts';
import type { Frame } from './frame.ts';
import { mentionsOf, warnedRules } from './mentions.ts';
import { leftOutText, shorten } from './shorten.ts';
import type { RuleNoise } from './rule-noise.ts';
import type { Line, Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';
import { DEEDS, DEED_LEGENDS, DEED_TONES } from './symbols.ts';
import { entryBlock, type EntryContext } from './terminal-entry.ts';
import { indented } from './terminal-words.ts';

/** What stands above the entries, and what is known of the noise of their rules. */
export interface EntriesOptions {
  readonly title?: string;
  readonly noise?: readonly RuleNoise[];
}

/** What chron will do: a legend of the signs in use, then one entry a rule or list. */
export function entryBlocks(
  plan: Plan,
  entries: readonly Entry[],
  frame: Frame,
  { title = 'chron will:', noise = [] }: EntriesOptions = {},
): Styled {
  if (entries.length === 0) return [];
  const context = contextOf(plan, frame, noise);
  const { shown, left } = shorten(entries, warnedRules(plan), frame.entryCount);
  const blocks = shown.map((entry) => entryBlock(entry, context));
  return [
    EMPTY_LINE,
    line(say(title, 'strong')),
    legend(entries, frame),
    ...blocks.flatMap((block, index) =>
      // One-liners of one kind stand close together; what has details gets room.
      index > 0 && block.length === 1 && blocks[index - 1]?.length === 1
        ? block
        : [EMPTY_LINE, ...block],
    ),
    ...(left.length === 0 ? [] : [EMPTY_LINE]),
    ...left.map((one) =>
      indented(2, say(`${frame.symbols.more} ${leftOutText(one)}`, DEED_TONES[one.deed])),
    ),
  ];
}

function legend(entries: readonly Entry[], { symbols }: Frame): Line {
  const used = new Set(entries.flatMap(({ deeds }) => deeds));
  return line(
    ...DEEDS.filter((deed) => used.has(deed)).flatMap((deed) => [
      say('  '),
      say(symbols.deeds[deed], DEED_TONES[deed]),
      say(` ${DEED_LEGENDS[deed]}`, 'faint'),
    ]),
  );
}

function contextOf(plan: Plan, frame: Frame, noise: readonly RuleNoise[]): EntryContext {
  const createdLists = plan.changes.flatMap((change) =>
    change.kind === 'create-list' ? [change.list.name] : [],
  );
  return {
    frame,
    createdLists: new Set(createdLists),
    noise: new Map(noise.map((one) => [one.rule, one])),
    mentionedBy: mentionsOf(plan),
  };
}
