import { compareDetections } from '../../lib/gate/compare.ts';
import { DEFAULT_GATE, type GatePolicy } from '../../lib/model/gate.ts';
import type { Detection, TimeRange } from '../../lib/model/detection.ts';
import type { Deployment, Rule } from '../../lib/model/rule.ts';
import type { Gap, Measurement } from '../../lib/model/verdict.ts';
import { textHash } from '../../lib/plan/hash.ts';
import type { Measure } from '../../lib/ports/measure.ts';
import type { LiveState, TextChange, Transition, WantedState } from '../../lib/gate/transition.ts';
import { aRule, ruleText } from '../helpers/builders.ts';
import type { FakeSecOps } from '../helpers/fake-secops.ts';
import { apply, aWorld, gitList, liveRules, type World } from './world.ts';

/** What everything that is measured comes to. */
export type Found = 'pass' | 'fail' | 'unproven';

const DEPLOYED: Readonly<Record<LiveState | WantedState, Deployment>> = {
  new: { enabled: false, alerting: false },
  off: { enabled: false, alerting: false },
  'off-alerting': { enabled: false, alerting: false },
  enabled: { enabled: true, alerting: false },
  alerting: { enabled: true, alerting: true },
};

const TEXTS: Readonly<Record<TextChange, { threshold?: number; severity?: string }>> = {
  none: {},
  harmless: { severity: 'LOW' },
  logic: { threshold: 2 },
};

/** The rule `a`, which names the list `vip`. */
export function ruleA(deployment: Deployment, change: TextChange = 'none'): Rule {
  const lists = ['vip'];
  return aRule('a', { text: ruleText('a', { ...TEXTS[change], lists }), lists, deployment });
}

/** A tenant in which the rule `a` is as a transition begins, and a second commit with what it wants. */
export async function worldOf(
  { live, wanted, text, listEdited }: Transition,
  policy: Partial<GatePolicy> = {},
): Promise<World> {
  const before = gitList('vip', 'x');
  const commits = [
    { rules: live === 'new' ? [ruleB()] : [ruleA(DEPLOYED[live]), ruleB()], lists: [before] },
    {
      rules: [ruleA(DEPLOYED[wanted], text), ruleB()],
      lists: [listEdited ? gitList('vip', 'x', 'y') : before],
    },
  ];
  // what somebody has done in the console is put back, so that every transition comes about
  const world = aWorld(commits, { drift: 'revert' });
  await apply(world, 0);
  if (live === 'off-alerting') {
    await world.tenant.console.setAlerting((await theRule(world.tenant))?.ruleId ?? '', true);
  }
  return { ...world, environment: { ...world.environment, gate: { ...DEFAULT_GATE, ...policy } } };
}

/** Keeps the list in the repository, whatever becomes of the other rule; no rename of it starts or ends here. */
function ruleB(): Rule {
  const lines = Array.from({ length: 40 }, (_, index) => `// line ${index} of something else`);
  const text = `${lines.join('\n')}\n${ruleText('b', { lists: ['vip'] })}`;
  const rule = { ...ruleA(DEPLOYED.off), name: 'b', path: 'rules/family/b.yaral', text };
  return { ...rule, meta: new Map([['rule_id', 'id_b']]) };
}

export async function theRule(tenant: FakeSecOps) {
  return (await liveRules(tenant, 'a'))[0];
}

/** A measurement of a range: none, or more detections than any limit bears, or one that was cut off. */
export function measurementOf(
  found: Found,
  facts: Pick<Measurement, 'rule' | 'by' | 'range'> & { readonly text: string },
): Measurement {
  const detections = found === 'fail' ? LOUD.map((one) => at(one, facts.range)) : [];
  const gaps: readonly Gap[] = found === 'unproven' ? [{ kind: 'result-cap', of: 'after' }] : [];
  return {
    ...facts,
    text: textHash(facts.text),
    comparison: compareDetections(undefined, detections, facts.range),
    gaps,
    logTypes: [],
  };
}

const LOUD: readonly number[] = Array.from({ length: 101 }, (_, index) => index);

function at(number: number, { from }: TimeRange): Detection {
  const time = new Date(from.getTime() + 1000 * number);
  return {
    ruleName: 'a',
    multiEvent: false,
    detectionTime: time,
    window: { from: time, to: time },
    matches: [],
    outcomes: [],
    samples: [{ label: 'e', events: [{ metadata: { id: `e${number}` } }], entities: [] }],
  };
}

/** Finds the same in all that it is asked; `asked` has every question in a few words. Never hunts what alerts. */
export function fakeMeasure(
  tenant: FakeSecOps,
  found: Found | ((by: Measurement['by']) => Found),
): Measure & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  const find = (by: Measurement['by']): Found => (typeof found === 'string' ? found : found(by));
  return {
    asked,
    testRun: async ({ rule, text, before, range }) => {
      asked.push(`test run${before === undefined ? '' : ' of both'}`);
      return measurementOf(find('test-run'), { rule, text, by: 'test-run', range });
    },
    retrohunt: async ({ rule, text, ruleId, versionId, range }) => {
      asked.push('retrohunt');
      const live = await tenant.getRule(ruleId);
      if (live?.deployment.alerting !== false) throw new Error('an alerting rule was hunted');
      if (live.version.versionId !== versionId) throw new Error('not the newest version');
      return measurementOf(find('retrohunt'), { rule, text, by: 'retrohunt', range });
    },
  };
}

/** The second apply of a world, stopped by somebody as soon as it hunts. */
export function interrupted(world: World, found: Found): ReturnType<typeof apply> {
  const stop = new AbortController();
  const fake = fakeMeasure(world.tenant, found);
  return apply(world, 1, {
    signal: stop.signal,
    closing: world.tenant,
    measure: {
      ...fake,
      retrohunt: (subject) => {
        stop.abort(new Error('interrupted'));
        return fake.retrohunt(subject);
      },
    },
  });
}
