import type { Moment } from './timestamp.ts';

/** What a version id is made of: `ru_UUID@v_SECONDS_NANOS` (backstory-v2 §2). */
export interface VersionIdParts extends Moment {
  readonly ruleId: string;
}

const RULE_ID = /^ru_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const VERSION_ID = /^(.+)@v_(\d{1,12})_(\d{9})$/;

/** Whether a word has the form of a custom rule's id. For the side that hands ids out; a client takes them as they come. */
export function isRuleId(word: string): boolean {
  return RULE_ID.test(word);
}

/**
 * The version id of a rule at a moment; nanoseconds are padded to nine digits (backstory-v2 §2). Only the side that
 * makes versions may use it: a client keeps the id it was sent.
 */
export function formatVersionId({ ruleId, seconds, nanos }: VersionIdParts): string {
  return `${ruleId}@v_${seconds}_${String(nanos).padStart(9, '0')}`;
}

/** Takes a version id apart; undefined where it is none (a bare rule id, a wildcard, unpadded nanoseconds). */
export function parseVersionId(versionId: string): VersionIdParts | undefined {
  const [, ruleId, seconds, nanos] = VERSION_ID.exec(versionId) ?? [];
  if (ruleId === undefined || seconds === undefined || nanos === undefined) return undefined;
  return { ruleId, seconds: Number(seconds), nanos: Number(nanos) };
}
