import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../lib/model/outcome.ts';
import { type JsonEntry, plansJson } from '../../lib/report/json-plan.ts';
import { writeJson } from '../../lib/report/json-writer.ts';
import { aPlan, aView, EVERY_NOTICE, EVERY_OBJECTION, everyKind, everyReason } from './plans.ts';
import { gatedView } from './gated-view.ts';
import { aMeasured, anUnprovenVerdict, aQuieterVerdict } from './verdicts.ts';
import { SILENT } from './comments.ts';
import { violations } from './schema.ts';

const SCHEMA: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/plan-schema.json'), 'utf8'),
);

const PLAN = aView(
  {
    ...everyKind(),
    held: everyReason(),
    notices: EVERY_NOTICE,
    objections: EVERY_OBJECTION,
  },
  { saved: { path: 'prod.plan.json', digest: '7d0c41a2b3c4', objects: 3 } },
);

const OUTCOMES: readonly Outcome[] = everyKind().changes.map((change, index) =>
  index === 0
    ? {
        change,
        durationMs: 12.5,
        status: 'failed',
        because: 'no',
        hint: 'do',
        conflict: true,
        denied: true,
      }
    : index === 1
      ? { change, durationMs: 0, status: 'skipped', because: 'an earlier change failed' }
      : index === 2
        ? { change, durationMs: 0, status: 'held', verdict: anUnprovenVerdict('x'), note: 'back' }
        : { change, durationMs: 900, status: 'done', note: 'ru_9a' },
);

const APPLIED: JsonEntry = {
  status: 'applied',
  measured: [aMeasured(aQuieterVerdict('okta_mfa_fatigue'))],
  view: PLAN,
  exit: 6,
  outcomes: OUTCOMES,
  interrupted: true,
  journal: '.chron/journal/x.jsonl',
  lastPlan: aPlan(),
};

const ENTRIES: Readonly<Record<string, JsonEntry>> = {
  'a plan with everything': { status: 'planned', view: PLAN, exit: 4 },
  'a plan with nothing': { status: 'planned', view: aView(), exit: 0 },
  'a plan before the first commit': {
    status: 'planned',
    view: aView(aPlan(), { git: { dirty: true } }),
    exit: 0,
  },
  'a plan behind the gate': { status: 'planned', view: gatedView(), exit: 4 },
  'a plan of a silent rule': { status: 'planned', view: SILENT, exit: 4 },
  'an apply': APPLIED,
  'a refusal': { status: 'refused', environment: 'prod', exit: 7, message: 'denied', hint: 'ask' },
  'a refusal without advice': { status: 'refused', environment: 'prod', exit: 1, message: 'no' },
};

describe('plansJson', () => {
  it.each(Object.entries(ENTRIES))('writes %s as the schema says', (_, entry) => {
    for (const texts of [false, true]) {
      const read: unknown = JSON.parse(plansJson([entry], { texts }));
      expect(violations(read, schema())).toEqual([]);
    }
  });

  it('breaks the schema when a key is lost or added', () => {
    const broken = {
      plans: [{ environment: 'prod', status: 'refused', exit: 1, extra: 1 }],
      version: 2,
    };
    expect(violations(broken, schema()).map((one) => one.slice(0, 30))).toContain(
      '$.version: not the constant',
    );
    expect(violations(broken, schema()).join(' ')).toMatch(/extra: not in the schema/);
    expect(violations(broken, schema()).join(' ')).toMatch(/error: missing/);
  });

  it('has texts only where they are asked for', () => {
    const [without, withTexts] = [false, true].map((texts) =>
      plansJson([{ status: 'planned', view: PLAN, exit: 0 }], { texts }),
    );
    expect(without).not.toContain('USER_LOGIN');
    expect(withTexts).toContain('USER_LOGIN');
  });

  it('says nothing that differs from run to run', () => {
    const later = { rules: 1, lists: 2, durationMs: 99, calls: 9, retries: 3 };
    const [one, other] = [PLAN, { ...PLAN, reading: later }].map((view) =>
      plansJson([{ status: 'planned', view, exit: 0 }], { texts: true }),
    );
    expect(other).toBe(one);
  });

  it('gives the same bytes whatever the order of what has none', () => {
    const turned = {
      ...PLAN,
      plan: {
        ...PLAN.plan,
        held: PLAN.plan.held.toReversed(),
        notices: PLAN.plan.notices.toReversed(),
        objections: PLAN.plan.objections.toReversed(),
      },
    };
    const [one, other] = [PLAN, turned].map((view) =>
      plansJson([{ status: 'planned', view, exit: 0 }], { texts: false }),
    );
    expect(other).toBe(one);
  });
});

describe('writeJson', () => {
  it('sorts keys at every level and leaves out what is undefined', () => {
    expect(writeJson({ b: [{ d: 1, c: undefined, a: null }], a: true })).toBe(
      '{\n  "a": true,\n  "b": [\n    {\n      "a": null,\n      "d": 1\n    }\n  ]\n}\n',
    );
  });

  it.each(['\u007F\u009B31m', '\u202E\u200B\uFEFF', 'a ##[error] b', '\\##[x', '\u2028'])(
    'writes %j without anything active, and it reads back the same',
    (text) => {
      const written = writeJson([text]);
      expect(written).toMatch(/^[\u0020-\u007E\n]*$/);
      expect(written).not.toContain('##[');
      expect(JSON.parse(written)).toEqual([text]);
    },
  );
});

function schema(): Parameters<typeof violations>[1] {
  if (typeof SCHEMA !== 'object' || SCHEMA === null) throw new Error('the schema is no object');
  return SCHEMA;
}
