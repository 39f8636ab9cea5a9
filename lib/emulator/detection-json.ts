import type { Detection } from '../model/detection.ts';
import { hashId } from './hash-id.ts';
import type { Answer } from './operation.ts';
import type { StoredVersion } from './stored.ts';
import type { StoredDetection } from './stored-past.ts';
import { micros, timestamp } from './time.ts';
import type { Micros } from './time.ts';

type Version = Pick<
  StoredVersion,
  'ruleId' | 'versionId' | 'name' | 'metadata' | 'multiEvent' | 'createTime'
>;

/**
 * What a detector found, as it is kept. Its ids follow from what was found, so that the next hunt of the version finds
 * the same detections; equal ones of one finding are told apart by their place among each other.
 */
export function storedDetections(
  detections: readonly Detection[],
  version: Version,
  facts: Parameters<typeof storedDetection>[2],
): readonly StoredDetection[] {
  const seen = new Map<string, number>();
  return detections.map((one) => {
    const detectionId = one.detectionId ?? idOf(one, version.versionId);
    const before = seen.get(detectionId) ?? 0;
    seen.set(detectionId, before + 1);
    if (before === 0 || one.detectionId !== undefined) {
      return storedDetection({ ...one, detectionId }, version, facts);
    }
    return storedDetection(
      { ...one, detectionId: hashId('de', [detectionId, before]) },
      version,
      facts,
    );
  });
}

/** One detection, as it is kept. */
export function storedDetection(
  detection: Detection,
  version: Version,
  facts: {
    readonly alerting: boolean;
    readonly simulated: boolean;
    readonly createTime?: Micros;
  },
): StoredDetection {
  const detectionId = detection.detectionId ?? idOf(detection, version.versionId);
  const body = detectionJson(detection, version, detectionId);
  const [inner] = body.detection;
  return {
    ...facts,
    detectionId,
    time: micros(detection.detectionTime),
    body: {
      ...body,
      detection: [
        {
          ...inner,
          ruleId: version.ruleId,
          ruleVersion: version.versionId,
          urlBackToProduct: urlOf(detection, version, detectionId),
        },
      ],
    },
  };
}

/** What a detector found, as a test run says it: without ids of the rule, and never made at any time (backstory-v2 §4.16). */
export function testDetectionJson(detection: Detection, version: Version): Answer {
  return detectionJson(detection, version, detection.detectionId ?? idOf(detection, ''));
}

/** A detection as an answer has it: when it was made and whether it alerts are told as of now (backstory-v2 §3.3). */
export function shownDetection(
  { body }: StoredDetection,
  createTime: Micros,
  alerting: boolean,
): Answer {
  const inner: unknown = Array.isArray(body['detection']) ? body['detection'][0] : {};
  const alertState = alerting ? 'ALERTING' : 'NOT_ALERTING';
  return {
    ...body,
    detection: [{ ...(typeof inner === 'object' ? inner : {}), alertState }],
    createdTime: timestamp(createTime),
  };
}

function detectionJson(
  detection: Detection,
  { name, metadata, multiEvent }: Version,
  id: string,
): Answer & { readonly detection: readonly Answer[] } {
  const description = metadata.find(([key]) => key === 'description')?.[1];
  const { matches, outcomes, samples, window } = detection;
  const riskScore = detection.riskScore ?? scoreOf(detection);
  return {
    type: 'RULE_DETECTION',
    detection: [
      {
        ruleName: name,
        ...(description !== undefined && description !== '' && { description }),
        ruleType: multiEvent ? 'MULTI_EVENT' : 'SINGLE_EVENT',
        ...(matches.length > 0 && { detectionFields: matches }),
        ...(metadata.length > 0 && {
          ruleLabels: metadata.map(([key, value]) => ({ key, ...(value !== '' && { value }) })),
        }),
        ...(outcomes.length > 0 && { outcomes }),
        ...(riskScore !== undefined && riskScore !== 0 && { riskScore }),
      },
    ],
    id,
    timeWindow: {
      startTime: timestamp(micros(window.from)),
      endTime: timestamp(micros(window.to)),
    },
    ...(samples.length > 0 && {
      collectionElements: samples.map(({ label, events, entities }) => ({
        references: [
          ...events.map((event) => ({ event })),
          ...entities.map((entity) => ({ entity })),
        ],
        label,
      })),
    }),
    detectionTime: timestamp(micros(detection.detectionTime)),
  };
}

/** The outcome `risk_score` is told a second time, as a number (backstory-v2 §3.3). */
function scoreOf({ outcomes }: Detection): number | undefined {
  const score = outcomes.find(({ key }) => key === 'risk_score')?.value;
  return score !== undefined && /^-?\d{1,9}$/.test(score) ? Number(score) : undefined;
}

function idOf({ window, matches, samples, detectionTime }: Detection, versionId: string): string {
  return hashId('de', [versionId, detectionTime, window, matches, samples]);
}

function urlOf({ detectionTime }: Detection, version: Version, id: string): string {
  const time = timestamp(micros(detectionTime));
  return (
    `https://emulator.backstory.chronicle.security/ruleDetections?ruleId=${version.ruleId}` +
    `&selectedList=RuleDetectionsViewTimeline&selectedParentDetectionId=${id}` +
    `&selectedTimestamp=${time}&versionTimestamp=${timestamp(version.createTime)}`
  );
}
