/** What a first contact cannot know of a rule; one of these differs from git's until somebody decides. */
export const ASSUMED_FIELDS = ['enabled', 'alerting', 'archived'] as const;
export type AssumedField = (typeof ASSUMED_FIELDS)[number];

/**
 * How one field-wise remembered object stands: what the tenant was last given of it. Used where no commit tells
 * (dirty work tree, first contact) or where the object stands elsewhere than the remembered commit
 * (held, skipped or failed). Hashes are SHA-256 hex of the straightened text or of the list's content.
 */
export type RememberedObject =
  | {
      readonly kind: 'rule';
      readonly name: string;
      readonly textHash: string;
      readonly enabled: boolean;
      readonly alerting: boolean;
      readonly archived: boolean;
      /** Its `meta.rule_id`: by it a renamed rule is known again even where nobody has its text any more. */
      readonly metaRuleId?: string;
      /** Fields that chron never gave: at first contact the tenant's value was another than git's, and nothing told why. */
      readonly assumed?: readonly AssumedField[];
      /** Git wanted it no more when this was written, but it was still there: what comes into git later is not this rule renamed. */
      readonly removed?: true;
      /** A commit and path where that text can be read, for the difference shown to people. */
      readonly commit?: string;
      readonly path?: string;
    }
  | {
      readonly kind: 'list';
      readonly name: string;
      readonly contentHash: string;
      readonly commit?: string;
      readonly path?: string;
    }
  /** Not part of what was given, though the remembered commit has it (never created, or removed from a dirty tree). */
  | { readonly kind: 'no-rule'; readonly name: string }
  | { readonly kind: 'no-list'; readonly name: string };

/**
 * What a tenant remembers of one repository: the commit it was last given, by whom, and the objects that stand
 * elsewhere. Kept in the tenant itself, in the reference list `chron_applied` (design.md §5).
 */
export interface Memory {
  /** The first commit of the repository's main line of history: equal in every clone. */
  readonly repository: string;
  /** Name of the environment file it was given from. */
  readonly environment: string;
  /** Undefined before a first apply has finished, or when the repository has no commit yet: then only `objects` count. */
  readonly commit?: string;
  readonly time: Date;
  readonly identity: string;
  readonly objects: readonly RememberedObject[];
}
