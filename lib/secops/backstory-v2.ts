import type { LiveRule } from '../model/rule.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Hunts } from '../ports/hunts.ts';
import type { SecOps } from '../ports/secops.ts';
import { wireVerification } from '../wire/backstory-v2.ts';
import { verifyRuleRequest } from '../wire/request.ts';
import { openBuckets } from './buckets.ts';
import { openCaller } from './caller.ts';
import { freshList, openSeenRules } from './fresh-list.ts';
import { backstoryOrigin, loopbackOrigin } from './hosts.ts';
import {
  cancelRetrohunt,
  getRetrohunt,
  listDetections,
  listErrors,
  listRetrohunts,
} from './hunts.ts';
import type { Identity } from './identity.ts';
import { getList, listLists } from './lists.ts';
import { getRule, listRules, listVersions } from './rules.ts';
import { createRule } from './settle-create.ts';
import { setFlag } from './settle-flag.ts';
import { runRetrohunt } from './settle-hunt.ts';
import { createList, updateList } from './settle-list.ts';
import { addVersion } from './settle-version.ts';
import { testRun } from './test-run.ts';
import { openTransport, type CallRecord } from './transport.ts';

/** The service itself, or something on this machine that stands in for it and never sees a real token. */
export type Target =
  | { readonly kind: 'google'; readonly region: string; readonly identity: Identity }
  | { readonly kind: 'loopback'; readonly endpoint: string };

/** What a client of one tenant is made of. */
export interface BackstoryOptions {
  readonly target: Target;
  readonly rates: 'published' | 'none';
  readonly clock: Clock;
  readonly random: Random;
  /** How long all calls together may take, from the opening or the last `renew`. */
  readonly timeoutMs: number;
  /** Once it aborts, nothing is started any more, and what is in flight has 5 s. */
  readonly signal?: AbortSignal;
  readonly onCall?: (call: CallRecord) => void;
  readonly fetch?: typeof fetch;
}

/** The Detection Engine API v2 as the ports have it. */
export interface Backstory extends SecOps, Hunts {
  /** Starts the time of `timeoutMs` anew: after somebody was asked and took a while to answer. */
  renew(): void;
}

/** What is sent as a token to this machine: no secret. */
const LOOPBACK_TOKEN = 'loopback';

/** Opens a client of one tenant. Nothing is called yet; an unknown region or a foreign endpoint throws a UserError. */
export function openBackstory(options: BackstoryOptions): Backstory {
  const { target, clock, signal, timeoutMs } = options;
  const { origin, identity, token } = resolve(target);
  let endsAt = clock.now().getTime() + timeoutMs;
  const caller = openCaller({
    transport: openTransport({
      origin,
      identity,
      clock,
      fetch: options.fetch ?? fetch,
      signal,
      onCall: options.onCall,
    }),
    buckets: openBuckets(options.rates, clock),
    token,
    clock,
    random: options.random,
    signal,
    endsAt: () => endsAt,
  });
  const seen = openSeenRules();
  const noted = (rules: readonly LiveRule[]): readonly LiveRule[] => {
    seen.note(rules.map(({ ruleId }) => ruleId));
    return rules;
  };
  const freshRules = freshList(async (onStart) => noted(await listRules(caller, onStart)));
  return {
    identity,
    renew() {
      endsAt = clock.now().getTime() + timeoutMs;
    },
    listRules: async () => noted(await listRules(caller)),
    getRule: async (ruleId) => {
      const rule = await getRule(caller, ruleId);
      if (rule !== undefined) noted([rule]);
      return rule;
    },
    listVersions: (ruleId) => listVersions(caller, ruleId),
    verifyRule: (text) => caller.read(verifyRuleRequest(text), wireVerification),
    createRule: async (text) => {
      const rule = await createRule({ caller, freshRules, seen }, text);
      noted([rule]);
      return rule;
    },
    addVersion: (ruleId, text, base) => addVersion(caller, { ruleId, text, base }),
    setEnabled: (ruleId, enabled) =>
      setFlag(caller, enabled ? 'EnableLiveRule' : 'DisableLiveRule', ruleId),
    setAlerting: (ruleId, alerting) =>
      setFlag(caller, alerting ? 'EnableAlerting' : 'DisableAlerting', ruleId),
    archiveRule: (ruleId) => setFlag(caller, 'ArchiveRule', ruleId),
    unarchiveRule: (ruleId) => setFlag(caller, 'UnarchiveRule', ruleId),
    listLists: () => listLists(caller),
    getList: async (name) => (await getList(caller, name))?.list,
    createList: (list) => createList(caller, list),
    updateList: (list, base) => updateList(caller, list, base),
    runRetrohunt: (versionId, range) => runRetrohunt(caller, versionId, range),
    getRetrohunt: (ruleId, retrohuntId) => getRetrohunt(caller, ruleId, retrohuntId),
    listRetrohunts: (of, state) => listRetrohunts(caller, of, state),
    cancelRetrohunt: (ruleId, retrohuntId) => cancelRetrohunt(caller, ruleId, retrohuntId),
    listDetections: (query) => listDetections(caller, query),
    testRun: (text, range, maxResults) => testRun(caller, clock, { text, range, maxResults }),
    listErrors: (of, range) => listErrors(caller, of, range),
  };
}

function resolve(target: Target): {
  readonly origin: string;
  readonly identity: string;
  readonly token: Identity['token'];
} {
  switch (target.kind) {
    case 'google':
      return {
        origin: backstoryOrigin(target.region),
        identity: target.identity.who,
        token: (refused) => target.identity.token(refused),
      };
    case 'loopback':
      return {
        origin: loopbackOrigin(target.endpoint),
        identity: 'embedded',
        token: () => Promise.resolve(LOOPBACK_TOKEN),
      };
  }
}
