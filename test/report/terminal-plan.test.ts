import { describe, expect, it } from 'vitest';
import type { Change, Notice, Plan } from '../../lib/model/plan.ts';
import { driftOf } from '../../lib/report/drift.ts';
import { effortOf } from '../../lib/report/effort.ts';
import { entriesOf } from '../../lib/report/entry.ts';
import { objectionText } from '../../lib/report/objection-words.ts';
import { plain } from '../../lib/report/styled.ts';
import { tallySentence } from '../../lib/report/tally.ts';
import { unchangedSentence } from '../../lib/report/terminal-closing.ts';
import { planText } from '../../lib/report/terminal-plan.ts';
import type { TextOptions } from '../../lib/report/view.ts';
import { shellWord } from '../../lib/report/words.ts';
import { aList, aLiveRule, aRule } from '../helpers/builders.ts';
import {
  aPlan,
  aView,
  EVERY_OBJECTION,
  everyKind,
  everyReason,
  flag,
  heldFlag,
  names,
} from './plans.ts';

const text = (plan: Plan, options: Partial<TextOptions> = {}): string =>
  plain(planText(aView(plan), { unicode: true, ...options }));

describe('the sentence for no changes', () => {
  it.each([
    [
      counts(389, 389, 23),
      'No changes. All 389 managed rules in prod match 3f9c2e1. 23 rules are not managed by this repo.',
    ],
    [
      counts(1, 1, 1),
      'No changes. The managed rule in prod matches 3f9c2e1. 1 rule is not managed by this repo.',
    ],
    [counts(1389, 1389, 0), 'No changes. All 1,389 managed rules in prod match 3f9c2e1.'],
    [counts(389, 387, 0), 'No changes. 387 of 389 managed rules in prod match 3f9c2e1.'],
  ])('of %j is right', (overrides, sentence) => {
    expect(unchangedSentence(aView(aPlan(overrides)))).toBe(sentence);
  });

  it.each([
    [{ commit: '3f9c2e1d', dirty: true }, 'match the work tree (3f9c2e1 and uncommitted changes).'],
    [{ dirty: false }, 'match the work tree (nothing is committed yet).'],
  ])('names the tree %j', (git, words) => {
    expect(unchangedSentence(aView(aPlan(), { git }))).toContain(words);
  });
});

describe('the plan in a terminal', () => {
  it('says that the gate is off in every plan', () => {
    expect(text(aPlan())).toContain('gate: off');
    expect(text(everyKind())).toContain('gate: off');
  });

  it('prints what is held before what is planned, and the sum last', () => {
    const parts = ['Changed outside chron', 'chron will:', 'Quota', 'Plan: '];
    const places = parts.map((part) => text(everyKind()).indexOf(part));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('explains only the signs in use', () => {
    const [, legend] = text(aPlan({ changes: [flag('set-enabled', 'a', false)] })).split(
      'chron will:\n',
    );
    expect(legend?.split('\n')[0]).toBe('  ↓ demote');
  });

  it('counts what is more than 50 of a kind, but never what is held, reverted or warned of', () => {
    const changes: readonly Change[] = [
      ...names('calm', 80).map((name) => flag('set-alerting', name, true)),
      flag('set-alerting', 'z_reverted', true, true),
      flag('set-alerting', 'z_warned', true),
    ];
    const notices: readonly Notice[] = [
      { kind: 'compile-failed', name: 'z_warned', ruleId: 'ru_1', message: 'no' },
    ];
    const held = names('held', 80).map((name) => heldFlag(name, 'alerting', true, false));
    const shown = text(aPlan({ changes, notices, held }));
    expect(shown).toContain('… and 30 more rules to promote');
    expect(shown).toContain('↑ z_reverted');
    expect(shown).toContain('↑ z_warned');
    expect(shown).toContain('! held_80');
    expect(text(aPlan({ changes }), { full: true })).toContain('↑ calm_80');
  });

  it('prints five notes of a kind and counts the rest', () => {
    const notices = names('list', 8).map((name): Notice => ({ kind: 'list-not-declared', name }));
    expect(text(aPlan({ notices }))).toContain('… and 3 more like it');
    expect(text(aPlan({ notices }), { full: true })).toContain('%list_08');
  });

  it('draws a tab in a changed line, since it may be all the change', () => {
    const shown = text(
      aPlan({
        changes: [
          {
            kind: 'add-version',
            rule: aRule('r', { text: 'rule r {\n\tmeta:\n}\n' }),
            live: aLiveRule('r', { text: 'rule r {\n    meta:\n}\n' }),
            reverts: false,
          },
        ],
      }),
    );
    expect(shown).toContain('2  -     meta:');
    expect(shown).toContain('2  + →   meta:');
  });

  it('keeps to ASCII of its own under --no-unicode', () => {
    const shown = text(
      { ...everyKind(), held: everyReason(), objections: EVERY_OBJECTION },
      { unicode: false, width: 80 },
    );
    expect(shown).toMatch(/^[\u0020-\u007E\n]*$/);
  });
});

describe('entriesOf', () => {
  it('has one entry an object, lists first, then by deed and name, whatever the order of changes', () => {
    const turned = { changes: everyKind().changes.toReversed() };
    expect(shape(everyKind())).toEqual([
      ['vpn_ranges', 'create'],
      ['corp_admins', 'update'],
      ['aws_root_login_without_mfa', 'create'],
      ['gcp_iam_owner_granted', 'update'],
      ['okta_mfa_fatigue', 'update', 'promote'],
      ['Office365_LogTypes', 'rename'],
      ['proc_lsass_read', 'unarchive'],
      ['gcp_sa_key_created', 'promote'],
      ['aws_s3_public', 'demote'],
      ['dns_tunnel_legacy', 'archive'],
    ]);
    expect(shape(turned)).toEqual(shape(everyKind()));
  });

  it('does not take a list and a rule of one name for one object', () => {
    const changes: readonly Change[] = [
      { kind: 'create-list', list: aList('same'), reverts: false },
      { kind: 'create-rule', rule: aRule('same'), reverts: false },
    ];
    expect(entriesOf({ changes })).toHaveLength(2);
  });
});

describe('tallySentence', () => {
  it('counts a rule in every deed that is done to it', () => {
    expect(tallySentence(everyKind(), entriesOf(everyKind()))).toBe(
      'Plan: 1 to create, 2 to update, 1 to rename, 1 to unarchive, 2 to promote, 1 to demote, 1 to archive; 1 list to create, 1 list to update; 2 held; 380 unchanged; 23 not managed by this repository.',
    );
  });

  it('says it when only lists change', () => {
    const plan = aPlan({
      changes: [{ kind: 'create-list', list: aList('l'), reverts: false }],
    });
    expect(tallySentence(plan, entriesOf(plan))).toMatch(
      /^Plan: no rule to change; 1 list to create; /,
    );
  });
});

describe('effortOf', () => {
  it('is as long as the busiest method, not the sum', () => {
    const changes: readonly Change[] = [
      ...names('a', 30).map((name): Change => ({
        kind: 'create-rule',
        rule: aRule(name),
        reverts: false,
      })),
      ...names('a', 30).map((name) => flag('set-enabled', name, true)),
      ...names('b', 20).map((name) => flag('set-enabled', name, false)),
    ];
    expect(effortOf({ changes })).toEqual({ writes: 80, rereads: 2, seconds: 30 });
  });

  it('is nothing for nothing', () => {
    expect(effortOf(aPlan())).toEqual({ writes: 0, rereads: 0, seconds: 0 });
  });
});

describe('driftOf', () => {
  it('has what was changed outside, held or put back, and nothing that waits in git', () => {
    const drift = driftOf({ ...everyKind(), held: everyReason() });
    expect(drift.held.map(({ reason }) => reason)).toEqual([
      'changed-outside',
      'changed-outside',
      'changed-outside',
      'conflict',
      'deleted-outside',
      'removed-but-edited',
    ]);
    expect(drift.reverted).toHaveLength(2);
    expect(drift.objects).toBe(8);
  });
});

describe('objectionText', () => {
  it.each(EVERY_OBJECTION)('names the numbers and the way out of %j', (objection) => {
    const { sentence, lift } = objectionText(objection, 'environments/prod.yaml');
    const words = [...sentence, ...lift]
      .map((word) => (typeof word === 'string' ? word : word.name))
      .join('');
    expect(words).toMatch(/\d/);
    expect(words).toMatch(/--allow-(?:changed 15|archived 12)|no flag lifts a quota/);
  });
});

describe('shellWord', () => {
  it.each([
    ['okta_mfa', 'okta_mfa'],
    ['%list', '%list'],
    ['plans/prod.json', 'plans/prod.json'],
    ['a b', "'a b'"],
    ["it's", `'it'\\''s'`],
    ['$(rm)', "'$(rm)'"],
    ['-x', "'-x'"],
    ['', "''"],
  ])('writes %j as %s', (word, written) => {
    expect(shellWord(word)).toBe(written);
  });
});

function counts(wanted: number, unchanged: number, unmanaged: number): Partial<Plan> {
  return { counts: { wanted, unchanged, unmanaged: names('r', unmanaged), listsWanted: 0 } };
}

function shape(plan: Pick<Plan, 'changes'>): unknown {
  return entriesOf(plan).map(({ name, deeds }) => [name, ...deeds]);
}
