import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../lib/model/rule.ts';
import { compareText } from '../../lib/text.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aLiveRule, aRule } from '../helpers/builders.ts';
import { aBaseRule, anInput } from './input.ts';
import { planWords } from './words.ts';

const BOTH = [false, true] as const;
const FLAGS: readonly Deployment[] = BOTH.flatMap((enabled) =>
  BOTH.map((alerting) => ({ enabled, alerting })),
);
/** Undefined: base does not know the rule, or (`first contact`) there is no base at all. */
const BASES: readonly (Deployment | 'not in base' | 'first contact')[] = [
  ...FLAGS,
  'not in base',
  'first contact',
];

const CASES = BASES.flatMap((base) =>
  FLAGS.flatMap((wanted) => FLAGS.map((live) => ({ base, wanted, live }))),
);

/** The same decision, written down as a table of words and looked up: `base wanted live`, 0 off, 1 on, - landing. */
const ORACLE: Readonly<Record<string, '' | 'on' | 'off' | 'changed-outside' | 'first-contact'>> = {
  '000': '',
  '001': 'changed-outside',
  '010': 'on',
  '011': '',
  '100': '',
  '101': 'off',
  '110': 'changed-outside',
  '111': '',
  // Not in base: it landed off.
  '-00': '',
  '-01': 'changed-outside',
  '-10': 'on',
  '-11': '',
  // Nothing is remembered: who knows who turned it on or off.
  '?00': '',
  '?01': 'first-contact',
  '?10': 'first-contact',
  '?11': '',
};

const digit = (value: boolean): string => (value ? '1' : '0');

function expectedOf({ base, wanted, live }: (typeof CASES)[number]) {
  const changes: string[] = [];
  const held = new Map<string, string[]>();
  for (const flag of ['enabled', 'alerting'] as const) {
    const first = base === 'not in base' ? '-' : base === 'first contact' ? '?' : digit(base[flag]);
    const word = ORACLE[`${first}${digit(wanted[flag])}${digit(live[flag])}`] ?? 'missing';
    if (word === 'on' || word === 'off') changes.push(`set-${flag} ${word} a`);
    else if (word !== '') held.set(word, [...(held.get(word) ?? []), flag]);
  }
  const order = ['set-alerting off', 'set-enabled off', 'set-enabled on', 'set-alerting on'];
  return {
    changes: changes.toSorted(
      (before, after) => order.indexOf(before.slice(0, -2)) - order.indexOf(after.slice(0, -2)),
    ),
    held: [...held].map(([reason, flags]) => `a: ${reason}: ${flags.join(', ')}`),
  };
}

describe('the flags of a rule whose text is in step', () => {
  it('meets every combination', () => {
    expect(CASES).toHaveLength(96);
  });

  it.each(CASES)('base $base, wanted $wanted, live $live', (given) => {
    const { base, wanted, live } = given;
    const plan = makePlan(
      anInput({
        wanted: [aRule('a', { deployment: wanted })],
        base: typeof base === 'string' ? [] : [aBaseRule('a', { deployment: base })],
        remembered: base !== 'first contact',
        live: [aLiveRule('a', live)],
      }),
    );
    expect(planWords(plan)).toEqual(expectedOf(given));
  });

  it.each(CASES.filter(({ base }) => typeof base !== 'string'))(
    'with drift: revert, base $base, wanted $wanted, live $live comes to what is wanted',
    ({ base, wanted, live }) => {
      const plan = makePlan(
        anInput({
          wanted: [aRule('a', { deployment: wanted })],
          base: typeof base === 'string' ? [] : [aBaseRule('a', { deployment: base })],
          live: [aLiveRule('a', live)],
          environment: { drift: 'revert' },
        }),
      );
      const flags = plan.changes.map((change) =>
        'value' in change ? `${change.kind} ${change.value} ${change.reverts}` : change.kind,
      );
      const expected = (['enabled', 'alerting'] as const)
        .filter((flag) => live[flag] !== wanted[flag])
        .map((flag) => {
          const reverts = typeof base !== 'string' && base[flag] === wanted[flag];
          return `set-${flag} ${wanted[flag]} ${reverts}`;
        });
      expect(plan.held).toEqual([]);
      expect(flags.toSorted(compareText)).toEqual(expected.toSorted(compareText));
    },
  );
});
