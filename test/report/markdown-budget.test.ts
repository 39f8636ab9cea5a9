import { describe, expect, it } from 'vitest';
import type { Change, Held } from '../../lib/model/plan.ts';
import { COMMENT_BUDGET, fits } from '../../lib/report/markdown-budget.ts';
import { plansMarkdown } from '../../lib/report/markdown-plan.ts';
import type { PlanView } from '../../lib/report/view.ts';
import { aLiveRule, aRule, ruleText } from '../helpers/builders.ts';
import { aPlan, aView, EVERY_OBJECTION, everyKind, flag, heldText, names } from './plans.ts';

const ROOM = { characters: 1_000_000, bytes: 1_000_000 };

describe('fits', () => {
  it.each([
    ['a', 60_000, true],
    ['a', 60_001, false],
    ['€', 59_999, true],
    ['€', 60_000, true],
    ['€', 60_001, false],
    ['🦀', 30_000, true],
    ['🦀', 30_001, false],
  ])('says of %j, %i times: %s', (letter, times, expected) => {
    expect(fits(letter.repeat(times), COMMENT_BUDGET)).toBe(expected);
  });

  it.each([
    [29, false],
    [30, true],
    [31, true],
  ])('counts bytes too: ten € in %i bytes: %s', (bytes, expected) => {
    expect(fits('€'.repeat(10), { characters: 100, bytes })).toBe(expected);
  });
});

describe('plansMarkdown', () => {
  const view = aView(everyKind());
  const whole = plansMarkdown([view], ROOM);

  it.each([1, 0])('prints everything with %i to spare', (spare) => {
    const characters = whole.length + spare;
    expect(plansMarkdown([view], { ...ROOM, characters })).toBe(whole);
  });

  it('drops the names of unmanaged rules first when one character is missing', () => {
    const text = plansMarkdown([view], { ...ROOM, characters: whole.length - 1 });
    expect(text).not.toContain('vendor_rule_01');
    expect(text).toContain('On apply');
    expect(text.length).toBeLessThan(whole.length);
  });

  it('drops in the order of what matters least, and names what is missing', () => {
    const milestones = [
      'vendor_rule_01',
      'On apply',
      '#### `aws_iam_key_leak`',
      '#### `%corp_admins`',
    ];
    const seen = Array.from({ length: 60 }, (_, step) => {
      const text = plansMarkdown([view], { ...ROOM, characters: whole.length - step * 60 });
      return milestones.filter((part) => text.includes(part)).length;
    });
    expect(seen).toEqual(seen.toSorted((one, other) => other - one));
    expect(new Set(seen)).toEqual(new Set([4, 3, 2, 1, 0]));
    const text = plansMarkdown([view], { ...ROOM, characters: whole.length - 2400 });
    expect(text).toMatch(/… \d diffs? \(\d+ lines?\) (?:is|are) only in the full plan/);
  });

  it('shortens the largest difference to 40 lines before it drops any', () => {
    const large = aView(
      aPlan({ changes: [rewritten('large', 400), rewritten('small', 3)], counts: NO_OTHERS }),
    );
    const text = plansMarkdown([large], { characters: 4000, bytes: 180_000 });
    expect(text).toContain('… 761 more lines are only in the full plan');
    expect(text).toContain('#### `small`');
  });

  it('never drops a row with a warning, a refusal or a held object before all else is gone', () => {
    const many = aView({
      ...everyKind(),
      changes: [
        ...names('quiet', 400).map((name) => flag('set-enabled', name, false)),
        ...everyKind().changes,
      ],
      objections: EVERY_OBJECTION,
    });
    const text = plansMarkdown([many]);
    expect(text).toContain('and 351 more rules to demote');
    expect(text).toContain('`host_takeover_chain` mentions it');
    expect(text).toContain('`--allow-changed 15`');
    expect(text).toContain('`gcp_public_bucket`');
  });

  it('stays within the comment of GitHub whatever the size of the plan', () => {
    expect(fits(plansMarkdown([huge(1)]), COMMENT_BUDGET)).toBe(true);
    const text = plansMarkdown([huge(1), huge(2), aView()]);
    expect(fits(text, COMMENT_BUDGET)).toBe(true);
    expect(text).toMatch(/only in the full plan/);
    expect(text).toMatch(/· (⚠️|❌) \*\*/);
  });

  it('gives the headline alone, or nothing, where there is hardly any room', () => {
    expect(plansMarkdown([view], { characters: 300, bytes: 300 })).toMatch(
      /^### chron: .*\n\nThe plan is too long for this place\.\n$/,
    );
    expect(plansMarkdown([view], { characters: 10, bytes: 10 })).toBe('');
  });
});

const NO_OTHERS = { wanted: 2, unchanged: 0, unmanaged: [], listsWanted: 0 };

function rewritten(name: string, lines: number): Change {
  return {
    kind: 'add-version',
    rule: aRule(name, { text: `${names('new', lines).join('\n')}\n` }),
    live: aLiveRule(name, { text: `${names('old', lines).join('\n')}\n` }),
    reverts: false,
  };
}

/** Hundreds of held, changed, reverted and warned rules, with names and texts in letters of four bytes. */
function huge(seed: number): PlanView {
  const name = (index: number): string => `${'𝕏'.repeat(140)}${seed}_${index}`;
  const indexes = Array.from({ length: 120 }, (_, index) => index);
  const held: readonly Held[] = indexes.map((index) => heldText(name(index)));
  return aView(
    aPlan({
      changes: indexes.map((index) => ({
        kind: 'add-version',
        rule: aRule(name(index + 1000), { text: ruleText(name(index), { threshold: 7 }) }),
        live: aLiveRule(name(index + 1000)),
        reverts: index % 2 === 0,
      })),
      held,
      notices: indexes.map((index) => ({
        kind: 'mentioned',
        name: name(index + 1000),
        becomes: 'renamed',
        by: name(index),
      })),
      objections: EVERY_OBJECTION,
      counts: { wanted: 900, unchanged: 0, unmanaged: indexes.map(name), listsWanted: 0 },
    }),
  );
}
