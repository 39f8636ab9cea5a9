import { absentOr, fits, flag, object, text, time } from './stored-check.ts';
import type { Check } from './stored-check.ts';
import type { Micros } from './time.ts';

/** One run of a version over the past. What it is doing now follows from these times and the clock alone. */
export interface StoredHunt {
  readonly retrohuntId: string;
  readonly ruleId: string;
  readonly versionId: string;
  /** The range of events. */
  readonly from: Micros;
  readonly to: Micros;
  readonly createTime: Micros;
  /** How long it works, in microseconds, once it has begun. */
  readonly length: Micros;
  readonly cancelTime?: Micros;
  /** Its detections are stored, whether their time has come or not. */
  readonly searched: boolean;
}

/** A detection as the wire has it, but for what depends on when it is looked at. */
export interface StoredDetection {
  readonly detectionId: string;
  /** The detection time, at which it counts against the cap of its day. */
  readonly time: Micros;
  /** When it was made; absent for those of a hunt, which come as the hunt proceeds. */
  readonly createTime?: Micros;
  readonly alerting: boolean;
  readonly simulated: boolean;
  /** JSON of the wire without `createdTime`, and without `alertState` of its one element. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Detections of one version, or of one curated rule, that were stored together. */
export interface StoredBatch {
  readonly batchId: string;
  /** `ru_…`, or `ur_…` of a curated rule. */
  readonly ruleId: string;
  /** Empty for a curated rule. */
  readonly versionId: string;
  /** The hunt that found them; absent where the rule itself did. */
  readonly retrohuntId?: string;
  readonly storedTime: Micros;
  readonly detections: readonly StoredDetection[];
}

/** An error of a rule at work (backstory-v2 §3.4). */
export interface StoredError {
  readonly errorId: string;
  readonly ruleId: string;
  readonly versionId: string;
  readonly text: string;
  readonly time: Micros;
  readonly windowStart: Micros;
  readonly windowEnd: Micros;
}

/** A rule of Google's (backstory-v2 §3.5), as the wire has it. */
export interface StoredCurated {
  readonly ruleId: string;
  readonly ruleSet: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const HUNT = {
  retrohuntId: text,
  ruleId: text,
  versionId: text,
  from: time,
  to: time,
  createTime: time,
  length: time,
  cancelTime: absentOr(time),
  searched: flag,
} satisfies Record<keyof StoredHunt, Check>;

const DETECTION = {
  detectionId: text,
  time,
  createTime: absentOr(time),
  alerting: flag,
  simulated: flag,
  body: object,
} satisfies Record<keyof StoredDetection, Check>;

const BATCH = {
  batchId: text,
  ruleId: text,
  versionId: text,
  retrohuntId: absentOr(text),
  storedTime: time,
  detections: (value) => Array.isArray(value) && value.every((one) => fits(one, DETECTION)),
} satisfies Record<keyof StoredBatch, Check>;

const ERROR = {
  errorId: text,
  ruleId: text,
  versionId: text,
  text,
  time,
  windowStart: time,
  windowEnd: time,
} satisfies Record<keyof StoredError, Check>;

const CURATED = { ruleId: text, ruleSet: text, body: object } satisfies Record<
  keyof StoredCurated,
  Check
>;

export function isHunt(value: unknown): value is StoredHunt {
  return fits(value, HUNT);
}

export function isBatch(value: unknown): value is StoredBatch {
  return fits(value, BATCH);
}

export function isError(value: unknown): value is StoredError {
  return fits(value, ERROR);
}

export function isCurated(value: unknown): value is StoredCurated {
  return fits(value, CURATED);
}
