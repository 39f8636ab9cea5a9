import type { FieldDifference, Held } from '../model/plan.ts';
import { differenceText, faultText, heldWhy, isDrift, settlements } from './held-words.ts';
import { wrapLine } from './layout.ts';
import { shownName, type Frame } from './frame.ts';
import type { Line, Span, Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';
import { diffBlock } from './terminal-diff.ts';
import { beside, indented, sentenceSpans } from './terminal-words.ts';
import { timeText } from './words.ts';

/** One held object: what is different, since when, why it is left alone, and the ways to settle it. */
export function heldBlock(held: Held, frame: Frame): Styled {
  const { symbols } = frame;
  const head: Line = [say(`  ${symbols.held} `, 'held'), say(shownName(held, frame), 'strong')];
  const differences = held.differences.map((difference) =>
    differenceText(difference, held, frame.symbols.becomes),
  );
  const tail: Span[] = [
    ...differences.flatMap((sentence, index) => [
      ...(index === 0 ? [] : [say(', ')]),
      ...sentenceSpans(sentence),
    ]),
    ...(held.liveTime === undefined ? [] : [say(`   ${timeText(held.liveTime)}`, 'faint')]),
  ];
  const why = heldWhy(held);
  const ways = settlements(held, frame.environment);
  const aimColumns = Math.max(...ways.map(({ aim }) => aim.length)) + 3;
  return [
    ...beside(head, tail, { at: frame.tailColumn, width: frame.width, indent: 6 }),
    ...(why === undefined ? [] : [indented(6, say(why, 'held'))]),
    ...(held.faults ?? []).flatMap((fault) =>
      wrapLine(indented(6, ...sentenceSpans(faultText(fault))), frame.width, 8),
    ),
    ...(held.reason === 'duplicate-name' ? held.ids.map((id) => indented(6, say(id))) : []),
    ...(held.reason === 'list-kind' || held.reason === 'invalid-text'
      ? []
      : held.differences.flatMap((difference) => differenceBlock(difference, frame))),
    ...ways.flatMap(({ aim, how }) =>
      wrapLine(
        indented(6, say(`${aim}:`.padEnd(aimColumns), 'faint'), ...sentenceSpans(how)),
        frame.width,
        6 + aimColumns,
      ),
    ),
  ];
}

function differenceBlock({ field, wanted, base, live }: FieldDifference, frame: Frame): Styled {
  if (field !== 'text' && field !== 'content') return [];
  const git = typeof wanted === 'string' ? wanted : base;
  if (typeof git !== 'string' || typeof live !== 'string') return [];
  return [
    indented(
      6,
      say(
        `- as ${wanted === undefined ? 'it was given' : 'git has it'}, + as the tenant has it`,
        'faint',
      ),
    ),
    ...diffBlock(git, live, frame),
  ];
}

/** Everything that waits for a decision, before anything else: first what was changed outside chron. Never shortened. */
export function heldBlocks(held: readonly Held[], frame: Frame): Styled {
  const drift = held.filter(isDrift);
  const others = held.filter((one) => !isDrift(one));
  return [
    ...section('Changed outside chron since the last apply, and left alone', drift, frame),
    ...section('Held back', others, frame),
  ];
}

function section(title: string, held: readonly Held[], frame: Frame): Styled {
  if (held.length === 0) return [];
  return [
    EMPTY_LINE,
    line(say(title, 'held')),
    ...held.flatMap((one, index) => [
      ...(index === 0 ? [] : [EMPTY_LINE]),
      ...heldBlock(one, frame),
    ]),
  ];
}
