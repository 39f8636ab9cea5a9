import type { Verdict, VerdictStatus } from '../model/verdict.ts';
import { counted } from '../text.ts';
import { cellCode, code, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { noiseHolds, type RuleNoise } from './rule-noise.ts';
import { spanText } from './noise-words.ts';
import { shortWhy } from './over-words.ts';
import { measureText, noiseText } from './verdict-words.ts';
import type { PlanView } from './view.ts';
import { thousands } from './words.ts';

const SIGNS: Readonly<Record<VerdictStatus, string>> = {
  pass: '✅',
  warn: '⚠️',
  unproven: '❔',
  fail: '❌',
};

const WORDS: Readonly<Record<VerdictStatus, string>> = {
  pass: 'passed',
  warn: 'passed with a warning',
  unproven: 'could not be measured',
  fail: 'failed',
};

/** Worst first. */
const ORDER: readonly VerdictStatus[] = ['fail', 'unproven', 'warn', 'pass'];
/** Rules that are told of above the tables. */
const MOST_ALERTS = 5;

/** ` · ❌ gate **failed**`: the worst verdict of all environments; empty where nothing was measured. */
export function gateWord(views: readonly PlanView[]): string {
  const found = new Set(
    views.flatMap(({ noise = [] }) => noise.flatMap(({ verdict }) => verdict?.status ?? [])),
  );
  const worst = ORDER.find((status) => found.has(status));
  if (worst === undefined) return '';
  return ` · ${SIGNS[worst]} ${worst === 'unproven' ? 'noise' : 'gate'} **${WORDS[worst]}**`;
}

/** What the gate would hold, and what can be done about it. Empty where it holds nothing. */
export function gateAlerts(views: readonly PlanView[]): string {
  const loud = views
    .flatMap(({ environment: { name }, noise = [] }) =>
      noise.filter(noiseHolds).map((one) => ({ environment: name, one })),
    )
    .toSorted((one, other) => rank(one.one) - rank(other.one));
  const [first] = loud;
  if (first === undefined) return '';
  const lines = loud.slice(0, MOST_ALERTS).map(({ environment, one: { rule, verdict } }) => {
    const where = code(environment, LONGEST_NAME);
    const says =
      verdict?.status === 'fail' ? `is too noisy for ${where}` : `is unproven in ${where}`;
    const said = verdict === undefined ? [] : [countText(verdict), whyText(verdict, code)];
    const why = said.filter((text) => text !== '').join('; ');
    return `> ${code(rule, LONGEST_NAME)} ${says}${why === '' ? '' : `: ${why}`}`;
  });
  const more = loud.length - lines.length;
  const accept = code(`chron accept RULE --env ${first.environment} --reason …`, LONGEST_NAME);
  const failed = loud.some(({ one: { verdict } }) => verdict?.status === 'fail');
  return [
    '> [!CAUTION]',
    [
      ...lines,
      ...(more > 0 ? [`> … and ${thousands(more)} more, below`] : []),
      failed
        ? `> It stays as it is until it passes. Noise that is right is accepted in a reviewed line: ${accept}`
        : '> It stays as it is until it is measured, and found quiet enough.',
    ].join('\n>\n'),
  ].join('\n');
}

/** The cells of a rule in a table with the columns Detections and Gate. */
export function gateCells(noise: RuleNoise | undefined): readonly [string, string] {
  if (noise === undefined) return ['', ''];
  const { verdict, counts } = noise;
  if (verdict === undefined) return ['', '➖ measured by apply'];
  const why = whyText(verdict, cellCode);
  const found = noiseText(verdict, { becomes: '→', dot: '·' });
  return [
    found ?? '',
    [
      `${SIGNS[verdict.status]} ${WORDS[verdict.status]}${why === '' ? '' : `: ${why}`}`,
      ...(verdict.status === 'pass' ? [measureText(verdict)] : []),
      ...(counts ? [] : ['measured again by apply']),
    ].join('; '),
  ];
}

/** Rules of which the gate holds something: their rows are never left out. */
export function loudRules({ noise = [] }: Pick<PlanView, 'noise'>): readonly string[] {
  return noise.filter(noiseHolds).map(({ rule }) => rule);
}

/** `1,912 detections in 14 d`; empty where they are not what is wrong. */
function countText(verdict: Verdict): string {
  if (verdict.status !== 'fail') return '';
  const found = verdict.figures.find(({ name }) => name === 'detections')?.value;
  const ms = verdict.range.to.getTime() - verdict.range.from.getTime();
  return found === undefined ? '' : `${counted(found, 'detection')} in ${spanText(ms)}`;
}

function whyText(verdict: Verdict, name: typeof code): string {
  return sentenceMarkdown(shortWhy(verdict), name);
}

function rank({ verdict }: RuleNoise): number {
  return verdict === undefined ? ORDER.length : ORDER.indexOf(verdict.status);
}
