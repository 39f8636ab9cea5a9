import { HUNT_SLOTS, huntLength } from './hunt-schedule.ts';
import type { HuntView } from './hunt-schedule.ts';
import { viewHunts } from './hunt-reading.ts';
import type { Message } from './message.ts';
import type { Answer, Call, Operation, World } from './operation.ts';
import { byTime, PAGE_FIELDS, takePage } from './page.ts';
import { refusal } from './refusal.ts';
import { versionById, versionsByWildcard } from './rule-id.ts';
import { searchFor } from './search.ts';
import type { Found } from './state.ts';
import type { StoredHunt } from './stored-past.ts';
import { nextMicros, timestamp } from './time.ts';
import type { Micros } from './time.ts';

/** The body of RunRetrohunt; both times are required. */
export const HUNT_RANGE = {
  start_time: { kind: 'timestamp' },
  end_time: { kind: 'timestamp' },
} as const satisfies Message;

/** The query of ListRetrohunts; without a state all are listed. */
export const LIST_HUNTS_QUERY = {
  ...PAGE_FIELDS,
  state: { kind: 'enum', names: ['STATE_UNSPECIFIED', 'RUNNING', 'DONE', 'CANCELLED'] },
} as const satisfies Message;

/** Runs a stored version, old or new, live or not, over a range of the past (backstory-v2 §4.12). */
export const runRetrohunt: Operation = (call, world) => {
  const found = versionById(call.id('versionOrRuleId'), world.state);
  if (found.rule.archivedTime !== undefined && world.options.huntArchived === 'refuse') {
    throw refusal('FAILED_PRECONDITION', `rule ${found.rule.ruleId} is archived`);
  }
  const { from, to } = readRange(call);
  const views = viewHunts(world);
  const last = Math.max(0, ...views.map(({ hunt }) => hunt.createTime));
  const now = nextMicros(world.clock, undefined);
  if (to > now && world.options.futureHunts === 'refuse') {
    throw refusal('INVALID_ARGUMENT', `end time ${timestamp(to)} is in the future`);
  }
  refuseOverSlots(views, world);
  const hunt: StoredHunt = {
    retrohuntId: unusedHuntId(world),
    ruleId: found.rule.ruleId,
    versionId: found.version.versionId,
    from,
    to,
    createTime: nextMicros(world.clock, last),
    length: huntLength(from, to, world.options),
    searched: false,
  };
  return {
    answer: huntJson({ hunt, state: 'RUNNING', progress: 0 }),
    writes: [{ kind: 'hunt', value: hunt }],
    later: searchFor(hunt, found.version, world),
  };
};

export const getRetrohunt: Operation = (call, world) => ({
  answer: huntJson(huntOfCall(call, world)),
});

/** Newest first. A bare rule id means the newest version only (backstory-v2 §4.14, §9 trap 2). */
export const listRetrohunts: Operation = (call, world) => {
  const versions = new Set(
    versionsByWildcard(call.id('wildcardVersionId'), world.state).map(
      ({ version }: Found) => version.versionId,
    ),
  );
  const asked = call.text('state');
  const wanted = ({ hunt, state }: HuntView): boolean =>
    versions.has(hunt.versionId) &&
    (asked === '' || asked === 'STATE_UNSPECIFIED' || asked === state);
  const { page, nextPageToken } = takePage(call, world.options, {
    all: viewHunts(world).filter(wanted),
    cursor: ({ hunt }) => ({ time: hunt.createTime, id: hunt.retrohuntId }),
    order: byTime,
  });
  return {
    answer: {
      ...(page.length > 0 && { retrohunts: page.map(huntJson) }),
      ...(nextPageToken !== undefined && { nextPageToken }),
    },
  };
};

/** Ends a running hunt; what it has found by then stays. Twice is refused (backstory-v2 §4.15). */
export const cancelRetrohunt: Operation = (call, world) => {
  const { hunt, state } = huntOfCall(call, world);
  if (state !== 'RUNNING') {
    throw refusal(
      'FAILED_PRECONDITION',
      `cannot transition retrohunt status from ${state} to CANCELLED`,
    );
  }
  const cancelTime = nextMicros(world.clock, hunt.createTime);
  return { answer: {}, writes: [{ kind: 'hunt', value: { ...hunt, cancelTime } }] };
};

/** The hunt that a call names. That the rule must be its own is checked by the rule's id, not the version (backstory-v2 §4.13). */
export function huntOfCall(call: Call, world: World): HuntView {
  const { rule, version } = versionById(call.id('versionOrRuleId'), world.state);
  const id = call.id('retrohuntId');
  if (!id.startsWith('oh_')) {
    throw refusal('INVALID_ARGUMENT', `provided retrohunt ID ${id} is not valid`);
  }
  const view = viewHunts(world).find(({ hunt }) => hunt.retrohuntId === id);
  if (view === undefined) throw refusal('NOT_FOUND', `retrohunt not found with ID ${id}`);
  const foreign =
    view.hunt.ruleId !== rule.ruleId ||
    (world.options.huntVersion === 'must-match' &&
      call.id('versionOrRuleId') !== rule.ruleId &&
      view.hunt.versionId !== version.versionId);
  if (!foreign) return view;
  throw refusal(
    'NOT_FOUND',
    `retrohunt with ID ${id} does not belong to rule ID ${rule.ruleId}. Provide the correct rule ID`,
  );
}

/** A hunt as the wire has it: no progress while there is none, no end while it runs (backstory-v2 §3.2). */
export function huntJson({ hunt, state, progress, ended }: HuntView): Answer {
  return {
    retrohuntId: hunt.retrohuntId,
    ruleId: hunt.ruleId,
    versionId: hunt.versionId,
    eventStartTime: timestamp(hunt.from),
    eventEndTime: timestamp(hunt.to),
    retrohuntStartTime: timestamp(hunt.createTime),
    ...(ended !== undefined && { retrohuntEndTime: timestamp(ended) }),
    state,
    ...(progress > 0 && { progressPercentage: progress }),
  };
}

/** A range that a call must bring. The texts are UNCONFIRMED (backstory-v2 §4.12). */
export function readRange(call: Call): { readonly from: Micros; readonly to: Micros } {
  for (const name of ['start_time', 'end_time']) {
    if (!call.has(name)) throw refusal('INVALID_ARGUMENT', `${name} is required`);
  }
  const range = { from: call.number('start_time'), to: call.number('end_time') };
  if (range.from >= range.to) {
    throw refusal(
      'INVALID_ARGUMENT',
      `start time ${timestamp(range.from)} is not before end time ${timestamp(range.to)}`,
    );
  }
  return range;
}

/** The text is UNCONFIRMED (backstory-v2 §5.2). */
function refuseOverSlots(views: readonly HuntView[], { options }: World): void {
  const slots = HUNT_SLOTS[options.huntSlots];
  const running = views.filter(({ state }) => state === 'RUNNING').length;
  if (options.huntsOverSlots === 'queue' || running < slots) return;
  throw refusal('RESOURCE_EXHAUSTED', `the limit of ${slots} concurrent retrohunts is reached`);
}

function unusedHuntId({ state, uuid }: World): string {
  let id = `oh_${uuid()}`;
  while (state.past.hunt(id) !== undefined) id = `oh_${uuid()}`;
  return id;
}
