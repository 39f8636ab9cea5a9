import * as fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { machinePlansSchema } from '../../lib/model/machine-plan.ts';
import { appliedComment } from '../../lib/report/comment-applied.ts';
import { driftIssue, DRIFT_TITLE } from '../../lib/report/comment-drift.ts';
import { noteComment } from '../../lib/report/comment-note.ts';
import { planComment } from '../../lib/report/comment-plan.ts';
import {
  previousIn,
  previousSection,
  sectionKey,
  sectionsIn,
  sectionText,
} from '../../lib/report/comment-sections.ts';
import { plansJson } from '../../lib/report/json-plan.ts';
import { machineView } from '../../lib/report/machine-view.ts';
import type { PlanView } from '../../lib/report/view.ts';
import { COMMENT_BUDGET, fits } from '../../lib/report/markdown-budget.ts';
import { GITHUB_LIMITS } from '../../lib/model/github-limits.ts';
import { readHeader } from '../../lib/yaral/header.ts';
import { aRule } from '../helpers/builders.ts';
import {
  applied,
  FAILED,
  planned,
  refused,
  RUN,
  SILENT,
  SIXTY,
  THREE,
  UNPROVEN,
} from './comments.ts';
import { ATTACKS, hostileView } from './hostile.ts';
import { outsideCode } from './markdown-tokens.ts';
import { aPlan, aView, everyKind, heldText } from './plans.ts';

const HEAD = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c';
const ROOM = { characters: 1_000_000, bytes: 1_000_000 };
const CHECKS = { files: 389, errors: 0, warnings: 2, failed: false };
const HELD = aView(aPlan({ held: [heldText('aws_iam_key_leak'), heldText('okta_mfa_fatigue')] }));

const BEFORE = {
  text: planComment({ entries: [planned('prod', THREE)] }),
  commit: '3f9c2e1d5a7b',
};

const CASES: Readonly<Record<string, () => string>> = {
  'no-changes': () =>
    planComment({ entries: [planned('prod'), planned('staging')], run: RUN, checks: CHECKS }),
  'three-changes': () =>
    planComment({
      entries: [planned('prod', THREE), planned('staging')],
      run: RUN,
      checks: CHECKS,
      head: HEAD,
    }),
  'sixty-changes': () => planComment({ entries: [planned('prod', SIXTY)], run: RUN }),
  'failed-gate': () => planComment({ entries: [planned('prod', FAILED, 4)], run: RUN }),
  unproven: () => planComment({ entries: [planned('prod', UNPROVEN, 4)], run: RUN }),
  silent: () => planComment({ entries: [planned('prod', machineOf(SILENT), 4)], run: RUN }),
  held: () => planComment({ entries: [planned('prod', HELD, 4)], run: RUN }),
  'one-refused': () =>
    planComment({
      entries: [planned('prod', THREE, 5), refused('staging', 7, 'no key for staging')],
      run: RUN,
      checks: { ...CHECKS, errors: 1, failed: true },
    }),
  stale: () =>
    planComment({
      entries: [refused('prod', 7)],
      run: RUN,
      before: BEFORE,
    }),
  applied: () =>
    appliedComment({
      entries: [applied('prod', 6), refused('staging', 5)],
      run: RUN,
      plan: { text: planComment({ entries: [planned('prod', THREE)] }) },
    }),
  planning: () => noteComment({ kind: 'planning', head: HEAD, run: RUN, before: BEFORE }),
  closed: () => noteComment({ kind: 'closed', head: HEAD, run: RUN, before: BEFORE }),
  drift: () => {
    const end = driftIssue({ entries: [planned('prod', HELD), planned('staging')], run: RUN });
    return end.kind === 'open' ? end.text : end.kind;
  },
};

describe('a comment', () => {
  it.each(Object.entries(CASES))('reads: %s', async (name, make) => {
    const text = make();
    balanced(text);
    await expect(text).toMatchFileSnapshot(
      join(import.meta.dirname, '..', 'golden', 'comment', name, 'comment.md'),
    );
  });

  it.each([
    ['every kind of change', aView(everyKind())],
    ['what is held', HELD],
    ['a quieter rule', THREE],
    ['sixty rules', SIXTY],
    ['a failed gate', FAILED],
    ['a silent rule', SILENT],
  ])('says the same of a plan and of its machine output: %s', (_name, view) => {
    for (const rates of ['published', 'none'] as const) {
      const direct = { ...view, environment: { ...view.environment, rates } };
      const read = planComment({ entries: [planned('prod', machineOf(direct))] });
      const told = planComment({ entries: [planned('prod', direct)] });
      expect(same(read)).toEqual(same(told));
    }
  });

  it('says how long applying takes at the published rates, from the machine output too', () => {
    const view = aView(everyKind());
    const text = planComment({ entries: [planned('prod', machineOf(view))] });
    expect(text).toMatch(/`prod`: 15 writes and \d+ re-reads, about \d+ s\./);
  });

  it('is whole Markdown however little room there is', () => {
    const entries = [
      planned('prod', SIXTY),
      planned('test', aView(everyKind())),
      planned('held', HELD, 4),
      refused('staging', 7, 'no key'),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 40_000 }), (characters) => {
        const budget = { characters, bytes: characters * 2 };
        const text = planComment({ entries, run: RUN, checks: CHECKS }, budget);
        expect(fits(text, budget)).toBe(true);
        balanced(text);
      }),
      { numRuns: 12 },
    );
  });

  it.each(ATTACKS)('gives nothing away to %j', (word) => {
    const entry = planned(word, hostileView(word), 5);
    const text = planComment({ entries: [entry, refused(word, 7, word)], run: RUN });
    const outside = balanced(text);
    expect(outside).not.toMatch(/@octocat|evil\.example|<script|<img|<h1/);
    const end = driftIssue({ entries: [entry], run: RUN });
    balanced(end.kind === 'open' ? end.text : '');
    const result = applied(word, 6);
    const outcomes = result.apply.outcomes.map((one) => ({ ...one, name: word, because: word }));
    const told = appliedComment({
      entries: [{ ...result, apply: { ...result.apply, outcomes } }, refused('x', 1, word)],
      plan: { text },
    });
    expect(balanced(told)).not.toMatch(/@octocat|evil\.example|<script|<img|<h1/);
    const keys = sectionsIn(told).map(({ key }) => key.split(':')[0]);
    expect(keys.slice(0, 2)).toEqual(['applied', 'applied']);
  });

  it.each([
    'rules/a (b) [c].yaral',
    'rules/a)b|c<d>.yaral',
    'rules/@octocat\n\u0000/x.yaral',
    'rules/\uD800.yaral',
    'rules/`a`_*b*_!~.yaral',
    'rules/../../evil.example#1?x',
  ])('leads to a file that is called %j, and nowhere else', (path) => {
    const view = aView(
      aPlan({ changes: [{ kind: 'create-rule', rule: aRule('one', { path }), reverts: false }] }),
    );
    const text = planComment({ entries: [planned('prod', view)], run: RUN, head: HEAD });
    const [, address = ''] = /\[`one`\]\((\S*)\) \| /.exec(text) ?? [];
    expect(address).toMatch(
      /^https:\/\/github\.com\/acme\/rules\/blob\/[0-9a-f]{40}\/rules\/[\w.%~/-]+$/,
    );
    expect(decodeURIComponent(address)).toBe(
      `https://github.com/acme/rules/blob/${HEAD}/${path.replace('\uD800', '\uFFFD')}`,
    );
    balanced(text);
  });

  it('names the commit of the pull request, not that of its merge, and leads nowhere without one', () => {
    const entries = [planned('prod', THREE)];
    const [known, unknown] = [
      planComment({ entries, run: RUN, head: HEAD }),
      planComment({ entries }),
    ];
    expect(known).toContain('`0f1e2d3` on');
    expect(known).not.toContain('`3f9c2e1`');
    expect(unknown).toContain('`3f9c2e1` on');
    expect(unknown).not.toContain('](');
  });

  it('has what the gate holds before everything else', () => {
    const text = planComment({ entries: [planned('prod', FAILED)] });
    const rows = text.split('\n').filter((line) => line.startsWith('| ✏️'));
    expect(rows.map((row) => row.split('`')[1])).toEqual(['proc_lsass_read', 'okta_mfa_fatigue']);
  });

  it('says once what is true of several environments, and of which', () => {
    const notices = [{ kind: 'first-contact' }] as const;
    const entries = ['a', 'b'].map((name) => planned(name, aView(aPlan({ notices }))));
    const text = planComment({ entries });
    expect(text.match(/first contact/g)).toHaveLength(1);
    expect(text).toContain('- `a`, `b`: first contact');
    expect(text).toContain('### chron: no changes in `a` and `b`');
  });

  it('names together what was applied alike', () => {
    const entries = [applied('a', 0), applied('b', 0), applied('c', 6)];
    expect(appliedComment({ entries }).split('\n')[0]).toBe(
      '### chron: applied to `a` and `b`; only partly applied to `c`',
    );
  });

  it('keeps the previous plan as long as there is room, and names it where there is none', () => {
    const before = { text: planComment({ entries: [planned('prod', SIXTY)] }), commit: 'abcdef1' };
    const entries = [refused('prod', 7)];
    const whole = planComment({ entries, before }, ROOM);
    expect(previousIn(whole)).toEqual({ text: before.text.trim(), commit: 'abcdef1' });
    const budget = { characters: whole.length - 1, bytes: ROOM.bytes };
    const cut = planComment({ entries, before }, budget);
    expect(cut).toContain('… the previous plan is too long to be kept here');
    expect(previousIn(cut)).toBeUndefined();
    balanced(cut);
  });

  it.each(['planning', 'closed'] as const)(
    'keeps the plan below "%s" as long as there is room',
    (kind) => {
      const whole = noteComment({ kind, before: BEFORE }, ROOM);
      const cut = noteComment({ kind, before: BEFORE }, { ...ROOM, characters: whole.length - 1 });
      expect(previousIn(whole)).toEqual({ text: BEFORE.text.trim(), commit: BEFORE.commit });
      expect(previousIn(cut)).toBeUndefined();
      expect(cut).toContain('… the previous plan is too long to be kept here');
    },
  );

  it('leaves the plan out of a result that has no room for it', () => {
    const plan = { text: planComment({ entries: [planned('prod', SIXTY)] }) };
    const whole = appliedComment({ entries: [applied('prod', 0)], plan }, ROOM);
    const cut = appliedComment(
      { entries: [applied('prod', 0)], plan },
      { characters: whole.length - 1, bytes: ROOM.bytes },
    );
    expect(whole).toContain('The plan that was reviewed');
    expect(cut).not.toContain('The plan that was reviewed');
    expect(cut).toContain('### chron: applied to `prod`');
  });
});

describe('the issue about drift', () => {
  it.each([
    ['all are clean', [planned('prod'), planned('staging')], 'clean'],
    ['one could not be read', [planned('prod'), refused('staging', 7)], 'unknown'],
    ['none was looked at', [], 'unknown'],
    ['one has drift, one could not be read', [planned('a', HELD), refused('b', 7)], 'open'],
  ])('is as it should be where %s', (_name, entries, kind) => {
    expect(driftIssue({ entries }).kind).toBe(kind);
  });

  it('has a title that GitHub takes, and a text within its budget', () => {
    expect(DRIFT_TITLE.length).toBeLessThanOrEqual(GITHUB_LIMITS.titleCharacters);
    const held = Array.from({ length: 900 }, (_, index) => heldText(`rule_${index}`));
    const end = driftIssue({ entries: [planned('prod', aView(aPlan({ held })))], run: RUN });
    expect(end.kind === 'open' && fits(end.text, COMMENT_BUDGET)).toBe(true);
  });
});

describe('a part of a comment', () => {
  it('is found again under its name, whatever its name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.lorem(), (name, text) => {
        const section = { key: sectionKey('applied', name), text };
        expect(section.key).not.toContain('--');
        expect(sectionsIn(`before\n\n${sectionText(section)}\n\nafter`)).toEqual([section]);
      }),
      { numRuns: 40 },
    );
  });

  it('is none where its end is missing, or its commit is no commit', () => {
    expect(sectionsIn('<!-- chron:begin a -->\n\nx')).toEqual([]);
    const odd = sectionText(previousSection({ text: 'x', commit: 'not-a-commit' }));
    expect(previousIn(odd)).toEqual({ text: 'x' });
  });
});

/** A plan as it is read back from its machine output. */
function machineOf(view: PlanView): PlanView {
  const json = plansJson([{ status: 'planned', view, exit: 0 }], { texts: true });
  const [entry] = machinePlansSchema.parse(JSON.parse(json)).plans;
  if (entry?.status !== 'planned') throw new Error('no plan came out');
  return machineView(entry, headOf);
}

function headOf(text: string): ReturnType<Parameters<typeof machineView>[1]> {
  const { header } = readHeader({ path: '', text });
  return { meta: header?.meta ?? new Map(), multiEvent: header?.multiEvent ?? false };
}

/**
 * Without what the machine output does not have: how a list is described, and so how many lines that is; and, of
 * this test's plan, a technique that its text does not name. What is held has another order in it.
 */
function same(text: string): readonly string[] {
  return text
    .replaceAll('another description or lines', 'other lines')
    .replace(/\n[ +-]\/\/.*/g, '')
    .replace(/\d+ lines\)/g, 'lines)')
    .replace(/@@ line \d+ @@/g, '@@')
    .replace(', T1078.004', '')
    .split('\n')
    .toSorted();
}

/** Fences, spans, folded blocks and tables all end; gives what stands outside of code. */
function balanced(markdown: string): string {
  const { text } = outsideCode(markdown);
  const count = (part: string): number => text.split(part).length - 1;
  expect(count('<details>')).toBe(count('</details>'));
  expect(count('<summary>')).toBe(count('</summary>'));
  expect(count('<!--')).toBe(count('-->'));
  expect(widerRows(markdown)).toEqual([]);
  return text;
}

/** Rows with more cells than the head of their table. */
function widerRows(markdown: string): readonly string[] {
  let width = 0;
  return markdown.split('\n').filter((line) => {
    const cells = line.startsWith('|') ? (outsideCode(line).cells[0] ?? 0) : 0;
    const wider = width > 0 && cells > width;
    width = cells === 0 ? 0 : Math.max(width, cells);
    return wider;
  });
}
