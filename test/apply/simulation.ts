import { exitCodes } from '../../lib/apply/exit.ts';
import { ApiError } from '../../lib/errors.ts';
import type { LiveRule, Rule } from '../../lib/model/rule.ts';
import type { CommitState } from '../../lib/plan/base.ts';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import type { SecOps } from '../../lib/ports/secops.ts';
import { type Call, MUTATIONS, scripted } from '../helpers/scripted-secops.ts';
import { MemoryJournal } from './memory-journal.ts';
import { apply, type Applied, gitList, gitRule, planOf, type World } from './world.ts';

/** Numbers from 0 to 1 that are the same for the same seed. */
export type Dice = () => number;

/** Mulberry32: 32 bits of state are enough for histories of a few dozen throws. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <T>(dice: Dice, from: readonly [T, ...T[]]): T =>
  from[Math.floor(dice() * from.length)] ?? from[0];

/** One commit of a small repository: some of six rules, each in one of three texts, and two lists. */
export function aCommit(dice: Dice): CommitState {
  const rules = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5']
    .filter((name) => name === 'r0' || dice() < 0.75)
    .map((name): Rule => {
      const enabled = dice() < 0.7;
      return gitRule(name, {
        threshold: pick(dice, [1, 2, 3]),
        enabled,
        alerting: enabled && dice() < 0.5,
        lists: dice() < 0.3 ? [pick(dice, ['l0', 'l1'])] : [],
      });
    });
  const named = new Set(rules.flatMap(({ lists }) => lists));
  return {
    rules,
    lists: ['l0', 'l1']
      .filter((name) => named.has(name))
      .map((name) => gitList(name, pick(dice, ['x', 'y', 'z']))),
  };
}

/** The process is gone: nothing it does has an effect any more. */
export class Crash extends Error {}

/** How a call can go wrong, and whether it has had its effect then. */
export type Fault =
  | 'none'
  | 'rejected'
  | 'lost-before'
  | 'lost-after'
  | 'crash-before'
  | 'crash-after';

/** A port to the tenant whose calls go wrong as `faultOf` says. After a crash no call has an effect. */
export function faulty(tenant: SecOps, faultOf: (call: Call) => Fault) {
  let crashed = false;
  return scripted(tenant, async (call, effect) => {
    if (crashed) throw new Crash();
    const fault = faultOf(call);
    crashed = fault.startsWith('crash');
    switch (fault) {
      case 'none':
        return effect();
      case 'rejected':
        throw new ApiError({
          operation: call.method,
          status: 400,
          effect: 'rejected',
          detail: fault,
        });
      case 'lost-before':
        throw new ApiError({
          operation: call.method,
          status: 0,
          effect: 'ambiguous',
          detail: fault,
        });
      case 'lost-after':
        await effect();
        throw new ApiError({
          operation: call.method,
          status: 0,
          effect: 'ambiguous',
          detail: fault,
        });
      case 'crash-before':
        throw new Crash();
      case 'crash-after':
        await effect();
        throw new Crash();
    }
  });
}

/** One apply under faults; undefined if it crashed. Throws where an invariant is broken. */
export async function attempt(
  world: World,
  head: number,
  faultOf: (call: Call) => Fault,
): Promise<Applied | undefined> {
  const journal = new MemoryJournal();
  const wanted = world.commits[head]?.rules ?? [];
  let mutations = 0;
  const watched = scripted(world.tenant, async (call, effect) => {
    if (!MUTATIONS.has(call.method)) return effect();
    mutations += 1;
    const intents = journal.entries.filter(({ event }) => event === 'intent').length;
    demand(intents >= mutations, 'I7: a mutation without an intent in the journal');
    if (call.method === 'setEnabled' && call.args[1] === true) {
      const rule = await world.tenant.getRule(String(call.args[0]));
      const text = wanted.find(({ name }) => name === rule?.name)?.text;
      demand(rule?.version.text === text, 'I4: enabled with a text that git does not want');
    }
    return effect();
  });
  try {
    const applied = await apply(world, head, { secops: faulty(watched, faultOf), journal });
    const codes = exitCodes(applied);
    const clean =
      applied.outcomes.every(({ status }) => status === 'done') &&
      applied.memory.status !== 'not-written' &&
      applied.last?.changes.length === 0;
    demand(
      codes.includes(6) !== clean,
      `I9: exit ${codes.join()} for what is ${clean ? '' : 'not '}done`,
    );
    return applied;
  } catch (error) {
    if (error instanceof Crash) return undefined;
    throw error;
  }
}

/** Everything the tenant holds under chron's hand is as git wants it, once (I1, I2). */
export async function demandInStep({ tenant, commits }: World, head: number): Promise<void> {
  const wanted = commits[head] ?? { rules: [], lists: [] };
  const active = (await tenant.listRules()).filter(({ archived }) => !archived);
  const names = active.map(({ name }) => name);
  demand(new Set(names).size === names.length, `I2: duplicates among ${names.join()}`);
  const found = active
    .filter(({ name }) => name !== STRANGER)
    .map(({ name, version, deployment }) => said({ name, text: version.text, ...deployment }));
  const expected = wanted.rules.map(({ name, text, deployment }) =>
    said({ name, text, ...deployment }),
  );
  demand(
    found.toSorted().join('\n') === expected.toSorted().join('\n'),
    'I1: rules are not as git wants them',
  );
  for (const list of wanted.lists) {
    const live = await tenant.getList(list.name);
    demand(
      live !== undefined && contentHash(live) === contentHash(list),
      `I1: %${list.name} is not as git wants it`,
    );
  }
}

interface Said {
  readonly name: string;
  readonly text: string;
  readonly enabled: boolean;
  readonly alerting: boolean;
}

function said({ name, text, enabled, alerting }: Said): string {
  return `${name} ${textHash(text)} ${enabled} ${alerting}`;
}

/** A further apply has nothing to do and sends nothing (I6). */
export async function demandIdle(world: World, head: number): Promise<void> {
  const secops = scripted(world.tenant, (_call, effect) => effect());
  const planned = await planOf(world, head);
  demand(planned.plan.changes.length === 0, 'I6: the next plan is not empty');
  await apply(world, head, { secops, planned });
  demand(secops.calls.length === 0, 'I6: a second apply makes calls');
}

/** A rule that nobody told chron about. */
export const STRANGER = 'stranger';

export async function addStranger({ tenant }: World): Promise<LiveRule | undefined> {
  return tenant.getRule(await tenant.console.createRule(gitRule(STRANGER, { threshold: 42 }).text));
}

export function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
