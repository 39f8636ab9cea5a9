import type { Purpose } from '../model/gating.ts';
import type { FigureName, Verdict, VerdictStatus } from '../model/verdict.ts';
import { counted } from '../text.ts';
import { ruleView } from './noise-view.ts';
import { figureText, reasonsOf, spanText } from './noise-words.ts';
import type { Tone } from './styled.ts';
import type { Sentence } from './words.ts';

/** In lower case, as they stand in a line. */
export const VERDICT_TONES: Readonly<Record<VerdictStatus, Tone>> = {
  pass: 'added',
  warn: 'warning',
  unproven: 'error',
  fail: 'error',
};

/** `retrohunt 14 d`, `test run 14 d`; what was asked, of which length. */
export function measureText({ by, range }: Pick<Verdict, 'by' | 'range'>): string {
  const ms = range.to.getTime() - range.from.getTime();
  return `${by === 'retrohunt' ? 'retrohunt' : 'test run'} ${spanText(ms)}`;
}

/** What a measurement was for, beside what it was. */
export const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  gate: '',
  evidence: ', as evidence',
  list: ', with the edited lists',
};

/**
 * The noise of a verdict in a line (ux 5.5): `118 → 31 in 14 d · lost 87, gained 0, same 31`, or
 * `44 in 14 d · 3.1 a day · 9 entities` where there was no text before. Undefined where nothing came back.
 */
export function noiseText(
  verdict: Pick<Verdict, 'figures' | 'range'>,
  { becomes, dot }: { readonly becomes: string; readonly dot: string },
): string | undefined {
  const figure = (name: FigureName): number | undefined =>
    verdict.figures.find((one) => one.name === name)?.value;
  const after = figure('detections');
  if (after === undefined) return undefined;
  const span = spanText(verdict.range.to.getTime() - verdict.range.from.getTime());
  const before = figure('detections-before');
  const text = (name: FigureName): string => figureText(name, figure(name) ?? 0);
  if (before !== undefined) {
    return `${text('detections-before')} ${becomes} ${text('detections')} in ${span} ${dot} lost ${text('lost')}, gained ${text('gained')}, same ${text('same')}`;
  }
  const perDay = figure('per-day') === undefined ? [] : [`${text('per-day')} a day`];
  const entities = figure('entities') ?? 0;
  const who = entities === 0 ? [] : [counted(entities, 'entity', 'entities')];
  return [`${text('detections')} in ${span}`, ...perDay, ...who].join(` ${dot} `);
}

/** Why a verdict is what it is; the reasons one after the other. Empty for a pass. */
export function whySentence(verdict: Verdict): Sentence {
  const rule = { name: verdict.rule, techniques: [], what: '', verdict };
  return reasonsOf(ruleView(rule)).flatMap((reason, index) =>
    index === 0 ? reason : ['; ', ...reason],
  );
}
