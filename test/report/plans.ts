import type { Change, Fault, Held, Notice, Objection, Plan } from '../../lib/model/plan.ts';
import type { PlanView } from '../../lib/report/view.ts';
import { aList, aLiveList, aLiveRule, aRule, ruleText } from '../helpers/builders.ts';

/** A plan with nothing to do; state only what the test is about. */
export function aPlan(overrides: Partial<Plan> = {}): Plan {
  return {
    environment: 'prod',
    changes: [],
    held: [],
    notices: [],
    objections: [],
    counts: { wanted: 389, unchanged: 389, unmanaged: names('vendor_rule', 23), listsWanted: 11 },
    quota: {
      tier: 'enterprise',
      enabled: { before: 241, after: 241, limit: 2000 },
      multiEvent: { before: 88, after: 88, limit: 200 },
    },
    standing: [],
    ...overrides,
  };
}

export function aView(plan: Plan = aPlan(), overrides: Partial<PlanView> = {}): PlanView {
  return {
    plan,
    chron: '0.1.0',
    environment: {
      name: 'prod',
      path: 'environments/prod.yaml',
      gate: 'off',
      rates: 'published',
    },
    host: 'europe-backstory.googleapis.com',
    identity: 'chron-prod@acme-sec.iam.gserviceaccount.com',
    git: {
      commit: '3f9c2e1d5a7b9c0e2f4a6b8d0c1e3f5a7b9d1c3e',
      branch: 'feat/okta-tuning',
      dirty: false,
    },
    reading: { rules: 412, lists: 11, durationMs: 4120, calls: 4, retries: 0 },
    ...overrides,
  };
}

/** `vendor_rule_01`, `vendor_rule_02`, … */
export function names(stem: string, count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${stem}_${String(index + 1).padStart(2, '0')}`,
  );
}

const OKTA = ruleText('okta_mfa_fatigue', { threshold: 5, multiEvent: true });

/** One of every kind of change, with warnings, a revert and something held: the plan of ux §5.5. */
export function everyKind(): Plan {
  const aws = aRule('aws_root_login_without_mfa', {
    path: 'rules/aws/aws_root_login_without_mfa.yaral',
    meta: new Map([
      ['severity', 'HIGH'],
      ['mitre_attack_technique', 'T1078.004 Cloud Accounts'],
    ]),
    lists: ['corp_admins', 'vpn_ranges'],
  });
  const okta = aRule('okta_mfa_fatigue', {
    path: 'rules/okta/okta_mfa_fatigue.yaral',
    text: OKTA.replace('over 5m', 'over 10m').replace('> 5', '> 8'),
  });
  const iam = aRule('gcp_iam_owner_granted', {
    path: 'rules/gcp/gcp_iam_owner_granted.yaral',
    text: ruleText('gcp_iam_owner_granted', { severity: 'HIGH' }),
  });
  const office = aRule('Office365_LogTypes', { path: 'rules/o365/Office365_LogTypes.yaral' });
  const back = aRule('proc_lsass_read', { path: 'rules/edr/proc_lsass_read.yaral' });
  const dns = aLiveRule('dns_tunnel_legacy', { alerting: true });
  const changes: readonly Change[] = [
    flag('set-alerting', 'aws_s3_public', false),
    {
      kind: 'create-list',
      list: aList('vpn_ranges', {
        kind: 'cidr',
        path: 'rules/lists/vpn_ranges.cidr.txt',
        lines: names('10.0.0.0/8', 42),
      }),
      reverts: false,
    },
    {
      kind: 'update-list',
      list: aList('corp_admins', { lines: ['alice', 'bob', 'dora'], description: 'who may' }),
      live: aLiveList('corp_admins', { lines: ['alice', 'carol', 'dora'] }),
      reverts: false,
    },
    {
      kind: 'unarchive-rule',
      rule: back,
      live: aLiveRule(back.name, { archived: true }),
      reverts: false,
    },
    { kind: 'create-rule', rule: aws, reverts: false },
    {
      kind: 'add-version',
      rule: iam,
      live: aLiveRule(iam.name, { text: ruleText(iam.name, { severity: 'MEDIUM' }) }),
      reverts: true,
    },
    { kind: 'add-version', rule: okta, live: aLiveRule(okta.name, { text: OKTA }), reverts: false },
    {
      kind: 'rename-rule',
      rule: office,
      live: aLiveRule('o365_logtypes', {
        text: ruleText('o365_logtypes', { ruleId: 'id_Office365_LogTypes' }),
      }),
      reverts: false,
    },
    { kind: 'set-enabled', name: aws.name, value: true, removal: false, reverts: false },
    flag('set-enabled', back.name, true),
    flag('set-alerting', 'gcp_sa_key_created', true, true),
    flag('set-alerting', okta.name, true),
    {
      kind: 'set-alerting',
      name: dns.name,
      value: false,
      live: dns,
      removal: true,
      reverts: false,
    },
    { kind: 'set-enabled', name: dns.name, value: false, live: dns, removal: true, reverts: false },
    { kind: 'archive-rule', name: dns.name, live: dns, reverts: false },
  ];
  return aPlan({
    changes,
    held: [heldFlag('gcp_public_bucket', 'alerting', true, false), heldText()],
    notices: [
      { kind: 'mentioned', name: dns.name, becomes: 'archived', by: 'host_takeover_chain' },
      { kind: 'list-not-declared', name: 'old_scanners' },
    ],
    counts: { wanted: 389, unchanged: 380, unmanaged: names('vendor_rule', 23), listsWanted: 11 },
    quota: {
      tier: 'enterprise',
      enabled: { before: 241, after: 242, limit: 2000 },
      multiEvent: { before: 188, after: 188, limit: 200 },
    },
  });
}

/** A change of one flag of a live rule. */
export function flag(
  kind: 'set-enabled' | 'set-alerting',
  name: string,
  value: boolean,
  reverts = false,
): Change {
  return { kind, name, value, live: aLiveRule(name), removal: false, reverts };
}

/** A flag that somebody turned in the console. */
export function heldFlag(
  name: string,
  field: 'enabled' | 'alerting',
  wanted: boolean,
  live: boolean,
): Held {
  return {
    object: 'rule',
    name,
    reason: 'changed-outside',
    differences: [{ field, base: wanted, wanted, live }],
    ids: [aLiveRule(name).ruleId],
    liveTime: new Date('2026-09-17T06:12:00Z'),
  };
}

/** A text that was edited in the console and in git. */
export function heldText(name = 'aws_iam_key_leak'): Held {
  return {
    object: 'rule',
    name,
    reason: 'conflict',
    differences: [
      {
        field: 'text',
        base: ruleText(name, { threshold: 10 }),
        wanted: ruleText(name, { threshold: 20 }),
        live: ruleText(name, { threshold: 99 }),
      },
    ],
    ids: [aLiveRule(name).ruleId],
    liveTime: new Date('2026-09-16T23:59:59Z'),
  };
}

/** One held object for every reason. */
export function everyReason(): readonly Held[] {
  return [
    heldFlag('a_changed_flag', 'alerting', true, false),
    {
      object: 'list',
      name: 'a_changed_list',
      reason: 'changed-outside',
      differences: [{ field: 'content', base: 'one\ntwo', wanted: 'one\ntwo', live: 'one\nthree' }],
      ids: ['a_changed_list'],
      liveTime: new Date('2026-09-17T06:12:00Z'),
    },
    heldRule('an_archived_rule', 'changed-outside', [
      { field: 'archived', base: false, wanted: false, live: true },
    ]),
    heldText('b_conflict'),
    heldRule('c_deleted', 'deleted-outside', [
      { field: 'exists', base: true, wanted: true, live: undefined },
    ]),
    heldRule('d_removed_but_edited', 'removed-but-edited', [
      {
        field: 'text',
        base: ruleText('d_removed_but_edited'),
        wanted: undefined,
        live: ruleText('d_removed_but_edited', { threshold: 7 }),
      },
    ]),
    heldRule('e_somebody_elses', 'somebody-elses', [
      {
        field: 'text',
        base: undefined,
        wanted: ruleText('e_somebody_elses'),
        live: ruleText('e_somebody_elses', { severity: 'LOW' }),
      },
    ]),
    heldRule('f_first_contact', 'first-contact', [
      { field: 'enabled', base: undefined, wanted: true, live: false },
      { field: 'alerting', base: undefined, wanted: true, live: false },
    ]),
    {
      ...heldRule('g_duplicate', 'duplicate-name'),
      ids: [aLiveRule('one').ruleId, aLiveRule('two').ruleId],
    },
    heldRule('h_text_held', 'text-held', [
      { field: 'enabled', base: false, wanted: true, live: false },
    ]),
    heldRule('i_compile_failed', 'compile-failed', [
      { field: 'alerting', base: false, wanted: true, live: false },
    ]),
    {
      ...heldRule('i_invalid', 'invalid-text', [
        { field: 'text', base: 'a', wanted: 'b', live: 'a' },
        { field: 'enabled', base: false, wanted: true, live: false },
      ]),
      faults: [FAULT],
    },
    heldRule('i_name_unreadable', 'name-unreadable'),
    { ...heldRule('j_list_kind', 'list-kind'), object: 'list' },
  ];
}

const FAULT: Fault = {
  id: 'FLD001',
  message: 'there is no field "hostnam" in Noun',
  hint: 'did you mean hostname?',
  path: 'rules/family/i_invalid.yaral',
  line: 7,
  column: 18,
};

export const EVERY_NOTICE: readonly Notice[] = [
  { kind: 'list-not-declared', name: 'old_scanners' },
  { kind: 'removed-kept', name: 'kept_rule', ruleId: aLiveRule('kept_rule').ruleId },
  {
    kind: 'compile-failed',
    name: 'broken_rule',
    ruleId: aLiveRule('broken_rule').ruleId,
    message: 'generic::invalid_argument: line 7: unknown field\n',
  },
  { kind: 'mentioned', name: 'gone', becomes: 'archived', by: 'composite' },
  { kind: 'mentioned', name: 'moved', becomes: 'renamed', by: 'composite' },
  { kind: 'mentioned', name: 'quiet', becomes: 'disabled', by: 'composite' },
  {
    kind: 'rule-unreadable',
    ...FAULT,
    id: 'PAR002',
    message: 'the rule has no name',
    hint: 'write rule name {',
    path: 'rules/family/nobody.yaral',
  },
  { kind: 'unknown-but-accepted', name: 'i_invalid', ...FAULT },
  { kind: 'match-hits-nothing', path: 'environments/base.yaml', line: 12 },
  { kind: 'table-not-sent', name: 'staff', path: 'rules/tables/staff.csv', rules: ['alpha'] },
  {
    kind: 'table-not-sent',
    name: 'vendors',
    path: 'rules/tables/vendors.csv',
    rules: names('buys', 7),
  },
  { kind: 'memory-unreadable', detail: 'line 1 has no version' },
  { kind: 'first-contact' },
];

export const EVERY_OBJECTION: readonly Objection[] = [
  { kind: 'max-changed', count: 15, of: 41, limit: 0.3 },
  { kind: 'max-archived', count: 12, of: 39, limit: 0.1 },
  { kind: 'quota-enabled', after: 2003, limit: 2000, tier: 'enterprise' },
  { kind: 'quota-multi-event', after: 201, limit: 200, tier: 'enterprise' },
];

function heldRule(
  name: string,
  reason: Held['reason'],
  differences: Held['differences'] = [],
): Held {
  return { object: 'rule', name, reason, differences, ids: [aLiveRule(name).ruleId] };
}
