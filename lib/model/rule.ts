/** Whether a rule runs on new events ("live" in Backstory) and whether its detections alert. */
export interface Deployment {
  readonly enabled: boolean;
  readonly alerting: boolean;
}

/** How a rule lands on the service, and how it comes back from the archive. */
export const LANDING: Deployment = { enabled: false, alerting: false };

/** What the header of a rule text says: its declared name, its `meta:` section, and what it leans on. */
export interface RuleFacts {
  /** From the tokens of `rule NAME {`, never from a comment or a file name. */
  readonly name: string;
  /** Values of `meta:` by key, in the order of the text. */
  readonly meta: ReadonlyMap<string, string>;
  /** Has a `match:` section, so it counts against the multi-event quota (backstory-v2 §3.1). */
  readonly multiEvent: boolean;
  /** Reference lists that the text names with `%name`, sorted, each once. */
  readonly lists: readonly string[];
}

/** A rule file of the repository, read once. `text` is straightened (lib/text.ts), `path` posix and relative to the top of the work tree. */
export interface RuleFile extends RuleFacts {
  readonly path: string;
  readonly text: string;
}

/** A rule as the repository wants it in one environment. */
export interface Rule extends RuleFile {
  readonly deployment: Deployment;
}

/** One immutable text of a rule on the service (v1 calls it a revision). */
export interface RuleVersion {
  readonly ruleId: string;
  /** `ru_…@v_{seconds}_{nanos}`; opaque, never rebuilt from numbers (backstory-v2 §2). */
  readonly versionId: string;
  readonly name: string;
  readonly text: string;
  readonly createTime: Date;
}

/** A rule as the service has it: its newest version and its state. */
export interface LiveRule {
  readonly ruleId: string;
  readonly name: string;
  readonly version: RuleVersion;
  readonly deployment: Deployment;
  readonly archived: boolean;
  readonly multiEvent: boolean;
  readonly compileState: 'succeeded' | 'failed';
  /** The service's message where it no longer compiles the stored text. */
  readonly compileError?: string;
  /** What a write must be made against; opaque, compared for equality only. */
  readonly base: string;
}
