import type { Records, StoredRecord } from '../ports/keep.ts';
import { Past } from './past.ts';
import type { PastReading } from './past.ts';
import { readRecord } from './stored.ts';
import type { StoredList, StoredRule, StoredVersion, Write } from './stored.ts';

/** A rule with all its versions, newest first; there is always one. */
export interface RuleEntry {
  readonly rule: StoredRule;
  readonly versions: readonly StoredVersion[];
}

/** A rule that a call may be about, with the version it means. */
export interface Found extends RuleEntry {
  readonly version: StoredVersion;
}

/** What the tenant holds. Reads only; it changes by records alone, those loaded and those appended. */
export class EmulatorState {
  readonly #rules = new Map<string, StoredRule>();
  readonly #versions = new Map<string, readonly StoredVersion[]>();
  readonly #lists = new Map<string, StoredList>();
  readonly #past = new Past();

  /** Puts one record in force: the same way at start and after an append, so that a restart gives the same state. */
  apply(write: Write): void {
    switch (write.kind) {
      case 'rule':
        this.#rules.set(write.value.ruleId, write.value);
        return;
      case 'version':
        this.#putVersion(write.value);
        return;
      case 'list':
        this.#lists.set(write.value.name, write.value);
        return;
      case 'no-rule':
        this.#rules.delete(write.ruleId);
        return;
      case 'no-version':
        this.#dropVersion(write.ruleId, write.versionId);
        return;
      case 'no-list':
        this.#lists.delete(write.name);
        return;
      case 'hunt':
        this.#past.putHunt(write.value);
        return;
      case 'batch':
        this.#past.putBatch(write.value);
        return;
      case 'error':
        this.#past.putError(write.value);
        return;
      case 'curated':
        this.#past.putCurated(write.value);
        return;
      case 'no-hunt':
        this.#past.dropHunt(write.retrohuntId);
        return;
      case 'no-batch':
        this.#past.dropBatch(write.batchId);
        return;
      case 'no-error':
        this.#past.dropError(write.errorId);
        return;
      case 'no-curated':
        this.#past.dropCurated(write.ruleId);
        return;
    }
  }

  /**
   * All rules. A version without its rule is not one: the process ended between the two records, before anybody
   * was told of it.
   */
  rules(): readonly Found[] {
    const found: Found[] = [];
    for (const ruleId of this.#rules.keys()) {
      const entry = this.rule(ruleId);
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  /** A rule with its newest version. */
  rule(ruleId: string): Found | undefined {
    const rule = this.#rules.get(ruleId);
    const versions = this.#versions.get(ruleId) ?? [];
    const [version] = versions;
    return rule === undefined || version === undefined ? undefined : { rule, versions, version };
  }

  /** Whether anything was ever stored under this id. */
  knows(ruleId: string): boolean {
    return this.#rules.has(ruleId) || this.#versions.has(ruleId);
  }

  /** What rules came to. */
  get past(): PastReading {
    return this.#past;
  }

  lists(): readonly StoredList[] {
    return [...this.#lists.values()];
  }

  list(name: string): StoredList | undefined {
    return this.#lists.get(name);
  }

  #putVersion(version: StoredVersion): void {
    const others = this.#otherVersions(version.ruleId, version.versionId);
    this.#versions.set(
      version.ruleId,
      [version, ...others].toSorted((before, after) => after.createTime - before.createTime),
    );
  }

  #dropVersion(ruleId: string, versionId: string): void {
    const others = this.#otherVersions(ruleId, versionId);
    if (others.length === 0) this.#versions.delete(ruleId);
    else this.#versions.set(ruleId, others);
  }

  #otherVersions(ruleId: string, versionId: string): readonly StoredVersion[] {
    return (this.#versions.get(ruleId) ?? []).filter((one) => one.versionId !== versionId);
  }
}

/** The state that the records tell. Throws UserError where a record is not one of the emulator's. */
export async function loadState(records: Records): Promise<EmulatorState> {
  const last = new Map<string, StoredRecord>();
  for (const record of await records.load()) last.set(record.key, record);
  const state = new EmulatorState();
  for (const record of last.values()) state.apply(readRecord(record));
  return state;
}
