import type { Detection } from '../model/detection.ts';
import type { RuleError } from '../model/retrohunt.ts';
import { roomForDetections } from './detection-cap.ts';
import { storedDetection } from './detection-json.ts';
import type { World } from './operation.ts';
import { versionById } from './rule-id.ts';
import { storedError } from './search.ts';
import type { Service } from './service.ts';
import type { Write } from './stored.ts';
import { micros, nextMicros } from './time.ts';

/** A rule of Google's as the wire has it (backstory-v2 §3.5). */
export interface CuratedRule {
  readonly ruleId: string;
  readonly ruleSet: string;
  readonly [field: string]: unknown;
}

/** A finding of Google's: JSON of the wire without `createdTime` and `alertState` (backstory-v2 §3.3). */
export interface CuratedDetection {
  readonly detectionId: string;
  readonly detectionTime: Date;
  readonly alerting: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function addDetections(
  service: Service,
  versionOrRuleId: string,
  detections: readonly Detection[],
  facts: { readonly simulated?: boolean; readonly alerting?: boolean } = {},
): Promise<readonly string[]> {
  let ids: readonly string[] = [];
  await service.write((world) => {
    const { rule, version } = versionById(versionOrRuleId, world.state);
    const { simulated = false, alerting = rule.alerting } = facts;
    const now = nextMicros(world.clock, undefined);
    const stored = detections.map((one) => {
      const createTime = one.createdTime === undefined ? now : micros(one.createdTime);
      return storedDetection(one, version, { alerting, simulated, createTime });
    });
    const kept = roomForDetections(stored, version, world);
    ids = kept.map(({ detectionId }) => detectionId);
    const { ruleId, versionId } = version;
    return [batchWrite({ ruleId, versionId, detections: kept }, world)];
  });
  return ids;
}

export async function addRuleErrors(
  service: Service,
  versionOrRuleId: string,
  errors: readonly RuleError[],
): Promise<readonly string[]> {
  let ids: readonly string[] = [];
  await service.write((world) => {
    const { version } = versionById(versionOrRuleId, world.state);
    const now = nextMicros(world.clock, undefined);
    const stored = errors.map((one) => storedError(one, version, now));
    ids = stored.map(({ errorId }) => errorId);
    return stored.map((value): Write => ({ kind: 'error', value }));
  });
  return ids;
}

export function addCuratedDetection(
  service: Service,
  ruleId: string,
  { detectionId, detectionTime, alerting, body }: CuratedDetection,
): Promise<void> {
  return service.write((world) => {
    const createTime = nextMicros(world.clock, undefined);
    const detection = { detectionId, time: micros(detectionTime), createTime };
    const detections = [{ ...detection, alerting, simulated: false, body }];
    return [batchWrite({ ruleId, versionId: '', detections }, world)];
  });
}

/** Batches of nobody's hunt are named by chance. */
function batchWrite(
  batch: Pick<Extract<Write, { kind: 'batch' }>['value'], 'ruleId' | 'versionId' | 'detections'>,
  { clock, uuid }: World,
): Write {
  const value = { ...batch, batchId: `rule/${uuid()}`, storedTime: nextMicros(clock, undefined) };
  return { kind: 'batch', value };
}
