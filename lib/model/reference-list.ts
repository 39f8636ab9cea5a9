export const LIST_KINDS = ['string', 'regex', 'cidr'] as const;

/** What the lines of a reference list are, and so how a rule may use it. */
export type ListKind = (typeof LIST_KINDS)[number];

/** A list that rules name with `%name`. A line may hold a `//` comment, which the service keeps (backstory-v2 §7). */
export interface ReferenceList {
  readonly name: string;
  readonly kind: ListKind;
  readonly description: string;
  readonly lines: readonly string[];
}

/** A list as the repository has it. */
export interface ListFile extends ReferenceList {
  readonly path: string;
}

/** A list as the service has it; `base` is what a write is made against (in v2 the time of its content). */
export interface LiveList extends ReferenceList {
  readonly base: string;
}
