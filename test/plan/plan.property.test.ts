import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Memory } from '../../lib/model/memory.ts';
import type { PlanInput } from '../../lib/model/plan.ts';
import type { LiveRule } from '../../lib/model/rule.ts';
import { makeBase } from '../../lib/plan/base.ts';
import { firstMemory, nextMemory } from '../../lib/plan/next-memory.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aRule } from '../helpers/builders.ts';
import { textHash } from '../../lib/plan/hash.ts';
import { carriedOut } from './carry-out.ts';
import { scenario } from './scenario.ts';
import { planWords } from './words.ts';

const RUNS = 300;
const facts = { repository: 'r', time: new Date('2026-03-01T00:00:00Z'), identity: 'me' };

/** All texts of the input, as git would still have them. */
function textsOf(input: PlanInput) {
  return new Map(
    [
      ...input.wanted.rules,
      ...input.base.rules.flatMap(({ name, text, metaRuleId }) =>
        text === undefined
          ? []
          : [
              aRule(name, {
                text,
                meta: new Map(metaRuleId === undefined ? [] : [['rule_id', metaRuleId]]),
              }),
            ],
      ),
    ].map((rule) => [textHash(rule.text), rule]),
  );
}

function rebased(input: PlanInput, memory: Memory, atCommit: PlanInput['wanted'] | undefined) {
  return { ...input, base: makeBase({ memory, atCommit, texts: textsOf(input) }) };
}

/** As apply does it: at first contact the memory is written, and the plan made again from it. */
function started(input: PlanInput): PlanInput {
  if (input.base.remembered) return input;
  return rebased(input, firstMemory({ plan: makePlan(input), input, ...facts }), undefined);
}

describe('makePlan', () => {
  it('leaves nothing to do, and the same things held, once it is carried out', () => {
    fc.assert(
      fc.property(scenario, (input) => {
        const plan = makePlan(input);
        const live = carriedOut(input.live, plan.changes);
        const { changes, held } = planWords(makePlan({ ...input, live }));
        expect(changes).toEqual([]);
        expect(held).toEqual(planWords(plan).held);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(['clean', 'dirty', 'unborn'] as const)(
    'leaves nothing to do from the memory written after it (%s work tree)',
    (tree) => {
      fc.assert(
        fc.property(scenario, (input) => {
          const begun = started(input);
          const plan = makePlan(begun);
          const live = carriedOut(input.live, plan.changes);
          const last = makePlan({ ...begun, live });
          const commit = tree === 'unborn' ? undefined : 'c1';
          // In a dirty tree the commit knows what base knew: what is wanted is nowhere but here.
          const committed = tree === 'clean' ? input.wanted : { rules: [], lists: [] };
          const memory = nextMemory({ last, input, commit, committed, ...facts });
          const next = rebased(
            { ...input, live },
            memory,
            commit === undefined ? undefined : committed,
          );
          const { changes, held } = planWords(makePlan(next));
          expect(changes).toEqual([]);
          expect(held).toEqual(planWords(plan).held);
        }),
        { numRuns: RUNS },
      );
    },
  );

  it('plans the same from the memory that is written before a first apply', () => {
    fc.assert(
      fc.property(scenario, (input) => {
        const first = { ...input, base: { remembered: false, rules: [], lists: [] } };
        expect(planWords(makePlan(started(first)))).toEqual(planWords(makePlan(first)));
      }),
      { numRuns: RUNS },
    );
  });

  it('does not mind the order of anything', () => {
    fc.assert(
      fc.property(scenario, fc.nat(), (input, seed) => {
        const turn = <One>(all: readonly One[]): readonly One[] => {
          const at = all.length === 0 ? 0 : seed % all.length;
          return [...all.slice(at), ...all.slice(0, at)].toReversed();
        };
        const turned: PlanInput = {
          ...input,
          wanted: { rules: turn(input.wanted.rules), lists: turn(input.wanted.lists) },
          base: {
            ...input.base,
            rules: turn(input.base.rules),
            lists: turn(input.base.lists),
          },
          live: { rules: turn(input.live.rules), lists: turn(input.live.lists) },
          knownTexts: new Map(turn([...input.knownTexts])),
        };
        expect(makePlan(turned)).toEqual(makePlan(input));
      }),
      { numRuns: RUNS },
    );
  });

  it('never touches a rule whose name neither base nor the repository knows', () => {
    fc.assert(
      fc.property(scenario, (input) => {
        const known = new Set([...input.wanted.rules, ...input.base.rules].map(({ name }) => name));
        const { changes } = makePlan(input);
        const after = carriedOut(input.live, changes).rules;
        for (const rule of input.live.rules.filter(({ name }) => !known.has(name))) {
          expect(after.find(({ ruleId }) => ruleId === rule.ruleId)).toEqual(rule);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('never goes over what somebody changed in the console, unless told to', () => {
    fc.assert(
      fc.property(scenario, (scene) => {
        const input: PlanInput = {
          ...scene,
          environment: { ...scene.environment, drift: 'hold' },
          options: { overwrite: [] },
        };
        const after = new Map(
          carriedOut(input.live, makePlan(input).changes).rules.map((rule) => [rule.ruleId, rule]),
        );
        for (const base of input.base.rules) {
          const lives = input.live.rules.filter(({ name }) => name === base.name);
          for (const live of lives) {
            const now = after.get(live.ruleId);
            expect(now).toBeDefined();
            if (now === undefined || lives.length > 1) continue;
            const wanted = input.wanted.rules.find(({ name }) => name === now.name);
            expectKept(base, live, now, wanted);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('comes to the same end from wherever it is interrupted', () => {
    fc.assert(
      fc.property(scenario, fc.nat(), (scene, dice) => {
        const input = started(scene);
        const plan = makePlan(input);
        const done = dice % (plan.changes.length + 1);
        const whole = carriedOut(input.live, plan.changes);
        const part = carriedOut(input.live, plan.changes.slice(0, done));
        const again = makePlan({ ...input, live: part });
        expect(planWords(again).held).toEqual(planWords(plan).held);
        expect(stateOf(carriedOut(part, again.changes))).toEqual(stateOf(whole));
      }),
      { numRuns: RUNS },
    );
  });
});

/** What was changed outside has either been wanted all along, or is as it was. */
function expectKept(
  base: PlanInput['base']['rules'][number],
  live: LiveRule,
  now: LiveRule,
  wanted: PlanInput['wanted']['rules'][number] | undefined,
): void {
  const edited = textHash(live.version.text) !== base.textHash;
  expect(!edited || now.version.text === live.version.text).toBe(true);
  expect(!live.archived || now.archived).toBe(true);
  for (const flag of ['enabled', 'alerting'] as const) {
    const turned = !live.archived && live.deployment[flag] !== base.deployment[flag];
    expect(!turned || now.deployment[flag] === live.deployment[flag]).toBe(true);
  }
  expect(wanted === undefined || wanted.name === now.name).toBe(true);
}

/** What a tenant has, but for what differs from run to run. */
function stateOf({ rules, lists }: PlanInput['live']) {
  return {
    rules: rules
      .map(({ name, archived, deployment, version }) =>
        JSON.stringify([name, archived, deployment, version.text]),
      )
      .toSorted(),
    lists: lists.map(({ name, kind, description, lines }) => ({ name, kind, description, lines })),
  };
}
