import { counted } from '../text.ts';
import { padTo } from './layout.ts';
import { capOf, figureRows, type FigureRow } from './noise-figures.ts';
import { dayParts, sparkline, thinned } from './noise-series.ts';
import type { Redact, RuleView, Standing } from './noise-view.ts';
import { rangeText } from './noise-words.ts';
import { EMPTY_LINE, line, say, type Span, type Styled, type Tone } from './styled.ts';
import { symbolsFor } from './symbols.ts';
import { thousands, type Sentence } from './words.ts';

/** How a standing is coloured; its word says the same. */
export const STANDING_TONES: Readonly<Record<Standing, Tone>> = {
  fail: 'error',
  unproven: 'error',
  warn: 'warning',
  unjudged: 'strong',
  pass: 'added',
  unmeasured: 'faint',
};

/** The range, by what it was measured, and whether that is all. */
export function measuredLines(view: RuleView, unicode: boolean): Styled {
  const { rule, comparison, gaps, method } = view;
  const range = rule.measurement?.range ?? rule.verdict?.range;
  if (range === undefined || method === undefined) return [];
  const whole = (of: 'before' | 'after'): string =>
    rule.measurement === undefined
      ? ''
      : gaps.some((gap) => gap.of === of)
        ? ', incomplete'
        : ', complete';
  return [
    line(say('  window    ', 'faint'), rangeText(range, symbolsFor(unicode).becomes)),
    line(
      say('  measured  ', 'faint'),
      `${method}: ${found(comparison?.after.count)}${whole('after')}`,
      comparison?.before === undefined
        ? ''
        : `; before ${found(comparison.before.count)}${whole('before')}`,
    ),
  ];
}

function found(count: number | undefined): string {
  return count === undefined ? 'nothing came back' : counted(count, 'detection');
}

/** The reviewed line that lets the noise pass. */
export function acceptedLine({ rule }: RuleView): Styled {
  const accepted = rule.verdict?.accepted;
  if (accepted === undefined) return [];
  const until = accepted.until.toISOString().slice(0, 10);
  return [line(say(`  accepted before ${until}: `, 'warning'), say(accepted.reason))];
}

/** The figures with their limits, as in ux §5.8. */
export function figureLines(view: RuleView, unicode: boolean): Styled {
  const rows = figureRows(view).map((row) => ({ ...row, change: ascii(row.change, unicode) }));
  if (rows.length === 0) return [];
  const head: FigureRow = {
    label: '',
    before: 'before',
    after: 'after',
    change: 'change',
    limit: '',
    note: '',
  };
  const wide = (column: 'before' | 'after' | 'change'): number =>
    Math.max(...[head, ...rows].map((row) => row[column].length)) + 3;
  const [label, before, after, change] = [26, wide('before'), wide('after'), wide('change')];
  const written = (row: FigureRow): string =>
    padTo(`  ${row.label}`, label) +
    row.before.padStart(before) +
    row.after.padStart(after) +
    row.change.padStart(change);
  return [
    EMPTY_LINE,
    line(say(written(head), 'faint')),
    ...rows.map((row) => {
      const end = endOfRow(row);
      return line(end.length === 0 ? written(row).trimEnd() : written(row), ...end);
    }),
  ];
}

function endOfRow({ limit, result, note }: FigureRow): readonly Span[] {
  if (result === undefined) return note === '' ? [] : [say(`   (${note})`, 'faint')];
  const word = result === 'within' ? 'pass' : result;
  return [say(`   limit ${limit}   `), say(word, RESULT_TONES[result])];
}

const RESULT_TONES = {
  within: 'added',
  warn: 'warning',
  accepted: 'warning',
  fail: 'error',
} as const satisfies Record<NonNullable<FigureRow['result']>, Tone>;

/** So many days fit beside each other, twice, within eighty columns. */
const DAYS = 28;

/** Detections by day as a row of letters, before and after. */
export function dayLines({ comparison }: RuleView, unicode: boolean): Styled {
  if (comparison === undefined) return [];
  const days = dayParts(comparison);
  const most = Math.max(0, ...days.map(({ before, after }) => Math.max(before, after)));
  if (most === 0) return [];
  const row = (of: 'before' | 'after'): string =>
    sparkline(
      thinned(
        days.map((day) => day[of]),
        DAYS,
      ),
      { most, unicode },
    );
  return [
    EMPTY_LINE,
    comparison.before === undefined
      ? line(say('  per day   ', 'faint'), row('after'))
      : line(
          say('  per day   before ', 'faint'),
          row('before'),
          say('   after ', 'faint'),
          row('after'),
        ),
  ];
}

const ENTITIES = 5;

/** The loudest entities and how each fared. */
export function entityLines({ comparison }: RuleView, redact: Redact): Styled {
  const rows = (comparison?.loudest ?? []).slice(0, ENTITIES);
  if (comparison === undefined || rows.length === 0) return [];
  const before = comparison.before !== undefined;
  const names = rows.map(({ entity }) => redact(entity));
  const width = Math.max(12, ...names.map((name) => name.length)) + 2;
  const head = padTo('  loudest', width + 2);
  const columns = before ? ['before', 'after', 'lost', 'gained'] : ['detections'];
  return [
    EMPTY_LINE,
    line(say(head + columns.map((one) => one.padStart(11)).join(''), 'faint')),
    ...rows.map((row, at) => {
      const counts = before ? [row.before, row.after, row.lost, row.gained] : [row.after];
      return line(
        padTo(`  ${names[at] ?? ''}`, width + 2) +
          counts.map((count) => thousands(count).padStart(11)).join(''),
      );
    }),
  ];
}

/** The cap of the service, and whether there were events at all. */
export function endLines(view: RuleView): Styled {
  const cap = capOf(view);
  const { logTypes } = view.rule.measurement ?? view.rule.verdict ?? { logTypes: [] };
  return [
    ...(cap === undefined
      ? []
      : [
          EMPTY_LINE,
          line(
            say('  cap       ', 'faint'),
            `worst day ${thousands(cap.worst)} of ${thousands(cap.cap)}`,
          ),
        ]),
    ...(logTypes.length === 0
      ? []
      : [
          line(
            say('  events    ', 'faint'),
            logTypes.map(({ logType, events }) => `${logType} ${EVENTS[events]}`).join(', '),
          ),
        ]),
  ];
}

/** What is known of the events of a log type. */
const EVENTS = { seen: 'seen', none: 'none seen', unknown: 'not known' } as const;

/** A sentence of ours with the words of others in it. */
export function spansOf(sentence: Sentence, tone: Tone): readonly Span[] {
  return sentence.map((word) => say(typeof word === 'string' ? word : word.name, tone));
}

/** A minus sign as every terminal has it. */
export function ascii(text: string, unicode: boolean): string {
  return unicode ? text : text.replaceAll('−', '-');
}
