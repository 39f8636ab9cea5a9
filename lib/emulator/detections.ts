import { shownDetection } from './detection-json.ts';
import type { Message } from './message.ts';
import type { Answer, Call, Operation, World } from './operation.ts';
import { byTime, PAGE_FIELDS, pageCursor, takePage } from './page.ts';
import { refusal } from './refusal.ts';
import { versionById, versionsByWildcard } from './rule-id.ts';
import { alerts, look } from './sight.ts';
import type { Sighting } from './sight.ts';
import { nextMicros } from './time.ts';
import type { Micros } from './time.ts';

/** The query of ListDetections and ListCuratedRuleDetections, deprecated names too (backstory-v2 §4.17). */
export const LIST_DETECTIONS_QUERY = {
  ...PAGE_FIELDS,
  alert_state: {
    kind: 'enum',
    names: ['ALERT_STATE_UNSPECIFIED', 'NOT_ALERTING', 'ALERTING'],
  },
  start_time: { kind: 'timestamp' },
  end_time: { kind: 'timestamp' },
  list_basis: {
    kind: 'enum',
    names: ['LIST_BASIS_UNSPECIFIED', 'DETECTION_TIME', 'CREATED_TIME'],
  },
  include_simulated_detections: { kind: 'bool' },
  detection_start_time: { kind: 'timestamp' },
  detection_end_time: { kind: 'timestamp' },
} as const satisfies Message;

/** Newest first. A bare rule id means the newest version only (backstory-v2 §4.17, §9 trap 2). */
export const listDetections: Operation = (call, world) => {
  const found = versionsByWildcard(call.id('wildcardVersionId'), world.state);
  const rules = new Set(found.map(({ rule }) => rule.ruleId));
  const versions = new Set(found.map(({ version }) => version.versionId));
  return { answer: pageOfDetections(call, world, look(world, [...rules], versions).sightings) };
};

/** Detections of Google's rules, under a key of their own (backstory-v2 §4.20). */
export const listCuratedDetections: Operation = (call, world) => {
  const id = call.id('curatedRuleId');
  const { past } = world.state;
  if (id !== '-' && past.curatedRule(id) === undefined) {
    throw id.startsWith('ur_')
      ? refusal('NOT_FOUND', `rule with ID ${id} could not be found`)
      : refusal('INVALID_ARGUMENT', `provided rule ID ${id} is not valid`);
  }
  const rules = id === '-' ? past.curatedRules().map(({ ruleId }) => ruleId) : [id];
  const { detections, ...rest } = pageOfDetections(
    call,
    world,
    look(world, rules, 'all').sightings,
  );
  return {
    answer: { ...(detections !== undefined && { curatedRuleDetections: detections }), ...rest },
  };
};

/** One detection of the version, or of the newest one where only the rule is named (backstory-v2 §4.18). */
export const getDetection: Operation = (call, world) => {
  const { rule, version } = versionById(call.id('versionOrRuleId'), world.state);
  const id = call.id('detectionId');
  if (!id.startsWith('de_')) {
    throw refusal('INVALID_ARGUMENT', `provided detection ID ${id} is not valid`);
  }
  const sighting = look(world, [rule.ruleId], new Set([version.versionId])).sightings.find(
    ({ detection }) => detection.detectionId === id,
  );
  if (sighting === undefined) {
    throw refusal('NOT_FOUND', `detection with ID ${id} could not be found`);
  }
  return { answer: shown(sighting, world) };
};

/** A sighting as an answer has it. */
export function shown(sighting: Sighting, world: World): Answer {
  return shownDetection(sighting.detection, sighting.createTime, alerts(sighting, world));
}

function pageOfDetections(
  call: Call,
  world: World,
  sightings: readonly Sighting[],
): { readonly detections?: readonly Answer[]; readonly nextPageToken?: string } {
  const byCreation = call.text('list_basis') === 'CREATED_TIME';
  const basis = ({ detection, createTime }: Sighting): Micros =>
    byCreation ? createTime : detection.time;
  const pinned = pageCursor(call)?.pinned ?? nextMicros(world.clock, undefined);
  const within = withinTimes(call);
  const wanted = (sighting: Sighting): boolean =>
    sighting.createTime <= pinned &&
    within(basis(sighting), sighting.detection.time) &&
    (!sighting.detection.simulated || call.flag('include_simulated_detections')) &&
    alertsAsAsked(call.text('alert_state'), alerts(sighting, world));
  const { page, nextPageToken } = takePage(call, world.options, {
    all: sightings.filter(wanted),
    cursor: (sighting) => ({ time: basis(sighting), id: sighting.detection.detectionId }),
    order: byTime,
    pinned,
  });
  return {
    ...(page.length > 0 && { detections: page.map((one) => shown(one, world)) }),
    ...(nextPageToken !== undefined && { nextPageToken }),
  };
}

/** `start_time` counts, `end_time` does not; the deprecated names always mean the detection time. */
function withinTimes(call: Call): (basis: Micros, time: Micros) => boolean {
  const from = (name: string): Micros =>
    call.has(name) ? call.number(name) : Number.NEGATIVE_INFINITY;
  const to = (name: string): Micros =>
    call.has(name) ? call.number(name) : Number.POSITIVE_INFINITY;
  return (basis, time) =>
    basis >= from('start_time') &&
    basis < to('end_time') &&
    time >= from('detection_start_time') &&
    time < to('detection_end_time');
}

function alertsAsAsked(asked: string, alerting: boolean): boolean {
  switch (asked) {
    case 'ALERTING':
      return alerting;
    case 'NOT_ALERTING':
      return !alerting;
  }
  return true;
}
