import type { Purpose } from '../model/gating.ts';
import type { Change } from '../model/plan.ts';
import { objectOf } from './change.ts';
import { gatedStepOf, writesText, type GatedRule } from './gating.ts';
import type { Step, Waiting } from './schedule.ts';

/** One measurement on its way. It changes nothing in the tenant but that a hunt runs. */
export interface MeasureStep extends Waiting {
  readonly measures: GatedRule;
  readonly purpose: Purpose;
}

export type AnyStep = Step | MeasureStep;

/**
 * Puts measurements between the changes of a plan (design §5): a hunt once the version is stored and nothing of the
 * rule alerts any more, a test run before a version replaces another, either once the lists that the rule names are
 * live; then what the gate guards, each change only after its measurement. Measurements are numbered after the changes.
 */
export function withMeasuring(
  steps: readonly Step[],
  gated: readonly GatedRule[],
): readonly AnyStep[] {
  const own = new Map<string, Step[]>();
  for (const step of steps) {
    const object = objectOf(step.change);
    own.set(object, [...(own.get(object) ?? []), step]);
  }
  const measuring: MeasureStep[] = [];
  const waits = new Map<number, number[]>();
  let number = steps.length;
  for (const rule of gated) {
    const mine = own.get(rule.rule.name) ?? [];
    const add = (purpose: Purpose, needs: readonly number[]): number => {
      number += 1;
      measuring.push({ number, measures: rule, purpose, needs, after: [], removal: false });
      return number;
    };
    const wait = (on: number, which: (change: Change) => boolean): void => {
      for (const step of mine.filter(({ change }) => which(change))) {
        waits.set(step.number, [...(waits.get(step.number) ?? []), on]);
      }
    };
    const { measure, gated: held, evidence } = rule.demand;
    const lists = rule.rule.lists.flatMap((name) => own.get(`%${name}`) ?? []);
    const before = measure === 'retrohunt' ? [...lists, ...mine.filter(precedesHunt)] : lists;
    const first = add(measure === 'test-run-after-list' ? 'list' : 'gate', before.map(numberOf));
    wait(first, (change) => {
      const step = gatedStepOf(change);
      return step !== undefined && held.includes(step);
    });
    const text = mine.find(({ change }) => writesText(change));
    if (evidence === 'retrohunt' && text !== undefined) {
      wait(add('evidence', [text.number]), (change) => gatedStepOf(change) === 'set-alerting');
    }
  }
  const changes = steps.map((step) => {
    const on = waits.get(step.number);
    return on === undefined ? step : { ...step, needs: [...step.needs, ...on] };
  });
  return [...changes, ...measuring];
}

/** A hunt is of the stored text, of a rule that is there and does not alert. */
function precedesHunt({ change }: Step): boolean {
  if (change.kind === 'set-alerting') return !change.value;
  return change.kind === 'unarchive-rule' || writesText(change);
}

function numberOf({ number }: Waiting): number {
  return number;
}
