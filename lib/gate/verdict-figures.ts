import type { Comparison } from '../model/comparison.ts';
import { GATE_SEVERITIES, type GatePolicy } from '../model/gate.ts';
import type { Measurement, VerdictFigure } from '../model/verdict.ts';

/** More than this share from one entity is warned of, and so is losing more than that of the text before (ux 5.9). */
const [ONE_ENTITY, LOST] = [0.6, 0.3];

/** Shares of fewer detections say nothing. */
const FEW = 10;

/** Whether a figure is over its limit; at the limit it is not. */
export function isOver({ value, limit }: VerdictFigure): boolean {
  return limit !== undefined && value > limit;
}

/** The most detections a day for a severity, compared without regard to case. */
export function perDayLimit({ maxPerDay }: GatePolicy, severity: string | undefined): number {
  const known = GATE_SEVERITIES.find((one) => one === severity?.trim().toUpperCase());
  return (known === undefined ? undefined : maxPerDay[known]) ?? maxPerDay.default;
}

/** Every figure of a measurement with its limit. `whole`: nothing is lacking, so that what was lost can be held to a limit. */
export function verdictFigures(
  { comparison }: Measurement,
  policy: GatePolicy,
  severity: string | undefined,
  whole: boolean,
): readonly VerdictFigure[] {
  if (comparison === undefined) return [];
  const { after } = comparison;
  const figures: readonly VerdictFigure[] = [
    { name: 'detections', value: after.count },
    {
      name: 'per-day',
      value: after.meanPerDay,
      limit: perDayLimit(policy, severity),
      over: 'fail',
    },
    {
      name: 'worst-day',
      value: after.worstDay?.count ?? 0,
      limit: policy.maxWorstDay,
      over: 'fail',
    },
    { name: 'left-to-cap', value: after.leftToCap },
    { name: 'entities', value: after.entities },
    {
      name: 'share-of-loudest',
      value: after.shareOfLoudest,
      ...(after.count < FEW ? {} : { limit: ONE_ENTITY, over: 'warn' }),
    },
    ...comparedFigures(comparison, whole),
  ];
  return figures.filter(({ value }) => Number.isFinite(value));
}

function comparedFigures(
  { before, lost, gained, same, firstSeen }: Comparison,
  whole: boolean,
): readonly VerdictFigure[] {
  if (before === undefined) return [];
  return [
    { name: 'detections-before', value: before.count },
    { name: 'per-day-before', value: before.meanPerDay },
    { name: 'worst-day-before', value: before.worstDay?.count ?? 0 },
    { name: 'lost', value: lost.length },
    {
      name: 'share-lost',
      value: before.count === 0 ? 0 : lost.length / before.count,
      ...(whole && before.count >= FEW ? { limit: LOST, over: 'warn' } : {}),
    },
    { name: 'gained', value: gained.length },
    { name: 'same', value: same.length },
    { name: 'first-seen', value: firstSeen.length },
  ];
}
