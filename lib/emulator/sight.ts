import { scheduleHunts } from './hunt-schedule.ts';
import type { HuntTimes } from './hunt-schedule.ts';
import type { World } from './operation.ts';
import type { StoredBatch, StoredDetection, StoredHunt } from './stored-past.ts';
import { nextMicros } from './time.ts';
import type { Micros } from './time.ts';

/** A detection whose time has come. */
export interface Sighting {
  readonly detection: StoredDetection;
  readonly batch: StoredBatch;
  readonly createTime: Micros;
}

/** All detections of some rules that were made up to a time, each once, and when the next one is made. */
export interface Sight {
  readonly sightings: readonly Sighting[];
  readonly next: Micros | undefined;
}

/**
 * What has been detected by now. The detections of a hunt come one by one while it works, as far as it has got through
 * its range, and none after it was cancelled.
 */
export function look(
  world: World,
  rules: readonly string[],
  versions: ReadonlySet<string> | 'all',
): Sight {
  const { past } = world.state;
  const now = nextMicros(world.clock, undefined);
  const times = scheduleHunts(past.hunts(), world.options);
  const first = new Map<string, Sighting>();
  let next: Micros | undefined;
  for (const batch of rules.flatMap((ruleId) => past.batches(ruleId))) {
    if (versions !== 'all' && !versions.has(batch.versionId)) continue;
    const { retrohuntId = '' } = batch;
    const [hunt, huntTimes] = [past.hunt(retrohuntId), times.get(retrohuntId)];
    for (const detection of batch.detections) {
      const createTime = detection.createTime ?? madeAt(detection, batch, hunt, huntTimes);
      if (createTime === undefined) continue;
      if (createTime > now) {
        next = Math.min(next ?? createTime, createTime);
        continue;
      }
      const key = `${batch.versionId} ${detection.detectionId}`;
      const known = first.get(key);
      if (known === undefined || known.createTime > createTime) {
        first.set(key, { detection, batch, createTime });
      }
    }
  }
  return { sightings: [...first.values()], next };
}

/** Whether a detection alerts, as answers tell it. */
export function alerts({ detection, batch, createTime }: Sighting, world: World): boolean {
  const { state, options } = world;
  const rule = state.rule(batch.ruleId)?.rule;
  if (rule === undefined) return detection.alerting;
  if (options.alertState === 'current') return rule.alerting;
  // A hunt stores its detections before it makes them, and the rule may have been switched in between.
  const switched = batch.retrohuntId !== undefined && createTime >= rule.alertingTime;
  return switched ? rule.alerting && options.huntAlerts === 'raised' : detection.alerting;
}

/** When a hunt makes a detection; undefined if it was cancelled before. */
function madeAt(
  { time }: StoredDetection,
  { storedTime }: StoredBatch,
  hunt: StoredHunt | undefined,
  times: HuntTimes | undefined,
): Micros | undefined {
  if (hunt === undefined || times === undefined) return storedTime;
  const { from, to, length, cancelTime } = hunt;
  const share = Math.min(1, Math.max(0, (time - from) / (to - from)));
  const made = Math.max(storedTime, times.begin + Math.round(length * share));
  return cancelTime !== undefined && made > cancelTime ? undefined : made;
}
