import { describe, expect, it } from 'vitest';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import type { Deployment } from '../../lib/model/rule.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aLiveRule, aRule } from '../helpers/builders.ts';
import { aBaseRule, anInput } from './input.ts';
import { planWords } from './words.ts';

const ALERTS: Deployment = { enabled: true, alerting: true };
const OFF: Deployment = { enabled: false, alerting: false };

function planOf(given: Deployment, wanted: Deployment, gate: 'off' | typeof DEFAULT_GATE) {
  return makePlan(
    anInput({
      wanted: [aRule('a', { deployment: wanted })],
      base: [aBaseRule('a', { deployment: given })],
      live: [aLiveRule('a', { enabled: false, alerting: true })],
      environment: { gate },
    }),
  );
}

describe('a rule that alerts while it is disabled, and is to be enabled', () => {
  it('stops alerting first and starts again last, where it is measured in between', () => {
    expect(planWords(planOf(OFF, ALERTS, DEFAULT_GATE)).changes).toEqual([
      'set-alerting off a',
      'set-enabled on a',
      'set-alerting on a',
    ]);
  });

  it('is only enabled with the gate off', () => {
    expect(planWords(planOf(OFF, ALERTS, 'off')).changes).toEqual(['set-enabled on a']);
  });

  it('stays disabled where its alerting is held, since it could not be measured', () => {
    const wanted = { enabled: true, alerting: false };
    const { changes, held } = planOf(OFF, wanted, DEFAULT_GATE);
    expect(changes).toEqual([]);
    expect(
      held.map(({ reason, differences }) => [reason, differences.map((one) => one.field)]),
    ).toEqual([['changed-outside', ['enabled', 'alerting']]]);
  });
});
