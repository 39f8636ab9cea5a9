import type { Tier, Environment } from './environment.ts';
import type { LiveList, ListFile } from './reference-list.ts';
import type { LiveRule, Rule, Deployment } from './rule.ts';
import type { AssumedField, Memory } from './memory.ts';

/** A rule as the tenant was last given it: from the repository at the remembered commit, or from the memory's own lines. */
export interface BaseRule {
  readonly name: string;
  /** SHA-256 hex of the straightened text. */
  readonly textHash: string;
  /** The text itself where a commit still has it; shown in differences, never needed for a decision but a rename. */
  readonly text?: string;
  readonly path?: string;
  readonly commit?: string;
  /** `meta.rule_id`, by which a renamed rule is known again. */
  readonly metaRuleId?: string;
  readonly deployment: Deployment;
  readonly archived: boolean;
  /** Fields whose base is not known since first contact (model/memory.ts): where they differ from git, that is no drift. */
  readonly assumed?: readonly AssumedField[];
  /** It was to be taken away already when the tenant was last given something (model/memory.ts): no rename starts from it. */
  readonly removed?: true;
}

/** A reference list as the tenant was last given it. */
export interface BaseList {
  readonly name: string;
  readonly contentHash: string;
  readonly list?: ListFile;
  readonly path?: string;
  readonly commit?: string;
}

/** An error in a file, with its place (counted from 1), in words that stand for themselves. */
export interface Fault {
  /** Of the diagnostic (diagnostics/diagnostic.ts), for `chron explain`. */
  readonly id: string;
  readonly message: string;
  readonly hint?: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a wanted text. */
export interface BrokenText {
  readonly faults: readonly Fault[];
  /** Its `meta` may not be what the author wrote, so nobody knows how the rule is to be deployed either. */
  readonly metaUnread?: true;
}

/** All that decides a plan. Equal inputs give an equal plan. */
export interface PlanInput {
  readonly environment: Pick<
    Environment,
    'name' | 'path' | 'tier' | 'removed' | 'drift' | 'safety' | 'gate'
  >;
  /** The repository's work tree, selected and deployed for this environment. */
  readonly wanted: { readonly rules: readonly Rule[]; readonly lists: readonly ListFile[] };
  /** What the tenant was last given. `remembered` is false on first contact: then nothing is known but what history knows. */
  readonly base: {
    readonly remembered: boolean;
    readonly rules: readonly BaseRule[];
    readonly lists: readonly BaseList[];
  };
  /** The whole tenant: active and archived rules, all lists but chron's own memory. */
  readonly live: { readonly rules: readonly LiveRule[]; readonly lists: readonly LiveList[] };
  /** For a rule name: hashes of live texts that once stood in that file's history. */
  readonly knownTexts: ReadonlyMap<string, ReadonlySet<string>>;
  /** For a list name: hashes of live contents that once stood in that file's history. */
  readonly knownLists: ReadonlyMap<string, ReadonlySet<string>>;
  /** Errors in texts of wanted rules, by name: what would need such a text is held, whatever turns the rule off is not. */
  readonly broken?: ReadonlyMap<string, BrokenText>;
  /** Files in which no rule's name can be read: any rule that seems removed or renamed may be theirs, so neither is planned. */
  readonly unreadable?: readonly Fault[];
  readonly options: PlanOptions;
}

/** What the person at the keyboard allowed or narrowed. Lists are named with their `%`. */
export interface PlanOptions {
  /** Only these rules (and the lists they name); undefined is all. Never archives others. */
  readonly only?: readonly string[];
  /** Held objects whose wanted state may go over what is live. */
  readonly overwrite: readonly string[];
  readonly allowChanged?: number;
  readonly allowArchived?: number;
}

/** Facts that every change carries. */
interface ChangeFacts {
  /** Puts back what somebody changed outside chron (`drift: revert` or `--overwrite`). */
  readonly reverts: boolean;
}

/** One edit the plan would make to the service, with the state it was computed against. */
export type Change = ChangeFacts &
  (
    | { readonly kind: 'create-rule'; readonly rule: Rule }
    | { readonly kind: 'add-version'; readonly rule: Rule; readonly live: LiveRule }
    /** A new version whose text declares another name; `live.name` is the old one. The id stays. */
    | { readonly kind: 'rename-rule'; readonly rule: Rule; readonly live: LiveRule }
    | SetFlag<'set-enabled'>
    | SetFlag<'set-alerting'>
    | { readonly kind: 'archive-rule'; readonly name: string; readonly live: LiveRule }
    | { readonly kind: 'unarchive-rule'; readonly rule: Rule; readonly live: LiveRule }
    | { readonly kind: 'create-list'; readonly list: ListFile }
    | { readonly kind: 'update-list'; readonly list: ListFile; readonly live: LiveList }
  );

interface SetFlag<Kind extends 'set-enabled' | 'set-alerting'> {
  readonly kind: Kind;
  /** The rule's name after the plan. */
  readonly name: string;
  readonly value: boolean;
  /** Absent for a rule that this plan creates: its id comes out of the creation. */
  readonly live?: LiveRule;
  /** Part of taking a rule away (removals come last, and not after a failure). */
  readonly removal: boolean;
}

export type ChangeKind = Change['kind'];

/**
 * One field of an object, seen three ways. `undefined` means that the object is not there on that side.
 * `text` and `content` are the whole text (a list as its file has it), and `base` is undefined too where only its
 * hash is known. Under the reason `list-kind` the values of `content` are the kinds.
 */
export interface FieldDifference {
  readonly field: 'text' | 'enabled' | 'alerting' | 'archived' | 'content' | 'exists';
  readonly base: string | boolean | undefined;
  readonly wanted: string | boolean | undefined;
  readonly live: string | boolean | undefined;
}

/** Why an object, or a field of it, is left as it is. */
export type HeldReason =
  /** base = wanted ≠ live: changed outside chron. Drift. */
  | 'changed-outside'
  /** base, wanted and live all differ. Drift, and git moved too. */
  | 'conflict'
  /** in base and wanted, but the tenant has it no more. Drift. */
  | 'deleted-outside'
  /** not in base, and another text or content stands under the name. */
  | 'somebody-elses'
  /** no memory, and the flags differ. */
  | 'first-contact'
  /** several active live rules declare the name. */
  | 'duplicate-name'
  /** removed in git, but its live text is not the one we gave. */
  | 'removed-but-edited'
  /** may not be enabled or alert while its text is held. */
  | 'text-held'
  /** the service no longer compiles the text that would be enabled. */
  | 'compile-failed'
  /** the text in git has errors. Gives exit 3, not 4. */
  | 'invalid-text'
  /** it seems removed or renamed, but a file whose rule nobody knows may be it. Gives exit 3, not 4. */
  | 'name-unreadable'
  /** the kind of a list cannot be changed through the API. */
  | 'list-kind';

/** An object, or some fields of it, that the plan leaves alone until somebody decides. Gives exit 4, or 3 where files in git are wrong. */
export interface Held {
  readonly object: 'rule' | 'list';
  readonly name: string;
  readonly reason: HeldReason;
  readonly differences: readonly FieldDifference[];
  /** What the tenant calls it, where git has renamed it since. */
  readonly liveName?: string;
  /** Ids on the service that are concerned. */
  readonly ids: readonly string[];
  /** When the live side was last written, where the service says. */
  readonly liveTime?: Date;
  /** Of `invalid-text`: what is wrong with the text. */
  readonly faults?: readonly Fault[];
}

/** Something the reader should know that changes nothing. */
export type Notice =
  | { readonly kind: 'list-not-declared'; readonly name: string }
  | { readonly kind: 'removed-kept'; readonly name: string; readonly ruleId: string }
  | {
      readonly kind: 'compile-failed';
      readonly name: string;
      readonly ruleId: string;
      readonly message: string;
    }
  /** The name of a rule that is archived or renamed stands in another rule's text: a composite would stop firing. */
  | {
      readonly kind: 'mentioned';
      readonly name: string;
      readonly becomes: 'archived' | 'renamed' | 'disabled';
      readonly by: string;
    }
  /** A file whose rule is not known; gives exit 3. */
  | ({ readonly kind: 'rule-unreadable' } & Fault)
  /** Something in the text of a rule that chron does not know and the service accepts. */
  | ({ readonly kind: 'unknown-but-accepted'; readonly name: string } & Fault)
  | { readonly kind: 'match-hits-nothing'; readonly path: string; readonly line: number }
  /** A data table of `rules/tables/`, which no call of API v2 stores: the tenant must have it otherwise. */
  | {
      readonly kind: 'table-not-sent';
      readonly name: string;
      readonly path: string;
      /** That name it, sorted; never empty. */
      readonly rules: readonly string[];
    }
  | { readonly kind: 'memory-unreadable'; readonly detail: string }
  | { readonly kind: 'first-contact' };

/** A safety limit or quota that the plan would break: apply refuses the whole plan (exit 4). */
export type Objection =
  | {
      readonly kind: 'max-changed' | 'max-archived';
      readonly count: number;
      readonly of: number;
      /** 0 to 1. */
      readonly limit: number;
    }
  | {
      readonly kind: 'quota-enabled' | 'quota-multi-event';
      readonly after: number;
      readonly limit: number;
      readonly tier: Tier;
    };

/** The ordered list of changes, with what is held and what is only reported. */
export interface Plan {
  readonly environment: string;
  readonly changes: readonly Change[];
  readonly held: readonly Held[];
  readonly notices: readonly Notice[];
  readonly objections: readonly Objection[];
  readonly counts: {
    /** Wanted rules of this environment. */
    readonly wanted: number;
    /** Wanted rules with nothing to do and nothing held. */
    readonly unchanged: number;
    /** Live, not archived rules that neither base nor wanted knows, by name. */
    readonly unmanaged: readonly string[];
    readonly listsWanted: number;
  };
  readonly quota: {
    readonly tier: Tier;
    readonly enabled: QuotaUse;
    readonly multiEvent: QuotaUse;
  };
  /** What the tenant should remember object by object if nothing more is done: whatever is not in step. */
  readonly standing: Memory['objects'];
}

export interface QuotaUse {
  readonly before: number;
  readonly after: number;
  readonly limit: number;
}
