import type { TimeRange } from '../model/detection.ts';
import type { FigureName, Gap, GapKind, LogTypeProbe, VerdictReason } from '../model/verdict.ts';
import { counted } from '../text.ts';
import { figureOf, limitOf, type NoiseView, type RuleView, type Standing } from './noise-view.ts';
import { named, percent, type Sentence, thousands, timeText } from './words.ts';

/** How a standing is called, in a table and in a sentence. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  fail: 'FAIL',
  unproven: 'UNPROVEN',
  warn: 'WARN',
  unjudged: 'MEASURED',
  pass: 'PASS',
  unmeasured: 'NOT MEASURED',
};

/** What a standing means for whoever waits for it. */
export const STANDING_MEANING: Readonly<Record<Standing, string>> = {
  fail: 'the gate failed: at least one rule is louder than this environment bears',
  unproven: 'the gate is not passed: at least one rule could not be measured for certain',
  warn: 'the gate is passed, with warnings',
  unjudged: 'measured; no limits are set here, so nothing is judged',
  pass: 'the gate is passed: every measured rule is within its limits',
  unmeasured: 'nothing was measured',
};

/** How a figure is called and written. */
const FIGURES: Readonly<Record<FigureName, { readonly label: string; readonly as: Unit }>> = {
  detections: { label: 'detections', as: 'count' },
  'per-day': { label: 'per day, mean', as: 'mean' },
  'worst-day': { label: 'per day, worst', as: 'count' },
  'left-to-cap': { label: 'left to the daily cap', as: 'count' },
  entities: { label: 'distinct entities', as: 'count' },
  'share-of-loudest': { label: 'share of the loudest entity', as: 'share' },
  'detections-before': { label: 'detections before', as: 'count' },
  'per-day-before': { label: 'per day before, mean', as: 'mean' },
  'worst-day-before': { label: 'per day before, worst', as: 'count' },
  lost: { label: 'lost', as: 'count' },
  'share-lost': { label: 'share of detections lost', as: 'share' },
  gained: { label: 'gained', as: 'count' },
  same: { label: 'same', as: 'count' },
  'first-seen': { label: 'first-seen entities', as: 'count' },
};
type Unit = 'count' | 'mean' | 'share';

export function figureLabel(name: FigureName): string {
  return FIGURES[name].label;
}

/** `1,912`, `136.6`, `71 %`: as the figure is counted. */
export function figureText(name: FigureName, value: number): string {
  switch (FIGURES[name].as) {
    case 'count':
      return thousands(value);
    case 'mean':
      return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
    case 'share':
      return percent(value);
  }
}

const GAPS: Readonly<Record<GapKind, string>> = {
  'result-cap': 'the test run reached its limit of results, so there may be more',
  'daily-cap': 'a day reached the cap of the service, so there may have been more',
  'runtime-error': 'the rule met an error while it ran, and was blind for that time',
  'cut-stream': 'the answer broke off before its end',
  'rate-limited': 'the service kept refusing for too many requests',
  'hunt-cancelled': 'the retrohunt was cancelled before it was done',
  refused: 'the service would not run it',
  'page-lost': 'a page of detections could not be read',
  'timed-out': 'it had not ended when waiting was over',
  interrupted: 'it was interrupted',
  crashed: 'it broke off with an error',
};

/** What a measurement lacks. The detail is the service's. */
export function gapSentence({ kind, of, detail }: Gap): Sentence {
  const text = of === 'before' ? 'version before: ' : '';
  return [text, GAPS[kind], ...(detail === undefined ? [] : [': ', named(detail)])];
}

/** Why a verdict is no pass. */
export function reasonSentence(reason: VerdictReason, view: RuleView): Sentence {
  switch (reason.kind) {
    case 'over-limit':
      return overSentence(reason.figure, view);
    case 'gap':
      return gapSentence(reason.gap);
    case 'not-measured':
      return ['nothing came back, and nobody said why'];
    case 'short-range':
      return [
        `measured over ${spanText(reason.rangeMs)}, but the gate asks for ${spanText(reason.windowMs)}`,
      ];
    case 'no-events':
      return silenceSentence(reason.logTypes);
  }
}

function overSentence(figure: FigureName, view: RuleView): Sentence {
  const limit = limitOf(view, figure)?.limit;
  const value = figureOf(view, figure);
  if (value === undefined || limit === undefined) return [`${figureLabel(figure)}: over its limit`];
  const [short, bound] = [figureText(figure, value), figureText(figure, limit)];
  // 20.04 is over 20, but reads the same
  const shown = short === bound ? String(value) : short;
  return [`${figureLabel(figure)}: ${shown}, over the limit of ${bound}`];
}

function silenceSentence(logTypes: readonly LogTypeProbe[]): Sentence {
  if (logTypes.length === 0) {
    return ['no detections, and nobody knows whether there were events: that proves nothing'];
  }
  const names = logTypes.flatMap(({ logType, events }, at): Sentence => [
    at === 0 ? '' : ', ',
    named(logType),
    events === 'unknown' ? ' (could not be asked)' : '',
  ]);
  return ['no detections over no events proves nothing; none were seen of ', ...names];
}

/** Every reason of a rule in words: of its verdict, else what its measurement lacks, else why there is none. */
export function reasonsOf(view: RuleView): readonly Sentence[] {
  const { verdict, unmeasured } = view.rule;
  const reasons =
    verdict === undefined
      ? view.gaps.map(gapSentence)
      : verdict.reasons.map((reason) => reasonSentence(reason, view));
  return [...reasons, ...(unmeasured === undefined ? [] : [[named(unmeasured)]])];
}

/** `14 d`, `6 h`: whole days where they are, else with one fraction. */
export function spanText(ms: number): string {
  const hours = ms / 3_600_000;
  const [value, unit] = Math.abs(hours) < 48 && hours % 24 !== 0 ? [hours, 'h'] : [hours / 24, 'd'];
  return `${value.toLocaleString('en-US', { maximumFractionDigits: 1 })} ${unit}`;
}

/** `2026-09-04 00:00 → 2026-09-18 00:00 UTC (14 d)`. */
export function rangeText({ from, to }: TimeRange, becomes = '→'): string {
  const start = timeText(from).replace(/ UTC$/, '');
  return `${start} ${becomes} ${timeText(to)} (${spanText(to.getTime() - from.getTime())})`;
}

/** `1 fails, 2 could not be measured for certain, 38 pass`; nothing of what there is none of. */
export function countPhrases({ counts }: NoiseView): readonly string[] {
  const rows: readonly (readonly [number, string])[] = [
    [counts.fail, `${counted(counts.fail, 'rule')} too loud`],
    [counts.unproven, `${counted(counts.unproven, 'rule')} unproven`],
    [counts.warn, `${counted(counts.warn, 'rule')} with warnings`],
    [counts.unjudged, `${counted(counts.unjudged, 'rule')} measured`],
    [counts.pass, `${thousands(counts.pass)} passed`],
    [counts.unmeasured, `${thousands(counts.unmeasured)} not measured`],
  ];
  return rows.filter(([count]) => count > 0).map(([, phrase]) => phrase);
}
