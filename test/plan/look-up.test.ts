import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../lib/model/plan.ts';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import { listsToLookUp, rulesToLookUp } from '../../lib/plan/look-up.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { aBaseRule, anInput } from './input.ts';
import { scenario } from './scenario.ts';

type Known = PlanInput['knownTexts'];

/** What a history would have said, had it only been asked for these. */
function only(known: Known, asked: readonly (readonly [name: string, hash: string])[]): Known {
  const left = new Map<string, Set<string>>();
  for (const [name, hash] of asked) {
    if (known.get(name)?.has(hash) !== true) continue;
    left.set(name, (left.get(name) ?? new Set()).add(hash));
  }
  return left;
}

describe('rulesToLookUp and listsToLookUp', () => {
  it('leave out nothing that decides a plan', () => {
    fc.assert(
      fc.property(scenario, (input) => {
        const rules = rulesToLookUp(input);
        const lists = listsToLookUp(input);
        const less: PlanInput = {
          ...input,
          knownTexts: only(
            input.knownTexts,
            rules.map(({ name, version }) => [name, textHash(version.text)]),
          ),
          knownLists: only(
            input.knownLists,
            lists.map((list) => [list.name, contentHash(list)]),
          ),
        };
        expect(makePlan(less)).toEqual(makePlan(input));
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[title: string, sides: Sides, asked: readonly string[]]>([
    ['waits for a change in git', { base: 1, wanted: 2, live: 1 }, []],
    ['was edited in the console', { base: 1, wanted: 1, live: 3 }, []],
    ['is met for the first time with another text', { wanted: 2, live: 1 }, ['x']],
    ['is met for the first time as wanted', { wanted: 2, live: 2 }, []],
    ['is nobody’s here', { live: 1 }, []],
    [
      'was archived outside, with another text',
      { base: 1, wanted: 1, live: 3, archived: true },
      ['x'],
    ],
  ])('ask only where no base speaks: a rule that %s', (_title, sides, asked) => {
    const { base, wanted, live, archived = false } = sides;
    const input = anInput({
      wanted: wanted === undefined ? [] : [aRule('x', { text: text(wanted) })],
      base: base === undefined ? [] : [aBaseRule('x', { text: text(base) })],
      live: [aLiveRule('x', { text: text(live), archived })],
    });
    expect(rulesToLookUp(input).map(({ name }) => name)).toEqual(asked);
  });
});

function text(threshold: number): string {
  return ruleText('x', { threshold });
}

/** Which text a rule has on each side, by a number in it. */
interface Sides {
  readonly base?: number;
  readonly wanted?: number;
  readonly live: number;
  readonly archived?: boolean;
}
