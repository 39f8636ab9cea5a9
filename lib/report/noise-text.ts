import type { NoiseReport } from '../model/noise-report.ts';
import { counted } from '../text.ts';
import { countsText } from './noise-figures.ts';
import {
  acceptedLine,
  ascii,
  dayLines,
  endLines,
  entityLines,
  figureLines,
  measuredLines,
  spansOf,
  STANDING_TONES,
} from './noise-text-parts.ts';
import { noiseView, type Redact, type RuleView } from './noise-view.ts';
import { countPhrases, reasonsOf, spanText, STANDING_WORDS } from './noise-words.ts';
import { EMPTY_LINE, line, say, type Line, type Styled } from './styled.ts';
import { symbolsFor } from './symbols.ts';
import { thousands } from './words.ts';

/** What a text of a report needs to know of its terminal. */
export interface NoiseTextOptions {
  /** False keeps to ASCII signs. */
  readonly unicode: boolean;
}

/** A report for a terminal (ux §5.8): the worst rule last, where the eye is, and one sentence on all of them. */
export function noiseText(
  report: NoiseReport,
  redact: Redact,
  options: NoiseTextOptions = { unicode: true },
): Styled {
  const view = noiseView(report);
  return [
    ...view.rules
      .toReversed()
      .flatMap((rule) => [...noiseRuleText(rule, redact, options), EMPTY_LINE]),
    line(
      say(STANDING_WORDS[view.worst], STANDING_TONES[view.worst]),
      ` ${symbolsFor(options.unicode).dot} ${counted(view.rules.length, 'rule')}: ${countPhrases(view).join(', ') || 'none'}`,
    ),
  ];
}

/** One measured rule, as in ux §5.8; one line and the reason for a rule that was not measured. */
export function noiseRuleText(
  view: RuleView,
  redact: Redact,
  { unicode }: NoiseTextOptions,
): Styled {
  const { rule, standing } = view;
  const reasons = reasonsOf(view);
  return [
    line(
      say(rule.name, 'strong'),
      say(`   ${rule.what}   `, 'faint'),
      say(STANDING_WORDS[standing], STANDING_TONES[standing]),
    ),
    ...measuredLines(view, unicode),
    ...reasons.map((reason) =>
      line('  ', ...spansOf(reason, STANDING_TONES[standing] ?? 'warning')),
    ),
    ...acceptedLine(view),
    ...figureLines(view, unicode),
    ...dayLines(view, unicode),
    ...entityLines(view, redact),
    ...endLines(view),
  ];
}

/** A rule's noise on one line, below its change in a plan: `noise   118 → 31 in 14 d · lost 87, gained 0, same 31 · gate pass`. */
export function noiseLine(view: RuleView, { unicode }: NoiseTextOptions): Line {
  const { becomes, dot } = symbolsFor(unicode);
  const { comparison, standing, rule } = view;
  const range = rule.measurement?.range ?? rule.verdict?.range;
  const counts = countsText(view, becomes);
  const parts = [
    counts === undefined
      ? 'nothing came back'
      : `${counts}${range === undefined ? '' : ` in ${spanText(range.to.getTime() - range.from.getTime())}`}`,
    ...(comparison?.before === undefined ? [] : [`same ${thousands(comparison.same.length)}`]),
  ];
  return line(
    say('noise   ', 'faint'),
    `${ascii(parts.join(` ${dot} `), unicode)} ${dot} gate `,
    say(STANDING_WORDS[standing].toLowerCase(), STANDING_TONES[standing]),
  );
}
