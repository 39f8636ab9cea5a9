import { huntEnd, viewHunts } from './hunt-reading.ts';
import type { HuntView } from './hunt-schedule.ts';
import { huntJson, huntOfCall } from './hunts.ts';
import type { Message } from './message.ts';
import type { LongOperation } from './operation.ts';
import { pauseUntil } from './pause.ts';
import { refusal } from './refusal.ts';
import { nextMicros } from './time.ts';

/** The body of WaitRetrohunt. */
export const WAIT_BODY = { timeout: { kind: 'duration' } } as const satisfies Message;

/** 3 to 300 seconds, 300 where nothing is said (backstory-v2 §4.15b). */
const LEAST_MS = 3000;
const MOST_MS = 300_000;

/** Answers once the hunt has ended. What is answered when the time is up first is UNCONFIRMED. */
export const waitRetrohunt: LongOperation = async (call, service, signal) => {
  const { world } = service;
  const asked = call.has('timeout') ? call.number('timeout') : MOST_MS;
  if ((asked < LEAST_MS || asked > MOST_MS) && world.options.waitBounds === 'refuse') {
    throw refusal('INVALID_ARGUMENT', 'timeout must be between 3s and 300s');
  }
  const timeout = Math.min(MOST_MS, Math.max(LEAST_MS, asked));
  const deadline = nextMicros(world.clock, undefined) + timeout * 1000;
  let seen = service.changes();
  let view = huntOfCall(call, world);
  const id = view.hunt.retrohuntId;
  while (view.state === 'RUNNING') {
    const now = nextMicros(world.clock, undefined);
    if (now >= deadline) {
      throw refusal(
        world.options.waitTimeout === 'unavailable' ? 'UNAVAILABLE' : 'DEADLINE_EXCEEDED',
        `timed out after ${timeout / 1000}s waiting for retrohunt ${id}`,
      );
    }
    const end = huntEnd(id, world) ?? deadline;
    // A hunt whose time is over and that still runs waits for its search, which tells by a change; never longer than asked.
    await pauseUntil(end > now ? Math.min(end, deadline) : deadline, seen, service, signal);
    seen = service.changes();
    view = again(id, viewHunts(world));
  }
  return huntJson(view);
};

function again(id: string, views: readonly HuntView[]): HuntView {
  const view = views.find(({ hunt }) => hunt.retrohuntId === id);
  if (view === undefined) throw refusal('NOT_FOUND', `retrohunt not found with ID ${id}`);
  return view;
}
