import { UserError } from '../errors.ts';
import type { StoredRecord } from '../ports/keep.ts';
import { visibleLine } from '../text.ts';
import { absentOr, fits, flag, pairs, text, texts, time } from './stored-check.ts';
import type { Check } from './stored-check.ts';
import { isBatch, isCurated, isError, isHunt } from './stored-past.ts';
import type { StoredBatch, StoredCurated, StoredError, StoredHunt } from './stored-past.ts';
import type { Micros } from './time.ts';

/** What belongs to a rule as a whole, whatever its versions (backstory-v2 §3.1). */
export interface StoredRule {
  readonly ruleId: string;
  readonly live: boolean;
  readonly alerting: boolean;
  readonly archivedTime?: Micros;
  /** When alerting last changed; the first version's time until then. */
  readonly alertingTime: Micros;
}

/** One text of a rule, never changed but for its compile state. */
export interface StoredVersion {
  readonly ruleId: string;
  readonly versionId: string;
  readonly createTime: Micros;
  readonly text: string;
  readonly name: string;
  readonly metadata: readonly (readonly [string, string])[];
  readonly multiEvent: boolean;
  readonly lists: readonly string[];
  /** The message where the stored text no longer compiles. */
  readonly compileError?: string;
}

/** Wire names of what a list's lines are, in the order of the enum. */
export const CONTENT_TYPES = ['CONTENT_TYPE_DEFAULT_STRING', 'REGEX', 'CIDR'] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

/** A reference list with the time at which its content was written (backstory-v2 §3.6). */
export interface StoredList {
  readonly name: string;
  readonly description: string;
  readonly lines: readonly string[];
  readonly contentType: ContentType;
  readonly createTime: Micros;
}

/** One thing that changes. */
export type Write =
  | { readonly kind: 'rule'; readonly value: StoredRule }
  | { readonly kind: 'version'; readonly value: StoredVersion }
  | { readonly kind: 'list'; readonly value: StoredList }
  | { readonly kind: 'hunt'; readonly value: StoredHunt }
  | { readonly kind: 'batch'; readonly value: StoredBatch }
  | { readonly kind: 'error'; readonly value: StoredError }
  | { readonly kind: 'curated'; readonly value: StoredCurated }
  | { readonly kind: 'no-rule'; readonly ruleId: string }
  | { readonly kind: 'no-version'; readonly ruleId: string; readonly versionId: string }
  | { readonly kind: 'no-list'; readonly name: string }
  | { readonly kind: 'no-hunt'; readonly retrohuntId: string }
  | { readonly kind: 'no-batch'; readonly batchId: string }
  | { readonly kind: 'no-error'; readonly errorId: string }
  | { readonly kind: 'no-curated'; readonly ruleId: string };

/** The record that keeps a change: `rule/…`, `version/…`, `hunt/…`; `null` takes it away. */
export function toRecord(write: Write): StoredRecord {
  switch (write.kind) {
    case 'rule':
      return { key: `rule/${write.value.ruleId}`, value: write.value };
    case 'version':
      return { key: `version/${write.value.versionId}`, value: write.value };
    case 'list':
      return { key: `list/${write.value.name}`, value: write.value };
    case 'hunt':
      return { key: `hunt/${write.value.retrohuntId}`, value: write.value };
    case 'batch':
      return { key: `batch/${write.value.batchId}`, value: write.value };
    case 'error':
      return { key: `error/${write.value.errorId}`, value: write.value };
    case 'curated':
      return { key: `curated/${write.value.ruleId}`, value: write.value };
    case 'no-rule':
      return { key: `rule/${write.ruleId}`, value: null };
    case 'no-version':
      return { key: `version/${write.versionId}`, value: null };
    case 'no-list':
      return { key: `list/${write.name}`, value: null };
    case 'no-hunt':
      return { key: `hunt/${write.retrohuntId}`, value: null };
    case 'no-batch':
      return { key: `batch/${write.batchId}`, value: null };
    case 'no-error':
      return { key: `error/${write.errorId}`, value: null };
    case 'no-curated':
      return { key: `curated/${write.ruleId}`, value: null };
  }
}

/** The change that a kept record tells. Throws UserError where it is broken or somebody else's. */
export function readRecord({ key, value }: StoredRecord): Write {
  const slash = key.indexOf('/');
  const kind = key.slice(0, slash);
  const id = key.slice(slash + 1);
  if (value === null) {
    if (kind === 'rule') return { kind: 'no-rule', ruleId: id };
    if (kind === 'version') {
      return { kind: 'no-version', ruleId: id.slice(0, id.indexOf('@')), versionId: id };
    }
    if (kind === 'list') return { kind: 'no-list', name: id };
    if (kind === 'hunt') return { kind: 'no-hunt', retrohuntId: id };
    if (kind === 'batch') return { kind: 'no-batch', batchId: id };
    if (kind === 'error') return { kind: 'no-error', errorId: id };
    if (kind === 'curated') return { kind: 'no-curated', ruleId: id };
  }
  if (kind === 'rule' && storedRule(value) && value.ruleId === id) return { kind, value };
  if (kind === 'version' && storedVersion(value) && value.versionId === id) return { kind, value };
  if (kind === 'list' && storedList(value) && value.name === id) return { kind, value };
  if (kind === 'hunt' && isHunt(value) && value.retrohuntId === id) return { kind, value };
  if (kind === 'batch' && isBatch(value) && value.batchId === id) return { kind, value };
  if (kind === 'error' && isError(value) && value.errorId === id) return { kind, value };
  if (kind === 'curated' && isCurated(value) && value.ruleId === id) return { kind, value };
  throw new UserError(
    `the emulator's state has a record that cannot be read: "${visibleLine(key)}"`,
    {
      hint: 'the state was written by another version or changed by hand; move its folder away to start empty',
    },
  );
}

const RULE = {
  ruleId: text,
  live: flag,
  alerting: flag,
  archivedTime: absentOr(time),
  alertingTime: time,
} satisfies Record<keyof StoredRule, Check>;

const VERSION = {
  ruleId: text,
  versionId: text,
  createTime: time,
  text,
  name: text,
  metadata: pairs,
  multiEvent: flag,
  lists: texts,
  compileError: absentOr(text),
} satisfies Record<keyof StoredVersion, Check>;

const LIST = {
  name: text,
  description: text,
  lines: texts,
  contentType: (value) => CONTENT_TYPES.some((one) => one === value),
  createTime: time,
} satisfies Record<keyof StoredList, Check>;

function storedRule(value: unknown): value is StoredRule {
  return fits(value, RULE);
}

function storedVersion(value: unknown): value is StoredVersion {
  return fits(value, VERSION);
}

function storedList(value: unknown): value is StoredList {
  return fits(value, LIST);
}
