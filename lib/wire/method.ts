/** What chron knows of one method of the API before it calls it. */
export interface MethodFacts {
  readonly verb: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** May be repeated without harm. */
  readonly safe: boolean;
  /**
   * Calls a second for one customer (backstory-v2 §5.4). VerifyRule and UpdateReferenceList are not listed there;
   * they are taken to be like the others, as other clients take them.
   */
  readonly perSecond: number;
}

/** The methods of the Detection Engine API v2 that plan and apply call, by Google's names (backstory-v2 §4, §7). */
export const METHODS = {
  ListRules: { verb: 'GET', safe: true, perSecond: 1 },
  GetRule: { verb: 'GET', safe: true, perSecond: 1 },
  ListRuleVersions: { verb: 'GET', safe: true, perSecond: 1 },
  VerifyRule: { verb: 'POST', safe: true, perSecond: 1 },
  CreateRule: { verb: 'POST', safe: false, perSecond: 1 },
  CreateRuleVersion: { verb: 'POST', safe: false, perSecond: 1 },
  EnableLiveRule: { verb: 'POST', safe: false, perSecond: 1 },
  DisableLiveRule: { verb: 'POST', safe: false, perSecond: 1 },
  EnableAlerting: { verb: 'POST', safe: false, perSecond: 1 },
  DisableAlerting: { verb: 'POST', safe: false, perSecond: 1 },
  ArchiveRule: { verb: 'POST', safe: false, perSecond: 1 },
  UnarchiveRule: { verb: 'POST', safe: false, perSecond: 1 },
  ListReferenceLists: { verb: 'GET', safe: true, perSecond: 1 },
  GetReferenceList: { verb: 'GET', safe: true, perSecond: 1 },
  CreateReferenceList: { verb: 'POST', safe: false, perSecond: 1 },
  UpdateReferenceList: { verb: 'PATCH', safe: false, perSecond: 1 },
} as const satisfies Record<string, MethodFacts>;

/** A method by Google's name. */
export type MethodName = keyof typeof METHODS;
