import { compareDetections } from '../../lib/gate/compare.ts';
import { judge } from '../../lib/gate/judge.ts';
import { openRedactor } from '../../lib/gate/redact.ts';
import type { Detection, TimeRange } from '../../lib/model/detection.ts';
import { DEFAULT_GATE, type GatePolicy } from '../../lib/model/gate.ts';
import type { NoiseReport, ReportedRule } from '../../lib/model/noise-report.ts';
import type { Measurement } from '../../lib/model/verdict.ts';
import { ruleText } from '../helpers/builders.ts';

const DAY_MS = 86_400_000;
export const RANGE: TimeRange = {
  from: new Date('2026-09-04T00:00:00Z'),
  to: new Date('2026-09-18T00:00:00Z'),
};
const NOW = new Date('2026-09-18T06:20:00Z');
const TEXT = 'a'.repeat(64);
export const POLICY: GatePolicy = {
  ...DEFAULT_GATE,
  maxPerDay: { default: 20, CRITICAL: 50, LOW: 5 },
};

/** Always the same digits for the same value: golden files depend on them. */
export const redact = (): ReturnType<typeof openRedactor> => openRedactor('salt of the tests');

/** One invented detection of a user within five minutes, at so many minutes after the range begins. */
export function detected(minute: number, user: string, more: Partial<Detection> = {}): Detection {
  const from = new Date(RANGE.from.getTime() + minute * 60_000);
  const to = new Date(from.getTime() + 300_000);
  return {
    ruleName: 'a_rule',
    multiEvent: true,
    detectionTime: to,
    window: { from, to },
    matches: [{ key: 'user', value: user }],
    outcomes: [
      { key: 'risk_score', value: '65' },
      { key: 'device', value: `device of ${user}` },
    ],
    samples: [{ label: 'e', events: [{ metadata: { eventType: 'USER_LOGIN' } }], entities: [] }],
    ...more,
  };
}

/** Numbers that look thrown, the same ones every time. */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

/** So many detections spread over the range, more of them in office hours, loud users more often. */
export function spread(count: number, seed: number, users = 14): readonly Detection[] {
  const throws = dice(seed);
  const days = (RANGE.to.getTime() - RANGE.from.getTime()) / DAY_MS;
  return Array.from({ length: count }, () => {
    const hour = throws(3) === 0 ? throws(24) : 8 + throws(10);
    const minute = throws(days) * 1440 + hour * 60 + throws(55);
    return detected(minute, `user${Math.min(throws(users), throws(users))}@acme.example`);
  });
}

/** A measured and judged rule; `was` undefined for one that was not there, `is` where nothing came back. */
export function measuredRule(
  name: string,
  {
    was,
    is,
    policy = POLICY,
    measurement: more,
    ...facts
  }: Omit<Partial<ReportedRule>, 'measurement'> & {
    readonly was?: readonly Detection[];
    readonly is?: readonly Detection[];
    readonly policy?: GatePolicy;
    readonly measurement?: Partial<Measurement>;
  },
): ReportedRule {
  const measurement: Measurement = {
    rule: name,
    text: TEXT,
    by: 'test-run',
    range: RANGE,
    ...(is === undefined ? {} : { comparison: compareDetections(was, is, RANGE) }),
    gaps: [],
    logTypes: [{ logType: 'OKTA', events: 'seen' }],
    ...more,
  };
  return {
    name,
    path: `rules/family/${name}.yaral`,
    severity: 'HIGH',
    techniques: ['T1110', 'T1078.004'],
    what: 'logic',
    measurement,
    verdict: judge(measurement, policy, { severity: facts.severity ?? 'HIGH', now: NOW }),
    ...facts,
  };
}

/** The texts of a rule before and after, with a difference to show. */
export function texts(name: string): { readonly before: string; readonly after: string } {
  const before = ruleText(name, { threshold: 5, multiEvent: true });
  return { before, after: before.replace('over 5m', 'over 10m').replace('> 5', '> 8') };
}

const ACCEPTED: GatePolicy = {
  ...POLICY,
  accept: [
    {
      rule: 'office_macro_spawns_shell',
      text: TEXT,
      reason: 'finance moves to signed macros by October',
      until: new Date('2026-10-01T00:00:00Z'),
    },
  ],
};

/** What a report is of; without rules. */
export const FACTS: Omit<NoiseReport, 'rules'> = {
  environment: 'prod',
  command: 'retrohunt',
  chron: '0.1.0',
  created: NOW,
  identity: 'chron-prod@acme-sec.iam.gserviceaccount.com',
  git: {
    commit: '3f9c2e1d5a7b9c0e2f4a6b8d0c1e3f5a7b9d1c3e',
    branch: 'feat/okta-tuning',
    dirty: false,
  },
  range: RANGE,
  policy: POLICY,
};

/** A report with a rule of every standing. */
export function aReport(): NoiseReport {
  const loud = spread(118, 7).map((one, at) =>
    at < 83 ? { ...one, matches: [{ key: 'user', value: 'svc-mobile-test@acme.example' }] } : one,
  );
  const known = spread(60, 23, 6);
  return {
    ...FACTS,
    rules: [
      measuredRule('aws_root_login_without_mfa', {
        is: spread(44, 3, 9),
        what: 'new',
        measurement: { by: 'retrohunt', logTypes: [{ logType: 'AWS_CLOUDTRAIL', events: 'seen' }] },
      }),
      measuredRule('proc_lsass_read', {
        ...texts('proc_lsass_read'),
        was: known,
        is: [...known.slice(0, 40), ...spread(1872, 11, 30)],
        severity: 'CRITICAL',
        techniques: ['T1003.001'],
        measurement: { logTypes: [{ logType: 'WINDOWS_SYSMON', events: 'seen' }] },
      }),
      measuredRule('okta_mfa_fatigue', {
        ...texts('okta_mfa_fatigue'),
        was: loud,
        is: loud.slice(87),
      }),
      measuredRule('dns_tunnel_by_length', {
        ...texts('dns_tunnel_by_length'),
        was: spread(40, 5),
        is: spread(52, 5),
        what: 'window',
        techniques: ['T1071.004'],
        measurement: {
          gaps: [{ kind: 'cut-stream', of: 'after', detail: 'stream closed after 9 MB' }],
          logTypes: [{ logType: 'NIX_DNS', events: 'unknown' }],
        },
      }),
      measuredRule('gcp_sa_key_created', {
        what: 'enabled',
        measurement: { by: 'retrohunt', gaps: [{ kind: 'hunt-cancelled', of: 'after' }] },
      }),
      measuredRule('vault_root_token_used', {
        is: [],
        what: 'new',
        measurement: { logTypes: [{ logType: 'HASHICORP', events: 'none' }] },
      }),
      measuredRule('office_macro_spawns_shell', {
        was: spread(300, 31, 3),
        is: spread(420, 31, 3),
        policy: ACCEPTED,
        what: 'alerting',
      }),
      measuredRule('k8s_exec_into_pod', {
        ...texts('k8s_exec_into_pod'),
        was: spread(61, 41, 22),
        is: spread(64, 41, 22),
      }),
      {
        name: 'gcp_iam_owner_granted',
        path: 'rules/gcp/gcp_iam_owner_granted.yaral',
        severity: 'HIGH',
        techniques: [],
        what: 'meta',
        unmeasured: 'only meta, comments or formatting changed',
      },
    ],
  };
}
