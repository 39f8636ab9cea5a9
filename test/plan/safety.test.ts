import { describe, expect, it } from 'vitest';
import { TIERS } from '../../lib/model/environment.ts';
import type { LiveRule } from '../../lib/model/rule.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { TIER_LIMITS } from '../../lib/plan/safety.ts';
import { aLiveRule, aRule } from '../helpers/builders.ts';
import { aBaseRule, anInput, edited } from './input.ts';

const safety = { maxChanged: 0.3, maxArchived: 0.1, minRules: 10, planMaxAgeMs: 0 };
const off = { enabled: false, alerting: false };
const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `r${String(index).padStart(4, '0')}`);

/** `total` managed rules, of which some are edited, turned off, removed; and some new ones. */
function aTenant({
  total,
  changed = 0,
  demoted = 0,
  removed = 0,
  promoted = 0,
  created = 0,
  options = {},
  environment = {},
}: {
  readonly total: number;
  readonly changed?: number;
  readonly demoted?: number;
  readonly removed?: number;
  readonly promoted?: number;
  readonly created?: number;
  readonly options?: { readonly allowChanged?: number; readonly allowArchived?: number };
  readonly environment?: Parameters<typeof anInput>[0]['environment'];
}) {
  const all = names(total);
  const kept = all.slice(removed);
  return makePlan(
    anInput({
      wanted: [
        ...kept.map((name, index) => {
          if (index < changed) return edited(name, 7);
          if (index < changed + demoted) return aRule(name, { deployment: off });
          if (index < changed + demoted + promoted) {
            return aRule(name, { deployment: { enabled: true, alerting: true } });
          }
          return aRule(name);
        }),
        ...names(created).map((name) => aRule(`new_${name}`)),
      ],
      base: all.map((name) => aBaseRule(name)),
      // Texts are alike but for the name: no rename may come between.
      live: all.map((name) => aLiveRule(name)),
      environment: { safety, ...environment },
      options,
    }),
  );
}

function full(count: number, more: Partial<LiveRule> = {}): readonly LiveRule[] {
  return names(count).map((name) => aLiveRule(`theirs_${name}`, more));
}

describe('the safety limits', () => {
  it.each([
    [2, []],
    [3, []],
    [4, [{ kind: 'max-changed', count: 4, of: 10, limit: 0.3 }]],
  ])('take 3 of 10 changed rules, and no more: %i', (changed, objections) => {
    expect(aTenant({ total: 10, changed }).objections).toEqual(objections);
  });

  it.each([
    [0, []],
    [1, []],
    [2, [{ kind: 'max-archived', count: 2, of: 10, limit: 0.1 }]],
  ])('take 1 of 10 archived rules, and no more: %i', (removed, objections) => {
    expect(aTenant({ total: 10, removed }).objections).toEqual(objections);
  });

  it('count demotions and archives as changes, each rule once', () => {
    const plan = aTenant({ total: 20, changed: 2, demoted: 4, removed: 1 });
    expect(plan.objections).toEqual([{ kind: 'max-changed', count: 7, of: 20, limit: 0.3 }]);
  });

  it('count neither creations nor promotions', () => {
    expect(aTenant({ total: 10, promoted: 10, created: 30 }).objections).toEqual([]);
  });

  it('count rules that are disabled for good as archived', () => {
    const plan = aTenant({ total: 10, removed: 2, environment: { removed: 'disable' } });
    expect(plan.objections).toEqual([{ kind: 'max-archived', count: 2, of: 10, limit: 0.1 }]);
  });

  it.each([
    [9, false],
    [10, true],
    [11, true],
  ])('have no percentage below 10 managed rules: %i', (total, objects) => {
    expect(aTenant({ total, changed: total }).objections.length > 0).toBe(objects);
  });

  it.each([
    [3, true],
    [4, false],
    [5, false],
  ])('are lifted for 4 changes by --allow-changed %i: objects %s', (allowChanged, objects) => {
    const plan = aTenant({ total: 10, changed: 4, options: { allowChanged } });
    expect(plan.objections.length > 0).toBe(objects);
  });

  it.each([
    [1, true],
    [2, false],
    [3, false],
  ])('are lifted for 2 archives by --allow-archived %i: objects %s', (allowArchived, objects) => {
    const plan = aTenant({ total: 10, removed: 2, options: { allowArchived } });
    expect(plan.objections.length > 0).toBe(objects);
  });

  it('are lifted each by its own flag', () => {
    const plan = aTenant({
      total: 10,
      changed: 4,
      removed: 2,
      options: { allowChanged: 10 },
    });
    expect(plan.objections.map(({ kind }) => kind)).toEqual(['max-archived']);
  });

  it('do not stumble over shares that have no exact number', () => {
    const at = { ...safety, maxChanged: 0.29 };
    const plan = (changed: number) =>
      aTenant({ total: 100, changed, environment: { safety: at } }).objections.length;
    expect([plan(29), plan(30)]).toEqual([0, 1]);
  });

  it('count a renamed rule once, and unmanaged rules not at all', () => {
    const plan = makePlan(
      anInput({
        wanted: [aRule('new'), ...names(9).map((name) => aRule(name))],
        base: [
          aBaseRule('old', { metaRuleId: 'id_new' }),
          ...names(9).map((name) => aBaseRule(name)),
        ],
        live: [
          aLiveRule('old'),
          ...names(9).map((name) => aLiveRule(name)),
          ...names(50).map((name) => aLiveRule(`theirs_${name}`)),
        ],
        environment: { safety: { ...safety, maxChanged: 0.09 } },
      }),
    );
    expect(plan.objections).toEqual([{ kind: 'max-changed', count: 1, of: 10, limit: 0.09 }]);
  });

  it('do not count the new version of a rule that comes back from the archive', () => {
    const plan = makePlan(
      anInput({
        wanted: [edited('back', 2), ...names(10).map((name) => aRule(name))],
        base: names(10).map((name) => aBaseRule(name)),
        live: [
          aLiveRule('back', { archived: true, ...off }),
          ...names(10).map((name) => aLiveRule(name)),
        ],
        known: { back: [aLiveRule('back').version.text] },
        environment: { safety: { ...safety, maxChanged: 0 } },
      }),
    );
    expect(plan.changes.map(({ kind }) => kind)).toContain('add-version');
    expect(plan.objections).toEqual([]);
  });
});

describe('the quota', () => {
  it.each(
    TIERS.flatMap((tier) =>
      ([-1, 0, 1] as const).map((step) => [tier, TIER_LIMITS[tier].enabled, step] as const),
    ),
  )('of %s takes %i enabled rules: %i', (tier, limit, step) => {
    const plan = makePlan(
      anInput({
        wanted: [aRule('a')],
        live: full(limit - 1 + step),
        environment: { tier },
      }),
    );
    expect(plan.quota.enabled).toEqual({ before: limit - 1 + step, after: limit + step, limit });
    expect(plan.objections).toEqual(
      step > 0 ? [{ kind: 'quota-enabled', after: limit + 1, limit, tier }] : [],
    );
  });

  it.each(
    TIERS.flatMap((tier) =>
      ([-1, 0, 1] as const).map((step) => [tier, TIER_LIMITS[tier].multiEvent, step] as const),
    ),
  )('of %s takes %i multi-event rules: %i', (tier, limit, step) => {
    const plan = makePlan(
      anInput({
        wanted: [aRule('a', { multiEvent: true })],
        live: full(limit - 1 + step, { multiEvent: true }),
        environment: { tier },
      }),
    );
    expect(plan.quota.multiEvent.after).toBe(limit + step);
    expect(plan.objections).toEqual(
      step > 0 ? [{ kind: 'quota-multi-event', after: limit + 1, limit, tier }] : [],
    );
  });

  it('does not object to a plan that is over it already and adds nothing', () => {
    const plan = makePlan(
      anInput({
        wanted: [edited('a', 2)],
        base: [aBaseRule('a')],
        live: [aLiveRule('a'), ...full(1100)],
        environment: { tier: 'standard' },
      }),
    );
    expect(plan.quota.enabled).toEqual({ before: 1101, after: 1101, limit: 1000 });
    expect(plan.objections).toEqual([]);
  });

  it('counts neither disabled nor archived rules, and follows every change', () => {
    const plan = makePlan(
      anInput({
        wanted: [
          aRule('stays', { multiEvent: true }),
          aRule('created'),
          aRule('created_off', { deployment: off }),
          edited('becomes_multi', 2, { multiEvent: true }),
          aRule('turned_off', { deployment: off }),
          aRule('back', { multiEvent: true }),
        ],
        base: ['stays', 'becomes_multi', 'turned_off', 'removed'].map((name) => aBaseRule(name)),
        live: [
          aLiveRule('stays', { multiEvent: true }),
          aLiveRule('becomes_multi'),
          aLiveRule('turned_off', { multiEvent: true }),
          aLiveRule('removed'),
          aLiveRule('back', { archived: true, ...off, multiEvent: true }),
          aLiveRule('theirs', off),
          aLiveRule('theirs_too', { multiEvent: true }),
        ],
      }),
    );
    // Before: stays, becomes_multi, turned_off, removed, theirs_too.
    // After: stays, becomes_multi, theirs_too, created, back.
    expect(plan.quota.enabled).toMatchObject({ before: 5, after: 5 });
    expect(plan.quota.multiEvent).toMatchObject({ before: 3, after: 4 });
  });
});
