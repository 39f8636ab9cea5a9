import type { MachineOutcome } from '../../lib/model/machine-plan.ts';
import type { Change } from '../../lib/model/plan.ts';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import type { AppliedEntry, Planned, Refused } from '../../lib/report/comment-entry.ts';
import type { RuleNoise } from '../../lib/report/rule-noise.ts';
import type { PlanView } from '../../lib/report/view.ts';
import { aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { aPlan, aView, flag, names } from './plans.ts';
import {
  aLoudVerdict,
  anUnprovenVerdict,
  aQuieterVerdict,
  aSilentVerdict,
  aVerdict,
} from './verdicts.ts';

export const RUN = { id: '1842', url: 'https://github.com/acme/rules/actions/runs/1842' };

/** A planned environment under a name. */
export function planned(name: string, view: PlanView = aView(), exit = 0): Planned {
  return {
    status: 'planned',
    environment: name,
    exit,
    meaning: 'done',
    texts: true,
    view: {
      ...view,
      environment: { ...view.environment, name, path: `environments/${name}.yaml` },
    },
  };
}

export function refused(environment: string, exit: number, message?: string): Refused {
  const error = message === undefined ? {} : { error: { message, hint: 'chron doctor' } };
  return { status: 'refused', environment, exit, meaning: 'not authenticated', ...error };
}

/** Three changes: a rule that gets quieter, a new one that apply is to measure, and its way to being enabled. */
export const THREE: PlanView = gatedView(
  [
    newVersion('okta_mfa_fatigue', 8),
    { kind: 'create-rule', rule: aRule('aws_root_login_without_mfa'), reverts: false },
    flag('set-enabled', 'aws_root_login_without_mfa', true),
  ],
  [
    noise('okta_mfa_fatigue', { verdict: aQuieterVerdict('okta_mfa_fatigue') }),
    noise('aws_root_login_without_mfa', {}),
  ],
);

/** Sixty new versions, all quiet. */
export const SIXTY: PlanView = gatedView(
  names('rule', 60).map((name, index) => newVersion(name, index + 2)),
  names('rule', 60).map((name) => noise(name, { verdict: aVerdict(name) })),
);

export const FAILED: PlanView = gatedView(
  [newVersion('okta_mfa_fatigue', 8), newVersion('proc_lsass_read', 3)],
  [
    noise('okta_mfa_fatigue', { verdict: aVerdict('okta_mfa_fatigue') }),
    noise('proc_lsass_read', { verdict: aLoudVerdict('proc_lsass_read') }),
  ],
);

export const UNPROVEN: PlanView = gatedView(
  [newVersion('proc_lsass_read', 3)],
  [
    noise('proc_lsass_read', {
      verdict: anUnprovenVerdict('proc_lsass_read', 'hunt oh_1 is at 40 %'),
    }),
  ],
);

/** A rule that finds nothing, over no events as far as anybody knows. */
export const SILENT: PlanView = gatedView(
  [newVersion('okta_mfa_fatigue', 8)],
  [noise('okta_mfa_fatigue', { verdict: aSilentVerdict('okta_mfa_fatigue') })],
);

/** An apply of which some went wrong. */
export function applied(environment: string, exit: number): AppliedEntry {
  return {
    status: 'applied',
    environment,
    exit,
    meaning: 'partial apply',
    changes: [{ kind: 'set-enabled', name: 'okta_mfa_fatigue', value: true }],
    apply: {
      interrupted: false,
      outcomes: [
        { ...outcome('okta_mfa_fatigue', 'done'), note: 'ru_1@v_2' },
        { ...outcome('okta_mfa_fatigue', 'done'), kind: 'set-enabled' },
        outcome('proc_lsass_read', 'failed', 'CreateRuleVersion: 503: service unavailable'),
        outcome('dns_tunnel_legacy', 'skipped', 'an earlier change failed'),
      ],
      left: { changes: 2, held: 0 },
    },
  };
}

function gatedView(changes: readonly Change[], noises: readonly RuleNoise[]): PlanView {
  const view = aView(aPlan({ changes }), { noise: noises });
  return { ...view, environment: { ...view.environment, gate: DEFAULT_GATE } };
}

function noise(rule: string, given: Partial<RuleNoise>): RuleNoise {
  return {
    rule,
    measure: 'retrohunt',
    waits: ['set-enabled'],
    counts: true,
    entities: [],
    ...given,
  };
}

function newVersion(name: string, threshold: number): Change {
  const path = `rules/family/${name}.yaral`;
  return {
    kind: 'add-version',
    rule: aRule(name, { path, text: ruleText(name, { threshold }) }),
    live: aLiveRule(name),
    reverts: false,
  };
}

function outcome(name: string, status: MachineOutcome['status'], because?: string): MachineOutcome {
  return {
    kind: 'add-version',
    object: 'rule',
    name,
    status,
    ...(because === undefined ? {} : { because }),
  };
}
