import * as z from 'zod';
import type { Detection, DetectionField, DetectionSample, UdmEvent } from '../model/detection.ts';
import type { Page } from './backstory-v2.ts';
import { amount, many, wireObject, words } from './loose.ts';
import { timeIn } from './timestamp.ts';

/** A UDM event or entity, as it was parsed from JSON: its fields are the business of whoever asks for them. */
const event = z.custom<UdmEvent>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const field = wireObject({ key: words, value: words, source: words }).transform(
  ({ key, value, source }): DetectionField => ({
    key,
    value,
    ...(source === '' ? {} : { source }),
  }),
);

const sample = wireObject({
  label: words,
  references: many(wireObject({ event: event.nullish(), entity: event.nullish() })),
}).transform(({ label, references }): DetectionSample => ({
  label,
  events: references.map((one) => one.event).filter((one) => one !== null && one !== undefined),
  entities: references.map((one) => one.entity).filter((one) => one !== null && one !== undefined),
}));

/** What a detection says of its rule; everything but the name is missing in a test run (backstory-v2 §3.3). */
const about = wireObject({
  ruleName: words,
  ruleId: words,
  ruleVersion: words,
  alertState: words,
  ruleType: words,
  detectionFields: many(field),
  outcomes: many(field),
  riskScore: amount,
});

/**
 * A detection of a stored version or of a test run (backstory-v2 §3.3, §4.16). `detection` has exactly one element;
 * a detection without a time is not read, since it could be counted for no day.
 */
export const wireDetection = wireObject({
  id: words,
  createdTime: words,
  detectionTime: words,
  timeWindow: wireObject({ startTime: words, endTime: words }).nullish(),
  detection: z.union([z.array(about).min(1), about]).transform((one) => one),
  collectionElements: many(sample),
}).transform((wire, context): Detection => {
  const end = timeIn(wire.timeWindow?.endTime ?? '');
  const detectionTime = timeIn(wire.detectionTime) ?? end;
  const rule = Array.isArray(wire.detection) ? wire.detection[0] : wire.detection;
  if (detectionTime === undefined || rule === undefined) {
    context.addIssue({ code: 'custom', path: ['detectionTime'], message: 'is no time' });
    return z.NEVER;
  }
  const from = timeIn(wire.timeWindow?.startTime ?? '') ?? detectionTime;
  const createdTime = timeIn(wire.createdTime);
  return {
    ruleName: rule.ruleName,
    multiEvent: rule.ruleType === 'MULTI_EVENT',
    detectionTime,
    window: { from, to: end ?? detectionTime },
    matches: rule.detectionFields,
    outcomes: rule.outcomes,
    samples: wire.collectionElements,
    ...(wire.id === '' ? {} : { detectionId: wire.id }),
    ...(rule.ruleId === '' ? {} : { ruleId: rule.ruleId }),
    ...(rule.ruleVersion === '' ? {} : { versionId: rule.ruleVersion }),
    ...(rule.alertState === '' ? {} : { alerting: rule.alertState === 'ALERTING' }),
    ...(createdTime === undefined ? {} : { createdTime }),
    ...(rule.riskScore === undefined ? {} : { riskScore: rule.riskScore }),
  };
});

/** A page of detections, newest first; a short one need not be the last (backstory-v2 §4.17). */
export const wireDetectionPage = wireObject({
  detections: many(z.unknown()),
  nextPageToken: words,
}).transform(({ detections, nextPageToken }): Page => ({ items: detections, nextPageToken }));
