import type { World } from './operation.ts';
import type { StoredVersion } from './stored.ts';
import type { StoredDetection } from './stored-past.ts';

/** Detections of one version in one day of UTC (backstory-v2 §5.3). */
const MOST_A_DAY = 10_000;
const DAY = 86_400e6;

/** The detections that a version still has room for, each day by itself; the rest is never made. */
export function roomForDetections(
  detections: readonly StoredDetection[],
  { ruleId, versionId }: Pick<StoredVersion, 'ruleId' | 'versionId'>,
  { state, options }: World,
): readonly StoredDetection[] {
  if (options.detectionCap === 'none') return detections;
  const days = new Map<number, Set<string>>();
  const idsOf = ({ time }: StoredDetection): Set<string> => {
    const day = Math.floor(time / DAY);
    const ids = days.get(day) ?? new Set();
    days.set(day, ids);
    return ids;
  };
  for (const batch of state.past.batches(ruleId)) {
    if (batch.versionId !== versionId) continue;
    for (const one of batch.detections) idsOf(one).add(one.detectionId);
  }
  return detections.filter((one) => {
    const ids = idsOf(one);
    if (!ids.has(one.detectionId) && ids.size >= MOST_A_DAY) return false;
    ids.add(one.detectionId);
    return true;
  });
}
