import type { StoredBatch, StoredCurated, StoredError, StoredHunt } from './stored-past.ts';

/** What rules came to: hunts, detections, errors, and Google's own rules. Reads only, like the state it is part of. */
export interface PastReading {
  hunts(): readonly StoredHunt[];
  hunt(retrohuntId: string): StoredHunt | undefined;
  /** All batches of a rule, curated or not. */
  batches(ruleId: string): readonly StoredBatch[];
  errors(): readonly StoredError[];
  error(errorId: string): StoredError | undefined;
  curatedRules(): readonly StoredCurated[];
  curatedRule(ruleId: string): StoredCurated | undefined;
}

/** The same with the writes that put records in force. */
export class Past implements PastReading {
  readonly #hunts = new Map<string, StoredHunt>();
  readonly #batches = new Map<string, Map<string, StoredBatch>>();
  readonly #rulesOfBatches = new Map<string, string>();
  readonly #errors = new Map<string, StoredError>();
  readonly #curated = new Map<string, StoredCurated>();

  hunts(): readonly StoredHunt[] {
    return [...this.#hunts.values()];
  }

  hunt(retrohuntId: string): StoredHunt | undefined {
    return this.#hunts.get(retrohuntId);
  }

  batches(ruleId: string): readonly StoredBatch[] {
    return [...(this.#batches.get(ruleId)?.values() ?? [])];
  }

  errors(): readonly StoredError[] {
    return [...this.#errors.values()];
  }

  error(errorId: string): StoredError | undefined {
    return this.#errors.get(errorId);
  }

  curatedRules(): readonly StoredCurated[] {
    return [...this.#curated.values()];
  }

  curatedRule(ruleId: string): StoredCurated | undefined {
    return this.#curated.get(ruleId);
  }

  putHunt(hunt: StoredHunt): void {
    this.#hunts.set(hunt.retrohuntId, hunt);
  }

  dropHunt(retrohuntId: string): void {
    this.#hunts.delete(retrohuntId);
  }

  putBatch(batch: StoredBatch): void {
    const batches = this.#batches.get(batch.ruleId) ?? new Map<string, StoredBatch>();
    batches.set(batch.batchId, batch);
    this.#batches.set(batch.ruleId, batches);
    this.#rulesOfBatches.set(batch.batchId, batch.ruleId);
  }

  dropBatch(batchId: string): void {
    this.#batches.get(this.#rulesOfBatches.get(batchId) ?? '')?.delete(batchId);
    this.#rulesOfBatches.delete(batchId);
  }

  putError(error: StoredError): void {
    this.#errors.set(error.errorId, error);
  }

  dropError(errorId: string): void {
    this.#errors.delete(errorId);
  }

  putCurated(rule: StoredCurated): void {
    this.#curated.set(rule.ruleId, rule);
  }

  dropCurated(ruleId: string): void {
    this.#curated.delete(ruleId);
  }
}
