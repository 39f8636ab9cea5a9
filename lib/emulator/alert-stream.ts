import type { Answer, Call, StreamOperation } from './operation.ts';
import type { Message } from './message.ts';
import { shown } from './detections.ts';
import { pauseUntil } from './pause.ts';
import { refusal } from './refusal.ts';
import type { Service } from './service.ts';
import { alerts, look } from './sight.ts';
import type { Sighting } from './sight.ts';
import { nextMicros, timestamp } from './time.ts';
import type { Micros } from './time.ts';

/** The body of StreamDetectionAlerts. */
export const ALERTS_BODY = {
  continuation_time: { kind: 'timestamp' },
  include_simulated_detections: { kind: 'bool' },
} as const satisfies Message;

/** Its query: two legacy parameters whose meaning is UNCONFIRMED, and is taken from their names (backstory-v2 §4.19). */
export const ALERTS_QUERY = {
  page_start_time: { kind: 'timestamp' },
  detection_batch_size: { kind: 'int32' },
} as const satisfies Message;

const MOST_STREAMS = 10;
const OLDEST: Micros = 168 * 3600e6;
const HEARTBEAT: Micros = 15e6;
/** Every so many heartbeats without an alert the time that is reached is told instead. */
const PROGRESS_EVERY = 4;

/** Tells of alerts until the client goes; an eleventh stream is refused with 429 (backstory-v2 §4.19). */
export const streamDetectionAlerts: StreamOperation = (call, service, signal) =>
  // A promise from here on, so that a refusal is a rejection.
  Promise.resolve().then(() => {
    const since = readSince(call, service);
    const release = service.takeStream(MOST_STREAMS);
    if (release !== undefined) {
      return { elements: alertElements(call, since, service, signal), release };
    }
    throw refusal(
      'RESOURCE_EXHAUSTED',
      `the limit of ${MOST_STREAMS} simultaneous streams is reached`,
    );
  });

/** The text is UNCONFIRMED (backstory-v2 §6). */
function readSince(call: Call, { world }: Service): Micros {
  const now = nextMicros(world.clock, undefined);
  const name = ['continuation_time', 'page_start_time'].find((one) => call.has(one));
  if (name === undefined) return now;
  const since = call.number(name);
  if (since > now) {
    throw refusal('INVALID_ARGUMENT', `continuation time ${timestamp(since)} is in the future`);
  }
  if (since < now - OLDEST) {
    throw refusal(
      'INVALID_ARGUMENT',
      `continuation time ${timestamp(since)} is more than 168 hours ago`,
    );
  }
  return since;
}

/**
 * Batches of what alerted since a time, that time included, and a heartbeat every 15 seconds without one. The first
 * element is a heartbeat that has a continuation time (backstory-v2 §9 trap 7).
 */
async function* alertElements(
  call: Call,
  start: Micros,
  service: Service,
  signal: AbortSignal,
): AsyncGenerator<Answer> {
  const { world } = service;
  const simulated = call.flag('include_simulated_detections');
  const asked = call.number('detection_batch_size');
  const size = Math.min(Number(world.options.alertBatch), asked > 0 ? asked : Infinity);
  let since = start;
  let sent = new Map<string, Micros>();
  let quiet = 0;
  let said = nextMicros(world.clock, undefined);
  yield { heartbeat: true, continuationTime: timestamp(since) };
  for (;;) {
    const { now, seen, fresh, next } = await alertsInTurn(since, sent, simulated, service);
    for (let at = 0; at < fresh.length; at += size) {
      const batch = fresh.slice(at, at + size);
      const last = at + size >= fresh.length ? now : (batch.at(-1)?.createTime ?? now);
      yield {
        continuationTime: timestamp(last),
        detections: batch.map((one) => shown(one, world)),
      };
      said = now;
      quiet = 0;
    }
    for (const one of fresh) sent.set(keyOf(one), one.createTime);
    since = Math.max(since, now);
    sent = new Map([...sent].filter(([, time]) => time >= since));
    if (now - said >= HEARTBEAT) {
      quiet += 1;
      said = now;
      yield quiet % PROGRESS_EVERY === 0
        ? { continuationTime: timestamp(now) }
        : { heartbeat: true };
    }
    await pauseUntil(Math.min(said + HEARTBEAT, next ?? Infinity), seen, service, signal);
  }
}

/** What there is to tell at a time, and how many changes there were by then. */
interface Looked {
  readonly now: Micros;
  readonly seen: number;
  readonly fresh: readonly Sighting[];
  readonly next: Micros | undefined;
}

/**
 * Looks while nothing is being kept: a detection has its time before it is kept, and who looked in between and went on
 * from now would never see it.
 */
function alertsInTurn(
  since: Micros,
  sent: ReadonlyMap<string, Micros>,
  simulated: boolean,
  service: Service,
): Promise<Looked> {
  return service.read((world) => ({
    now: nextMicros(world.clock, undefined),
    seen: service.changes(),
    ...alertsSince(since, sent, simulated, service),
  }));
}

/** What alerted and was not sent, oldest first, and when the next detection is made. */
function alertsSince(
  since: Micros,
  sent: ReadonlyMap<string, Micros>,
  simulated: boolean,
  { world }: Service,
): Pick<Looked, 'fresh' | 'next'> {
  const { state } = world;
  const rules = [
    ...state.rules().map(({ rule }) => rule.ruleId),
    ...state.past.curatedRules().map(({ ruleId }) => ruleId),
  ];
  const { sightings, next } = look(world, rules, 'all');
  const fresh = sightings
    .filter(
      (one) =>
        one.createTime >= since &&
        !sent.has(keyOf(one)) &&
        alerts(one, world) &&
        (simulated || !one.detection.simulated),
    )
    .toSorted((before, after) => before.createTime - after.createTime);
  return { fresh, next };
}

function keyOf({ batch, detection }: Sighting): string {
  return `${batch.versionId} ${detection.detectionId}`;
}
