import {
  addStranger,
  aCommit,
  attempt,
  demand,
  demandIdle,
  demandInStep,
  type Dice,
  diceOf,
  type Fault,
  faulty,
  pick,
} from './simulation.ts';
import { apply, aWorld, gitRule, planOf, type World } from './world.ts';

/** Runs every seed, and names those that fail, so that they can be run again. */
export async function failures(
  count: number,
  trial: (dice: Dice) => Promise<void>,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let seed = 1; seed <= count && failed.length < 5; seed += 1) {
    try {
      await trial(diceOf(seed));
    } catch (error) {
      failed.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed;
}

const FAULTS = ['rejected', 'lost-before', 'lost-after', 'crash-before', 'crash-after'] as const;

/** At most so many tries until one goes through without a fault. */
async function settle(world: World, head: number, dice: Dice, rate: number): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await attempt(world, head, () => (dice() < rate ? pick(dice, [...FAULTS]) : 'none'));
  }
  await attempt(world, head, () => 'none');
}

/** Lets each call of an apply fail in turn, and applies once more; how many calls there were. Throws what is broken. */
export async function pointsSwept(fault: Fault, head: number): Promise<number> {
  for (let at = 0; ; at += 1) {
    const dice = diceOf(7);
    const world = aWorld([aCommit(dice), aCommit(dice)]);
    if (head === 1) await apply(world, 0);
    let reached = false;
    await attempt(world, head, ({ number }) => {
      reached ||= number === at;
      return number === at ? fault : 'none';
    });
    if (!reached) return at;
    await attempt(world, head, () => 'none');
    await demandInStep(world, head);
    await demandIdle(world, head);
  }
}

/** Two commits, each applied under faults until an apply goes through: then git's, once, and nothing else touched. */
export const converges = async (dice: Dice): Promise<void> => {
  const world = aWorld([aCommit(dice), aCommit(dice)]);
  const stranger = await addStranger(world);
  const rate = dice() * 0.4;
  for (const head of [0, 1]) {
    await settle(world, head, dice, rate);
    await demandInStep(world, head);
    await demandIdle(world, head);
  }
  const after = await world.tenant.getRule(stranger?.ruleId ?? '');
  demand(JSON.stringify(after) === JSON.stringify(stranger), 'I3: an unmanaged rule was touched');
};

/** Somebody turns or edits something in the console: it stays, under faults too. */
export const keepsTheConsole = async (dice: Dice): Promise<void> => {
  const world = aWorld([aCommit(dice), aCommit(dice)]);
  await apply(world, 0);
  const rules = await world.tenant.listRules();
  const rule = rules[Math.floor(dice() * rules.length)];
  if (rule === undefined) throw new Error('an empty tenant');
  const text = gitRule(rule.name, { threshold: 99 }).text;
  const kind = pick(dice, ['text', 'enabled', 'alerting']);
  const { ruleId, deployment } = rule;
  if (kind === 'text') await world.tenant.console.editRule(ruleId, text);
  if (kind === 'enabled') await world.tenant.console.setLive(ruleId, !deployment.enabled);
  if (kind === 'alerting') await world.tenant.console.setAlerting(ruleId, !deployment.alerting);
  const edited = await world.tenant.getRule(ruleId);

  await settle(world, 0, dice, 0.3);
  demand(
    JSON.stringify(await world.tenant.getRule(ruleId)) === JSON.stringify(edited),
    'a console edit was lost',
  );
  await demandIdle(world, 0);

  // git moves on: a text that nobody gave stays, whatever else is planned for the rule.
  await settle(world, 1, dice, 0.3);
  const after = await world.tenant.getRule(ruleId);
  demand(kind !== 'text' || after?.version.text === text, 'a console text was lost when git moved');
  await demandIdle(world, 1);
};

/** Two applies of one commit side by side, the second begun anywhere in the first. */
export const runsTwice = async (dice: Dice): Promise<void> => {
  const world = aWorld([aCommit(dice), aCommit(dice)]);
  const head = pick(dice, [0, 1]);
  if (head === 1) await apply(world, 0);
  const slow = faulty(world.tenant, () => 'none');
  const one = apply(world, head, { secops: slow });
  for (let turns = Math.floor(dice() * 60); turns > 0; turns -= 1) await Promise.resolve();
  const other = apply(world, head);
  const ends = await Promise.allSettled([one, other]);
  for (const end of ends) {
    const error: unknown = end.status === 'rejected' ? end.reason : undefined;
    demand(
      error === undefined || (error instanceof Error && error.name === 'MemoryMovedError'),
      String(error),
    );
  }
  await attempt(world, head, () => 'none');
  await demandInStep(world, head);
  await demandIdle(world, head);
};

/** First contact with a tenant that has some of the rules: what is held at first stays as it was, for good. */
export const meetsATenant = async (dice: Dice): Promise<void> => {
  const world = aWorld([aCommit(dice), aCommit(dice)]);
  const { tenant } = world;
  for (const { name, text, lists } of world.commits[0]?.rules ?? []) {
    if (dice() < 0.4) continue;
    for (const list of lists) await tenant.console.editList(list, ['x']);
    const strange = dice() < 0.2;
    const id = await tenant.console.createRule(
      strange ? gitRule(name, { threshold: 77 }).text : text,
    );
    if (dice() < 0.5) await tenant.console.setAlerting(id, true);
    if (dice() < 0.5) await tenant.console.setLive(id, false);
  }
  const before = new Map((await tenant.listRules()).map((rule) => [rule.ruleId, rule]));
  const { held } = (await planOf(world, 1)).plan;
  await settle(world, 1, dice, 0.3);
  for (const { object, ids, differences } of held) {
    for (const id of object === 'rule' ? ids : []) {
      const [then, now] = [before.get(id), await tenant.getRule(id)];
      for (const { field } of differences) {
        const kept =
          field === 'text'
            ? then?.version.text === now?.version.text
            : field !== 'enabled' && field !== 'alerting'
              ? true
              : then?.deployment[field] === now?.deployment[field];
        demand(kept, `the ${field} of ${then?.name} was held, and changed`);
      }
    }
  }
  await demandIdle(world, 1);
};
