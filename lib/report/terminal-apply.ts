import type { Outcome } from '../model/outcome.ts';
import type { Change } from '../model/plan.ts';
import { columnsOf, cutMiddle, wrapLine } from './layout.ts';
import { displayName, nameOf, objectOf } from './entry.ts';
import type { Line, Span, Styled } from './styled.ts';
import { say } from './styled.ts';
import { changeSign, changeVerb } from './change-words.ts';
import { DEED_TONES, type Symbols, symbolsFor } from './symbols.ts';
import { indented, sentenceSpans } from './terminal-words.ts';
import type { TextOptions } from './view.ts';
import { named } from './words.ts';

/** The columns that the lines of one apply share, known before the first change is done. */
export interface ApplyLayout {
  readonly total: number;
  readonly labelColumns: number;
  readonly width: number | undefined;
  readonly symbols: Symbols;
}

/** Room that is kept behind the dots for what became of a change. */
const OUTCOME_COLUMNS = 28;
const LONGEST_LABEL = 64;

/** Lays out the lines of an apply for all that it will do. */
export function applyLayout(
  changes: readonly Change[],
  { width, unicode }: Pick<TextOptions, 'width' | 'unicode'>,
): ApplyLayout {
  const symbols = symbolsFor(unicode);
  const room = width === undefined ? LONGEST_LABEL : Math.max(24, width - OUTCOME_COLUMNS);
  const longest = Math.max(0, ...changes.map((change) => columnsOf(labelOf(change))));
  return {
    total: changes.length,
    labelColumns: Math.min(longest, room, LONGEST_LABEL),
    width,
    symbols,
  };
}

/**
 * What became of one change, on a line of its own with a hint below where there is one:
 * ` 2/12  + okta_mfa  create ........ done  1.1 s   ru_9a…`. `number` counts from 1.
 */
export function applyLine(outcome: Outcome, number: number, layout: ApplyLayout): Styled {
  const { symbols, width, labelColumns, total } = layout;
  const { change } = outcome;
  const deed = changeSign(change);
  const digits = String(total).length;
  const counter = `${String(number).padStart(digits + 1)}/${total}  `;
  const label = cutMiddle(labelOf(change), labelColumns, symbols.more);
  const dots = '.'.repeat(Math.max(0, labelColumns - columnsOf(label)) + 3);
  const line: Line = [
    say(counter, 'faint'),
    say(`${symbols.deeds[deed]} `, DEED_TONES[deed]),
    say(label),
    say(` ${dots} `, 'faint'),
    ...outcomeSpans(outcome),
  ];
  const hang = counter.length + 2;
  return [
    ...wrapLine(line, width, hang),
    ...(outcome.status === 'failed' && outcome.hint !== undefined
      ? wrapLine(indented(hang, ...sentenceSpans([outcome.hint])), width, hang)
      : []),
  ];
}

function labelOf(change: Change): string {
  return `${displayName(objectOf(change), nameOf(change))}  ${changeVerb(change)}`;
}

function outcomeSpans(outcome: Outcome): readonly Span[] {
  const seconds = `${(outcome.durationMs / 1000).toFixed(1)} s`;
  switch (outcome.status) {
    case 'done':
      return [
        say('done', 'added'),
        say(`  ${seconds}`),
        ...(outcome.note === undefined ? [] : [say(`   ${outcome.note}`, 'faint')]),
      ];
    case 'failed':
      return [
        say('FAILED', 'error'),
        say(`  ${seconds}   `),
        ...sentenceSpans([named(outcome.because)]),
      ];
    case 'skipped':
      return [say('skipped', 'warning'), say(`  ${outcome.because}`)];
    case 'held':
      return [
        say('held', 'held'),
        say(`  by the gate: ${outcome.verdict.status}`),
        ...(outcome.note === undefined ? [] : [say(`   ${outcome.note}`, 'faint')]),
      ];
  }
}
