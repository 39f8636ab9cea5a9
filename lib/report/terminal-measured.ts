import type { Measured } from '../model/gating.ts';
import { wrapLine } from './layout.ts';
import type { Line, Styled } from './styled.ts';
import { say } from './styled.ts';
import type { ApplyLayout } from './terminal-apply.ts';
import { indented, sentenceSpans } from './terminal-words.ts';
import {
  measureText,
  noiseText,
  PURPOSE_WORDS,
  VERDICT_TONES,
  whySentence,
} from './verdict-words.ts';

/**
 * What one measurement of an apply came to: what ran, the verdict, the figures, and why it is no pass:
 * `gate  okta_mfa  retrohunt 14 d  pass  11 min   31 in 14 d · 2.2 a day`.
 */
export function measuredLine(measured: Measured, { width, symbols }: ApplyLayout): Styled {
  const { rule, verdict, purpose, durationMs, measurement } = measured;
  const noise = noiseText(verdict, symbols);
  const took = measurement === undefined ? 'as it was planned' : timeText(durationMs);
  const head: Line = [
    say('  gate  ', 'faint'),
    say(rule, 'strong'),
    say(`  ${measureText(verdict)}${PURPOSE_WORDS[purpose]}  `),
    say(verdict.status, VERDICT_TONES[verdict.status]),
    say(`  ${took}`, 'faint'),
    ...(noise === undefined ? [] : [say(`   ${noise}`)]),
  ];
  const why = whySentence(verdict);
  const accepted = verdict.accepted;
  return [
    ...wrapLine(head, width, 8),
    ...(why.length === 0 ? [] : wrapLine(indented(8, ...sentenceSpans(why)), width, 8)),
    ...(accepted === undefined
      ? []
      : wrapLine(indented(8, say(`accepted: ${accepted.reason}`, 'warning')), width, 8)),
  ];
}

function timeText(ms: number): string {
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
