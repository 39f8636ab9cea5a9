import type { AcceptedNoise, GatePolicy } from '../model/gate.ts';
import type {
  Allowance,
  Gap,
  Measurement,
  Verdict,
  VerdictReason,
  VerdictStatus,
} from '../model/verdict.ts';
import { lengthOf } from './figures.ts';
import { isOver, verdictFigures } from './verdict-figures.ts';

/** What a verdict rests on besides the measurement and the policy. */
export interface Occasion {
  /** `meta.severity` of the text, as written. */
  readonly severity: string | undefined;
  /** Lines that accept noise count until their day is over. */
  readonly now: Date;
}

/**
 * Holds what was measured against the policy (design §5). Whatever the measurement lacks makes it unproven, never
 * quiet; what the text before lacks is only a warning, for its noise is not in question. Where the figures are over
 * their limits as far as they go, an unproven verdict allows nothing, whatever `onUnproven` says.
 */
export function judge(
  measurement: Measurement,
  policy: GatePolicy,
  { severity, now }: Occasion,
): Verdict {
  const { rule, text, by, range, logTypes } = measurement;
  const gaps = gapsOf(measurement);
  const figures = verdictFigures(measurement, policy, severity, gaps.length === 0);
  const over = figures.filter(isOver);
  const unproven = unprovenBecause(measurement, policy, gaps);
  const broken = over.some((figure) => figure.over === 'fail');
  const accepted = broken ? acceptedLine(measurement, policy, now) : undefined;
  const reasons = [
    ...unproven,
    ...over.map(({ name }): VerdictReason => ({ kind: 'over-limit', figure: name })),
    ...gaps.filter(({ of }) => of === 'before').map((gap): VerdictReason => ({ kind: 'gap', gap })),
    ...(policy.requireEvents ? [] : silentReason(measurement)),
  ];
  const tooLoud = broken && accepted === undefined;
  const status = statusOf({ unproven: unproven.length > 0, tooLoud, reasons: reasons.length > 0 });
  return {
    status,
    allows: tooLoud ? 'nothing' : allowanceOf(status, policy),
    rule,
    text,
    by,
    range,
    figures,
    reasons,
    logTypes,
    ...(accepted === undefined ? {} : { accepted }),
  };
}

/** What is known to be lacking, and the days at the cap: there may have been more (backstory-v2 §5.3). */
function gapsOf({ gaps, comparison }: Measurement): readonly Gap[] {
  const capped = (['after', 'before'] as const).flatMap((of): readonly Gap[] => {
    const figures = comparison?.[of];
    if (figures?.leftToCap !== 0 || gaps.some((gap) => gap.of === of && gap.kind === 'daily-cap')) {
      return [];
    }
    const day = figures.worstDay?.day;
    return [{ kind: 'daily-cap', of, ...(day === undefined ? {} : { detail: day }) }];
  });
  return [...gaps, ...capped];
}

function unprovenBecause(
  measurement: Measurement,
  policy: GatePolicy,
  gaps: readonly Gap[],
): readonly VerdictReason[] {
  const own = gaps.filter(({ of }) => of === 'after');
  const rangeMs = lengthOf(measurement.range);
  // an empty or upside-down range is short of any window
  const long = rangeMs >= policy.windowMs && rangeMs > 0;
  return [
    ...own.map((gap): VerdictReason => ({ kind: 'gap', gap })),
    ...(measurement.comparison === undefined && own.length === 0
      ? [{ kind: 'not-measured' } as const]
      : []),
    ...(long ? [] : [{ kind: 'short-range', rangeMs, windowMs: policy.windowMs } as const]),
    ...(policy.requireEvents ? silentReason(measurement) : []),
  ];
}

/**
 * No detections over no events prove nothing: one log type with events is enough, and one that could not be asked for
 * is none. Without `requireEvents` a rule that names no log type is taken at its word.
 */
function silentReason({ comparison, logTypes }: Measurement): readonly VerdictReason[] {
  const silent = comparison?.after.count === 0;
  const seen = logTypes.some(({ events }) => events === 'seen');
  return silent && !seen ? [{ kind: 'no-events', logTypes }] : [];
}

function acceptedLine(
  { rule, text }: Measurement,
  { accept }: GatePolicy,
  now: Date,
): AcceptedNoise | undefined {
  return accept.findLast(
    (line) => line.rule === rule && line.text === text && now.getTime() < line.until.getTime(),
  );
}

function statusOf(found: {
  readonly unproven: boolean;
  readonly tooLoud: boolean;
  readonly reasons: boolean;
}): VerdictStatus {
  if (found.unproven) return 'unproven';
  if (found.tooLoud) return 'fail';
  return found.reasons ? 'warn' : 'pass';
}

/** `onUnproven: warn` lets a version be enabled, never alert (design §5). */
function allowanceOf(status: VerdictStatus, { onUnproven }: GatePolicy): Allowance {
  switch (status) {
    case 'pass':
    case 'warn':
      return 'alerting';
    case 'unproven':
      return onUnproven === 'warn' ? 'enabling' : 'nothing';
    case 'fail':
      return 'nothing';
  }
}
