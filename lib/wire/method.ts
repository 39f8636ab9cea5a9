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
  /** Calls that may leave at once after a rest: where the quota is one of a minute, all of it. 1 unless it says otherwise. */
  readonly burst?: number;
  /** Answers with a stream that may take minutes (backstory-v2 §4.16). */
  readonly streams?: true;
}

/** A quota of so many calls a minute. */
const perMinute = (calls: number) => ({ perSecond: calls / 60, burst: calls });

/** The methods of the Detection Engine API v2 that chron calls, by Google's names (backstory-v2 §4, §7). */
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
  RunRetrohunt: { verb: 'POST', safe: false, perSecond: 1 },
  GetRetrohunt: { verb: 'GET', safe: true, perSecond: 1 },
  ListRetrohunts: { verb: 'GET', safe: true, perSecond: 1 },
  CancelRetrohunt: { verb: 'POST', safe: false, perSecond: 1 },
  ListDetections: { verb: 'GET', safe: true, ...perMinute(10) },
  StreamTestRule: { verb: 'POST', safe: true, ...perMinute(3), streams: true },
  ListErrors: { verb: 'GET', safe: true, perSecond: 1 },
} as const satisfies Record<string, MethodFacts>;

/** A method by Google's name. */
export type MethodName = keyof typeof METHODS;
