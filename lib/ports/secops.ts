import type { LiveList, ReferenceList } from '../model/reference-list.ts';
import type { LiveRule, RuleVersion } from '../model/rule.ts';

/** The server's own word on a rule text. `context` is its message, for people. */
export interface Verification {
  readonly success: boolean;
  readonly context: string;
}

/**
 * What chron needs of Google SecOps, in chron's words. Every method rejects with `ApiError` where the service
 * refuses and with `ConflictError` where it stands elsewhere than `base`. Lost answers are settled inside
 * (reliability B2): a method that returns has had its effect exactly once.
 */
export interface SecOps {
  /** Whose calls these are, as far as it is known without asking: an e-mail, or `embedded`. */
  readonly identity: string;

  /** All rules, active and archived, newest versions with texts. Complete or rejected: never some pages of it. */
  listRules(): Promise<readonly LiveRule[]>;
  /** One rule, archived or not; undefined where there is none. */
  getRule(ruleId: string): Promise<LiveRule | undefined>;
  /** All versions of a rule, newest first. */
  listVersions(ruleId: string): Promise<readonly RuleVersion[]>;
  /** Asks the server whether a text compiles; stores nothing. */
  verifyRule(text: string): Promise<Verification>;

  /** Stores a new rule, disabled and not alerting. Of two rules with one name and text the earlier stays and ours is archived. */
  createRule(text: string): Promise<LiveRule>;
  /** Adds a version on top of `base`; rejects with `ConflictError` if another version came in between. */
  addVersion(ruleId: string, text: string, base: LiveRule['base']): Promise<RuleVersion>;
  setEnabled(ruleId: string, enabled: boolean): Promise<void>;
  setAlerting(ruleId: string, alerting: boolean): Promise<void>;
  /** The rule must be disabled before. */
  archiveRule(ruleId: string): Promise<void>;
  unarchiveRule(ruleId: string): Promise<void>;

  /** All reference lists, with their lines. */
  listLists(): Promise<readonly LiveList[]>;
  getList(name: string): Promise<LiveList | undefined>;
  createList(list: ReferenceList): Promise<LiveList>;
  /** Replaces lines and description; rejects with `ConflictError` if the content is no longer the one of `base`. */
  updateList(list: ReferenceList, base: LiveList['base']): Promise<LiveList>;
}
