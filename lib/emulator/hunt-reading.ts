import { scheduleHunts, viewHunt } from './hunt-schedule.ts';
import type { HuntView } from './hunt-schedule.ts';
import type { World } from './operation.ts';
import { nextMicros } from './time.ts';
import type { Micros } from './time.ts';

/** All hunts of the tenant as they stand now. */
export function viewHunts(world: World): readonly HuntView[] {
  const hunts = world.state.past.hunts();
  const times = scheduleHunts(hunts, world.options);
  const now = nextMicros(world.clock, undefined);
  return hunts.flatMap((hunt) => {
    const found = times.get(hunt.retrohuntId);
    return found === undefined ? [] : [viewHunt(hunt, found, now)];
  });
}

/** Whether a hunt of any version of this rule runs, which stands in the way of archiving it (backstory-v2 §4.9). */
export function huntRuns(ruleId: string, world: World): boolean {
  return viewHunts(world).some(({ hunt, state }) => state === 'RUNNING' && hunt.ruleId === ruleId);
}

/** When a hunt would end by itself. */
export function huntEnd(retrohuntId: string, { state, options }: World): Micros | undefined {
  return scheduleHunts(state.past.hunts(), options).get(retrohuntId)?.end;
}
