import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../lib/text.ts';
import { aList } from '../helpers/builders.ts';
import { NAMES, ruleOf, textOf, type TextFacts } from './scenario.ts';
import { World } from './walk.ts';

const RUNS = 300;

const flags = fc.record({ enabled: fc.boolean(), alerting: fc.boolean() });
const name = fc.constantFrom(...NAMES.slice(0, 3));
const facts: fc.Arbitrary<TextFacts> = fc.record({
  name,
  // Mostly without an id, so that names are what counts.
  id: fc.constantFrom('', '', '', 'one', 'two'),
  body: fc.constantFrom('logins' as const, 'processes' as const),
  threshold: fc.integer({ min: 0, max: 3 }),
});
const pick = fc.nat(20);
const list = fc
  .constantFrom(['one'], ['two'], ['one', 'two'])
  .map((lines) => aList('l', { lines }));

type Step = readonly [words: string, act: (world: World) => void];

const inGit: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(facts, flags)
    .map(([text, on]): Step => [
      `git: put ${text.name} ${text.id} ${text.body} ${text.threshold} ${on.enabled} ${on.alerting}`,
      (world) => world.put(ruleOf(text, on)),
    ]),
  name.map((one): Step => [`git: remove ${one}`, (world) => world.remove(one)]),
  list.map((one): Step => [`git: list ${one.lines.join()}`, (world) => world.putList(one)]),
  fc.constant<Step>(['git: commit', (world) => world.commit()]),
);

const atConsole: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(pick, facts).map(([which, text]): Step => [
    `console: edit ${which} to ${text.body} ${text.id} 9${text.threshold}`,
    (world) =>
      world.atConsole(which, (tenant, rule) =>
        tenant.addVersion(rule.ruleId, {
          name: rule.name,
          text: textOf({ ...text, name: rule.name, threshold: 90 + text.threshold }),
          multiEvent: false,
        }),
      ),
  ]),
  fc
    .tuple(pick, fc.constantFrom('enabled', 'alerting'), fc.boolean())
    .map(([which, flag, value]): Step => [
      `console: set ${which} ${flag} ${value}`,
      (world) =>
        world.atConsole(which, (tenant, rule) => tenant.set(rule.ruleId, { [flag]: value })),
    ]),
  pick.map((which): Step => [
    `console: archive ${which}`,
    (world) =>
      world.atConsole(which, (tenant, rule) => {
        tenant.set(rule.ruleId, { enabled: false });
        tenant.archive(rule.ruleId);
      }),
  ]),
  pick.map((which): Step => [
    `console: unarchive ${which}`,
    (world) => world.atConsole(which, (tenant, rule) => tenant.unarchive(rule.ruleId)),
  ]),
  pick.map((which): Step => [
    `console: delete ${which}`,
    (world) => world.atConsole(which, (tenant, rule) => tenant.remove(rule.ruleId)),
  ]),
  facts.map((text): Step => [
    `console: create ${text.name} ${text.body}`,
    (world) => {
      world.tenant.create({ name: text.name, text: textOf(text), multiEvent: false });
    },
  ]),
  list.map((one): Step => [
    `console: list ${one.lines.join()}`,
    (world) => world.tenant.putList(one),
  ]),
  fc.constant<Step>(['console: forget', (world) => world.forget()]),
);

const killed: fc.Arbitrary<Step> = fc
  .nat(4)
  .map((crashAfter) => [
    `apply, killed after ${crashAfter}`,
    (world) => world.apply({ crashAfter }),
  ]);

const applied: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>(['apply', (world) => world.apply()]),
  name.map((failing): Step => [`apply, ${failing} fails`, (world) => world.apply({ failing })]),
  fc
    .subarray([...NAMES], { minLength: 1 })
    .map((only): Step => [`apply --rule ${only.join(' ')}`, (world) => world.apply({ only })]),
);

const walk = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: inGit },
    { weight: 2, arbitrary: atConsole },
    { weight: 3, arbitrary: applied },
    { weight: 1, arbitrary: killed },
  ),
  { minLength: 5, maxLength: 30 },
);

/** Nobody at the console, and whoever was interrupted tries again before git moves on. */
const undisturbed = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: inGit },
    { weight: 2, arbitrary: applied },
    {
      weight: 1,
      arbitrary: killed.map(([words, act]): Step => [
        `${words}, and again`,
        (world) => {
          act(world);
          world.apply();
        },
      ]),
    },
  ),
  { minLength: 5, maxLength: 30 },
);

describe('a tenant, over many commits, console edits, applies and crashes', () => {
  it('has nothing twice, nothing on with another text, and no console edit written over', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        const world = new World();
        const trail: string[] = [];
        for (const [words, act] of steps) {
          trail.push(words);
          act(world);
          expect(world.complaints, trail.join('\n')).toEqual([]);
        }
        // However it went: one whole apply brings the tenant in step with git, but for what is held.
        world.apply();
        expect(world.complaints, trail.join('\n')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('has exactly what git wants, and nothing held, where nobody comes between', () => {
    fc.assert(
      fc.property(undisturbed, facts, (steps, last) => {
        const world = new World();
        for (const [, act] of steps) act(world);
        world.put(ruleOf(last, { enabled: true, alerting: false }));
        world.apply();
        const trail = steps.map(([words]) => words).join('\n');
        expect(world.complaints, trail).toEqual([]);
        expect(world.plan().plan.held, trail).toEqual([]);
        const active = world.tenant.live.rules.filter(({ archived }) => !archived);
        expect(
          active
            .map(({ name: one, version, deployment }) => [one, version.text, deployment])
            .toSorted(byName),
          trail,
        ).toEqual(
          world.tree.rules
            .map(({ name: one, text, deployment }) => [one, text, deployment])
            .toSorted(byName),
        );
        expect(world.tenant.live.lists.map(({ lines }) => lines)).toEqual(
          world.tree.lists.map(({ lines }) => lines),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

function byName(before: readonly unknown[], after: readonly unknown[]): number {
  return compareText(String(before[0]), String(after[0]));
}
