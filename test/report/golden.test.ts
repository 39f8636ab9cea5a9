import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../lib/model/outcome.ts';
import { plansJson } from '../../lib/report/json-plan.ts';
import { plansMarkdown } from '../../lib/report/markdown-plan.ts';
import { plain, type Styled } from '../../lib/report/styled.ts';
import { appliedText, type ApplyResult } from '../../lib/report/terminal-applied.ts';
import { applyLayout, applyLine } from '../../lib/report/terminal-apply.ts';
import { measuredLine } from '../../lib/report/terminal-measured.ts';
import { driftText } from '../../lib/report/terminal-drift.ts';
import { planText } from '../../lib/report/terminal-plan.ts';
import { freshLine, staleText } from '../../lib/report/terminal-stale.ts';
import type { PlanView, TextOptions } from '../../lib/report/view.ts';
import { aList, aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import {
  aPlan,
  aView,
  EVERY_NOTICE,
  EVERY_OBJECTION,
  everyKind,
  everyReason,
  flag,
  names,
} from './plans.ts';
import { gatedView } from './gated-view.ts';
import {
  aLoudVerdict,
  aMeasured,
  aQuieterVerdict,
  anUnprovenVerdict,
  aVerdict,
} from './verdicts.ts';

const SAVED = { path: 'prod.plan.json', digest: '7d0c41a2b3c4d5e6f7a8b9c0', objects: 7 };

/** Every kind of change, saved. */
const EVERY_KIND = aView(everyKind(), { saved: SAVED });
/** Every reason to hold, every notice, every objection; nothing to do. */
const EVERYTHING_HELD = aView(
  aPlan({
    held: everyReason(),
    notices: EVERY_NOTICE,
    objections: EVERY_OBJECTION,
    counts: { wanted: 389, unchanged: 377, unmanaged: [], listsWanted: 11 },
  }),
);
const EMBEDDED = {
  environment: {
    name: 'local',
    path: 'environments/local.yaml',
    gate: 'off',
    rates: 'none',
  },
  host: 'embedded',
  identity: 'embedded',
} as const;
/** The first apply of a newcomer. */
const FIRST_APPLY = aView(
  aPlan({
    environment: 'local',
    changes: [
      { kind: 'create-list', list: aList('platform_accounts'), reverts: false },
      ...names('kubernetes_rule', 60).map(
        (name) => ({ kind: 'create-rule', rule: aRule(name), reverts: false }) as const,
      ),
    ],
    notices: [{ kind: 'first-contact' }],
    counts: { wanted: 60, unchanged: 0, unmanaged: [], listsWanted: 1 },
  }),
  {
    ...EMBEDDED,
    git: { dirty: true },
    reading: { rules: 0, lists: 0, durationMs: 12, calls: 2, retries: 1 },
  },
);
/** A new text of 200 lines. */
const LONG_DIFF = aView(
  aPlan({
    changes: [
      {
        kind: 'add-version',
        rule: aRule('rewritten', { text: `${names('  // new', 120).join('\n')}\n` }),
        live: aLiveRule('rewritten', { text: `${names('  // old', 80).join('\n')}\n` }),
        reverts: false,
      },
      {
        kind: 'add-version',
        rule: aRule('tabs', { text: ruleText('tabs').replace('  meta', '\tmeta') }),
        live: aLiveRule('tabs'),
        reverts: false,
      },
      {
        kind: 'add-version',
        rule: aRule('wide', { text: `rule wide {\n  // ${'ä'.repeat(500)} 日本\n}\n` }),
        live: aLiveRule('wide', { text: `rule wide {\n  // ${'word '.repeat(40)}\n}\n` }),
        reverts: false,
      },
      flag('set-enabled', `a_name_that_${'goes_on_'.repeat(12)}`, false),
    ],
  }),
);

const terminal = (view: PlanView, options: TextOptions): string => plain(planText(view, options));

const TEXTS: Readonly<Record<string, () => string>> = {
  'every-kind/plan-80.txt': () => terminal(EVERY_KIND, { width: 80, unicode: true }),
  'every-kind/plan-120.txt': () => terminal(EVERY_KIND, { width: 120, unicode: true }),
  'every-kind/plan-ascii.txt': () => terminal(EVERY_KIND, { width: 120, unicode: false }),
  'every-kind/plan-tones.txt': () => toned(planText(EVERY_KIND, { width: 120, unicode: true })),
  'every-kind/plan.md': () => plansMarkdown([EVERY_KIND]),
  'every-kind/plan.json': () =>
    plansJson([{ status: 'planned', view: EVERY_KIND, exit: 4 }], { texts: false }),
  'every-kind/drift.txt': () => plain(driftText(EVERY_KIND, { width: 100, unicode: true })),
  'held/plan-80.txt': () => terminal(EVERYTHING_HELD, { width: 80, unicode: true }),
  'held/plan-120.txt': () => terminal(EVERYTHING_HELD, { width: 120, unicode: true }),
  'held/plan.md': () => plansMarkdown([EVERYTHING_HELD]),
  'no-changes/plan.txt': () => terminal(aView(), { unicode: true }),
  'no-changes/plan-unmanaged.txt': () =>
    terminal(aView(), { width: 80, unicode: true, unmanaged: true }),
  'no-changes/plan.md': () => plansMarkdown([aView()]),
  'no-changes/drift.txt': () => plain(driftText(aView(), { unicode: true })),
  'first-apply/plan-80.txt': () => terminal(FIRST_APPLY, { width: 80, unicode: true }),
  'long-diff/plan-80.txt': () => terminal(LONG_DIFF, { width: 80, unicode: true }),
  'long-diff/plan-full.txt': () => terminal(LONG_DIFF, { unicode: true, full: true }),
  'long-diff/plan.md': () => plansMarkdown([LONG_DIFF]),
  'several/plans.md': () =>
    plansMarkdown([EVERY_KIND, aView(aPlan(), EMBEDDED), EVERYTHING_HELD, aView(), FIRST_APPLY]),
  'several/plans.json': () =>
    plansJson(
      [
        { status: 'planned', view: aView(aPlan(), EMBEDDED), exit: 0 },
        {
          status: 'refused',
          environment: 'staging',
          exit: 7,
          message: 'rules.list: 403: permission denied',
          hint: 'grant it',
        },
      ],
      { texts: false },
    ),
  'partial/apply-80.txt': () => applied({ width: 80, unicode: true }, partial()),
  'partial/apply-120.txt': () => applied({ width: 120, unicode: true }, partial()),
  'partial/apply.json': () =>
    plansJson(
      [
        {
          status: 'applied',
          measured: [aMeasured(aVerdict('okta_mfa_fatigue'))],
          view: EVERY_KIND,
          exit: 6,
          outcomes: partial().outcomes,
          interrupted: false,
          journal: '.chron/journal/prod-2026-09-18T091403Z.jsonl',
          lastPlan: EVERY_KIND.plan,
        },
      ],
      { texts: true },
    ),
  'interrupted/apply.txt': () =>
    applied(
      { width: 100, unicode: false },
      { ...ENDED, outcomes: partial().outcomes.slice(0, 3), interrupted: true, exit: 130 },
    ),
  'complete/apply.txt': () =>
    applied(
      { width: 100, unicode: true },
      {
        ...ENDED,
        planned: 9,
        outcomes: partial().outcomes.slice(0, 9),
        lastPlan: aPlan({ held: everyReason().slice(0, 1) }),
        exit: 4,
      },
    ),
  'stale/apply.txt': () =>
    plain([
      ...freshLine(SAVED.digest, 7, new Date('2026-09-18T09:14:03Z')),
      ...staleText(
        [
          {
            object: 'okta_mfa_fatigue',
            planned: 'v_1755201_0',
            now: 'v_1758190_0',
            changed: new Date('2026-09-18T09:41:00Z'),
          },
          { object: '%vpn_ranges', planned: 'absent', now: 'present' },
        ],
        'chron plan --env prod --out prod.plan.json',
        { width: 80 },
      ),
    ]),
  'gated/plan.txt': () => plain(planText(gatedView(), { unicode: true })),
  'gated/plan-80.txt': () => plain(planText(gatedView(), { unicode: false, width: 80 })),
  'gated/plan.md': () => plansMarkdown([gatedView()]),
  'gated/plan.json': () =>
    plansJson([{ status: 'planned', view: gatedView(), exit: 4 }], { texts: false }),
  'gated/apply.txt': () => gated({ unicode: true }),
  'gated/apply-80.txt': () => gated({ unicode: false, width: 80 }),
};

const ENDED: ApplyResult = {
  environment: 'prod',
  git: aView().git,
  planned: 15,
  outcomes: [],
  measured: [],
  plan: { changes: [] },
  interrupted: false,
  journal: '.chron/journal/prod-2026-09-18T091403Z.jsonl',
  again: 'chron apply --env prod',
  exit: 0,
};

describe('the rendered text', () => {
  it.each(Object.entries(TEXTS))('of %s is as agreed', async (path, render) => {
    await expect(render()).toMatchFileSnapshot(join('../golden/report', path));
  });

  it.each(Object.entries(TEXTS))('of %s is the same the second time', (_, render) => {
    expect(render()).toBe(render());
  });

  it.each(Object.entries(TEXTS).filter(([path]) => /-(?:80|120)\.txt$/.test(path)))(
    'of %s fits its terminal',
    (path, render) => {
      const width = Number(/-(\d+)\.txt$/.exec(path)?.[1]);
      const tooWide = render()
        .split('\n')
        .filter((one) => one.length > width);
      expect(tooWide).toEqual([]);
    },
  );

  it('has no golden file that nothing renders', () => {
    const folder = join(import.meta.dirname, '../golden/report');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(new Set(files)).toEqual(new Set(Object.keys(TEXTS)));
  });
});

/** An apply in which the twelfth change fails and the removals after it are left. */
function partial(): ApplyResult {
  const outcomes = everyKind().changes.map((change, index): Outcome => {
    if (index < 11) return { change, durationMs: 1000 + index * 90, status: 'done', note: 'ru_9a' };
    return index === 11
      ? {
          change,
          durationMs: 61_234,
          status: 'failed',
          because: 'rules.enableAlerting: 503: backend unavailable, after 4 tries',
          hint: 'the service is down: run the same apply again later',
        }
      : { change, durationMs: 0, status: 'skipped', because: 'an earlier change failed' };
  });
  return {
    ...ENDED,
    outcomes,
    lastPlan: aPlan({ changes: everyKind().changes.slice(11) }),
    exit: 6,
  };
}

/** An apply in which the gate holds one rule that is too loud, and one that could not be measured. */
function gated(options: TextOptions): string {
  const { changes } = everyKind();
  const layout = applyLayout(changes, options);
  const loud = aLoudVerdict('aws_root_login_without_mfa');
  const unproven = anUnprovenVerdict('proc_lsass_read', 'hunt oh_1 is at 40 %');
  const held = new Map([loud, unproven].map((verdict) => [verdict.rule, verdict]));
  const outcomes = changes.map((change): Outcome => {
    const verdict = 'name' in change ? held.get(change.name) : undefined;
    return verdict === undefined || !('value' in change) || !change.value
      ? { change, durationMs: 1000, status: 'done' }
      : { change, durationMs: 0, status: 'held', verdict };
  });
  const measured = [
    aMeasured(loud),
    aMeasured(unproven),
    aMeasured(aQuieterVerdict('okta_mfa_fatigue'), { durationMs: 31_000 }),
    aMeasured(aVerdict('okta_mfa_fatigue'), { purpose: 'evidence' }),
    aMeasured(aLoudVerdict('vpn_login'), { purpose: 'list', restore: ['corp_admins'] }),
  ];
  const result = { ...ENDED, outcomes, measured, plan: { changes }, exit: 4, lastPlan: aPlan() };
  return plain([
    ...measured.flatMap((one) => measuredLine(one, layout)),
    ...outcomes.flatMap((outcome, index) => applyLine(outcome, index + 1, layout)),
    ...appliedText(result, options),
  ]);
}

function applied(options: TextOptions, result: ApplyResult): string {
  const layout = applyLayout(everyKind().changes, options);
  const lines = result.outcomes.flatMap((outcome, index) => applyLine(outcome, index + 1, layout));
  return plain([...lines, ...appliedText(result, options)]);
}

/** Tones written out, so that a golden file shows them. */
function toned(lines: Styled): string {
  return lines
    .map((one) =>
      one.map(({ text, tone }) => (tone === undefined ? text : `{${tone}:${text}}`)).join(''),
    )
    .map((one) => `${one}\n`)
    .join('');
}
