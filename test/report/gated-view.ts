import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import type { PlanView } from '../../lib/report/view.ts';
import { aView, everyKind } from './plans.ts';
import { aLoudVerdict, aQuieterVerdict, aVerdict } from './verdicts.ts';

/** The plan of ux §5.5 with its noise: measured, foretold by a test run, held, and left to apply. */
export function gatedView(): PlanView {
  const entities = [
    { name: 'user-7f3a', before: 83, after: 0, lost: 83 },
    { name: 'user-19bc', before: 13, after: 11, lost: 2 },
  ];
  const about = { entities: [], counts: true } as const;
  const view = aView(everyKind());
  return {
    ...view,
    environment: { ...view.environment, gate: DEFAULT_GATE },
    noise: [
      {
        ...about,
        rule: 'aws_root_login_without_mfa',
        measure: 'retrohunt',
        waits: ['set-enabled'],
        counts: false,
        verdict: aVerdict('aws_root_login_without_mfa', { by: 'test-run' }),
      },
      {
        ...about,
        rule: 'okta_mfa_fatigue',
        measure: 'test-run-of-both',
        waits: ['add-version'],
        verdict: aQuieterVerdict('okta_mfa_fatigue'),
        entities,
      },
      {
        ...about,
        rule: 'gcp_sa_key_created',
        measure: 'retrohunt',
        waits: ['set-alerting'],
        verdict: aLoudVerdict('gcp_sa_key_created'),
      },
      {
        ...about,
        rule: 'proc_lsass_read',
        measure: 'retrohunt',
        waits: ['set-enabled'],
        counts: false,
      },
      { ...about, rule: 'vpn_login', measure: 'test-run-after-list', waits: [], counts: false },
    ],
  };
}
