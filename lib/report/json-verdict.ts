import type { Measured } from '../model/gating.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Json } from './json-writer.ts';
import type { RuleNoise } from './rule-noise.ts';
import { whySentence } from './verdict-words.ts';

/** A verdict for machines: every figure with its limit, and why it is no pass. Holds no detection and no entity. */
export function verdictJson(verdict: Verdict): Json {
  const { status, allows, by, text, range, figures, reasons, logTypes, accepted } = verdict;
  const words = whySentence(verdict)
    .map((word) => (typeof word === 'string' ? word : word.name))
    .join('');
  return {
    status,
    allows,
    by,
    textHash: text,
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    figures: figures.map((figure) => ({ ...figure })),
    reasons: reasons.map((reason) =>
      reason.kind === 'gap' ? `${reason.gap.kind} of ${reason.gap.of}` : reason.kind,
    ),
    logTypes: logTypes.map(({ logType, events }) => ({ logType, events })),
    because: words === '' ? undefined : words,
    accepted:
      accepted === undefined
        ? undefined
        : { reason: accepted.reason, until: accepted.until.toISOString() },
  };
}

/** One measurement of an apply. */
export function measuredJson({
  rule,
  purpose,
  verdict,
  holds,
  restore,
  durationMs,
}: Measured): Json {
  return { rule, purpose, holds, restore, durationMs, verdict: verdictJson(verdict) };
}

/** How one rule of a plan is measured. */
export function noiseJson({ rule, measure, waits, counts, verdict }: RuleNoise): Json {
  return {
    rule,
    measure,
    waits,
    counts,
    verdict: verdict === undefined ? undefined : verdictJson(verdict),
  };
}
