import * as z from 'zod';
import type { TimeRange } from '../model/detection.ts';
import type { Retrohunt, RuleError } from '../model/retrohunt.ts';
import type { Page } from './backstory-v2.ts';
import { withoutPrefix } from './error-envelope.ts';
import { amount, many, wireObject, words } from './loose.ts';
import { timeIn } from './timestamp.ts';

const required = z.string().min(1);

/** A time that must be there. */
const moment = z.string().transform((text, context): Date => {
  const time = timeIn(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});

/**
 * A retrohunt (backstory-v2 §3.2). Only `state` tells whether it is over: a sample of the reference has an end time
 * while it runs. Progress is left out at 0.
 */
export const wireRetrohunt = wireObject({
  retrohuntId: required,
  ruleId: words,
  versionId: required,
  eventStartTime: moment,
  eventEndTime: moment,
  retrohuntStartTime: moment,
  retrohuntEndTime: words,
  state: words,
  progressPercentage: amount,
}).transform((wire): Retrohunt => {
  const { retrohuntId, versionId, retrohuntStartTime: startedAt } = wire;
  const state = stateOf(wire.state);
  const endedAt = timeIn(wire.retrohuntEndTime);
  const progress = Math.min(100, Math.max(0, wire.progressPercentage ?? 0));
  return {
    retrohuntId,
    ruleId: wire.ruleId === '' ? (versionId.split('@')[0] ?? '') : wire.ruleId,
    versionId,
    range: { from: wire.eventStartTime, to: wire.eventEndTime },
    state,
    progressPercent: state === 'done' ? 100 : progress,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
  };
});

/**
 * CANCELLED with one L or two (backstory-v2 §9 trap 10). A state that says that the hunt ended in another way than
 * DONE counts as cancelled, since its detections prove nothing; any other unknown one as running (§3.2).
 */
function stateOf(state: string): Retrohunt['state'] {
  const word = state.toUpperCase();
  if (word === 'DONE') return 'done';
  return /CANCEL|FAIL|ERROR|ABORT|EXPIRE|TIME/.test(word) ? 'cancelled' : 'running';
}

/** A page of retrohunts, newest first (backstory-v2 §4.14). */
export const wireRetrohuntPage = wireObject({
  retrohunts: many(z.unknown()),
  nextPageToken: words,
}).transform(({ retrohunts, nextPageToken }): Page => ({ items: retrohunts, nextPageToken }));

const execution = wireObject({
  windowStartTime: words,
  windowEndTime: words,
  ruleId: words,
  versionId: words,
});

/**
 * An error that the service met while it ran a rule (backstory-v2 §3.4). In a test run ids and time are missing, and
 * the text may be; one sample nests what was run under `metadata`.
 */
export const wireRuleError = wireObject({
  errorId: words,
  category: words,
  text: words,
  errorTime: words,
  ruleExecution: execution.nullish(),
  metadata: wireObject({ ruleExecution: execution.nullish() }).nullish(),
}).transform((wire): RuleError => {
  const run = wire.ruleExecution ?? wire.metadata?.ruleExecution ?? undefined;
  const at = timeIn(wire.errorTime);
  const window = windowOf(run);
  const text = withoutPrefix(wire.text);
  return {
    text: text === '' ? wire.category.toLowerCase().replaceAll('_', ' ') : text,
    ...(wire.errorId === '' ? {} : { errorId: wire.errorId }),
    ...(run === undefined || run.ruleId === '' ? {} : { ruleId: run.ruleId }),
    ...(run === undefined || run.versionId === '' ? {} : { versionId: run.versionId }),
    ...(at === undefined ? {} : { at }),
    ...(window === undefined ? {} : { window }),
  };
});

function windowOf(
  run: { readonly windowStartTime: string; readonly windowEndTime: string } | undefined,
): TimeRange | undefined {
  const [from, to] = [timeIn(run?.windowStartTime ?? ''), timeIn(run?.windowEndTime ?? '')];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** A page of rule errors (backstory-v2 §4.21). */
export const wireErrorPage = wireObject({
  errors: many(z.unknown()),
  nextPageToken: words,
}).transform(({ errors, nextPageToken }): Page => ({ items: errors, nextPageToken }));
