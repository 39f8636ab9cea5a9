import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import type { SavedPlan } from '../../lib/model/plan-file.ts';
import type { PlanInput } from '../../lib/model/plan.ts';
import { canonicalJson } from '../../lib/plan/canonical.ts';
import { readPlanFile, writePlanFile } from '../../lib/plan/plan-file.ts';
import { makePlan } from '../../lib/plan/plan.ts';
import { aList, aLiveList, aLiveRule, aRule } from '../helpers/builders.ts';
import { aBaseList, aBaseRule, anInput, edited } from './input.ts';
import { scenario } from './scenario.ts';

function saved(input: PlanInput, more: Partial<SavedPlan> = {}): SavedPlan {
  return {
    format: 'chron-plan/1',
    chron: '1.0.0',
    created: new Date('2026-02-03T04:05:06.789Z'),
    environmentDigest: 'e'.repeat(64),
    repository: 'f00d',
    git: { commit: 'c1', branch: 'main', dirty: false },
    memoryHash: 'm'.repeat(64),
    input,
    plan: makePlan(input),
    ...more,
  };
}

const INPUT = anInput({
  wanted: [
    edited('a', 2),
    aRule('new', {
      meta: new Map([
        ['b', '1'],
        ['a', '2'],
        ['__proto__', '3'],
      ]),
    }),
  ],
  lists: [aList('l', { lines: ['one', 'two', 'three'] })],
  base: [aBaseRule('a'), aBaseRule('gone')],
  baseLists: [aBaseList(aList('l'))],
  live: [
    aLiveRule('a'),
    aLiveRule('gone'),
    aLiveRule('theirs', { text: 'rule theirs { secret }' }),
  ],
  liveLists: [aLiveList('l'), aLiveList('theirs', { lines: ['private'] })],
  known: { a: ['x', 'y'] },
  options: { allowChanged: 3 },
});
const FILE = writePlanFile(saved(INPUT));

/** The file with something else in it, and the digest that belongs to that. */
function forged(change: (facts: Record<string, unknown>) => unknown): string {
  const facts: Record<string, unknown> = { ...JSON.parse(FILE.text), digest: undefined };
  const next = change(facts) ?? facts;
  const digest = createHash('sha256').update(canonicalJson(next)).digest('hex');
  return canonicalJson({ ...next, digest });
}

describe('a saved plan', () => {
  it('comes back as it was', () => {
    const { saved: read, digest } = readPlanFile(FILE.text, FILE.digest);
    expect(digest).toBe(FILE.digest);
    expect(read.plan).toEqual(saved(INPUT).plan);
    expect(read.input.wanted).toEqual(INPUT.wanted);
    expect(read.input.base).toEqual(INPUT.base);
    expect(read.input.knownTexts).toEqual(INPUT.knownTexts);
    expect(read.created).toEqual(new Date('2026-02-03T04:05:06.789Z'));
  });

  it('keeps the order of meta, and keys that mean something to JavaScript', () => {
    const { saved: read } = readPlanFile(FILE.text);
    expect([...(read.input.wanted.rules[1]?.meta ?? [])]).toEqual([
      ['b', '1'],
      ['a', '2'],
      ['__proto__', '3'],
    ]);
    expect(({} as Record<string, unknown>)['3']).toBeUndefined();
  });

  it('has of the live side only what it may touch', () => {
    expect(FILE.text).not.toContain('secret');
    expect(FILE.text).not.toContain('private');
    expect(readPlanFile(FILE.text).saved.plan.counts.unmanaged).toEqual(['theirs']);
  });

  it('makes the same changes from what it holds', () => {
    const { saved: read } = readPlanFile(FILE.text);
    expect(makePlan(read.input).changes).toEqual(read.plan.changes);
  });

  it('has each long text once', () => {
    const text = `rule a { ${'x'.repeat(500)} }\n`;
    const input = anInput({
      wanted: [aRule('a', { text, deployment: { enabled: true, alerting: true } })],
      base: [aBaseRule('a', { text })],
      live: [aLiveRule('a', { text })],
    });
    const written = writePlanFile(saved(input)).text;
    expect(written.split('x'.repeat(500))).toHaveLength(2);
    expect(readPlanFile(written).saved.input).toEqual(input);
  });

  it('has the same bytes for the same plan', () => {
    expect(writePlanFile(saved(INPUT))).toEqual(FILE);
    expect(writePlanFile(readPlanFile(FILE.text).saved)).toEqual(FILE);
    expect(FILE.text.endsWith('}\n')).toBe(true);
  });

  it('comes back whatever is in it', () => {
    fc.assert(
      fc.property(scenario, (input) => {
        const whole = saved(input, { committed: input.wanted });
        const { saved: read } = readPlanFile(writePlanFile(whole).text);
        expect(read.plan).toEqual(whole.plan);
        expect(read.committed).toEqual(input.wanted);
      }),
      { numRuns: 200 },
    );
  });

  it.each([12, 20, 64])('is asked for by %i digits of its digest', (digits) => {
    expect(readPlanFile(FILE.text, FILE.digest.slice(0, digits)).digest).toBe(FILE.digest);
    expect(readPlanFile(FILE.text, FILE.digest.slice(0, digits).toUpperCase()).digest).toBe(
      FILE.digest,
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    ['too few digits', () => readPlanFile(FILE.text, FILE.digest.slice(0, 11)), /not a digest/],
    ['no digits', () => readPlanFile(FILE.text, 'latest\u001B[31m!'), /"latest<U\+001B>/],
    [
      'the digest of another plan',
      () => readPlanFile(FILE.text, '0'.repeat(12)),
      /is another plan/,
    ],
    ['no JSON', () => readPlanFile('{'), /not JSON/],
    ['nothing', () => readPlanFile(''), /not JSON/],
    ['a list', () => readPlanFile('[]'), /not a saved plan/],
    ['null', () => readPlanFile('null'), /not a saved plan/],
    ['another JSON file', () => readPlanFile('{"name":"chron"}'), /not a saved plan/],
    [
      'a plan of a later chron',
      () => readPlanFile('{"format":"chron-plan/2\\u001b"}'),
      /format "chron-plan\/2<U\+001B>"/,
    ],
    [
      'an edited value',
      () => readPlanFile(FILE.text.replace('"reverts":false', '"reverts":true')),
      /edited or cut/,
    ],
    [
      'an edited text',
      () => readPlanFile(FILE.text.replace('sent_bytes', 'sent_byte')),
      /edited or cut/,
    ],
    [
      'an edited digest',
      () => readPlanFile(FILE.text.replace(FILE.digest, '0'.repeat(64))),
      /edited or cut/,
    ],
    ['no digest', () => readPlanFile('{"format":"chron-plan/1"}'), /edited or cut/],
    [
      'a plan that is nested without end',
      () =>
        readPlanFile(`{"format":"chron-plan/1","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
      /edited or cut/,
    ],
    [
      'an unknown key',
      () => readPlanFile(forged((facts) => ({ ...facts, extra: 1 }))),
      /not one that this chron wrote/,
    ],
    [
      'a missing key',
      () => readPlanFile(forged((facts) => ({ ...facts, plan: undefined }))),
      /"plan" is not as expected/,
    ],
    [
      'a kind of change that is not known',
      () =>
        readPlanFile(
          forged((facts) =>
            JSON.parse(
              JSON.stringify(facts).replace('"kind":"add-version"', '"kind":"delete-rule"'),
            ),
          ),
        ),
      /"plan\.changes\.\d+\.kind" is not as expected/,
    ],
    [
      'a text that is not there',
      () => readPlanFile(forged((facts) => ({ ...facts, texts: {} }))),
      /not as expected/,
    ],
    [
      'a prototype',
      () =>
        readPlanFile(
          forged((facts) =>
            JSON.parse(`{"__proto__":{"polluted":1},${JSON.stringify(facts).slice(1)}`),
          ),
        ),
      /not one that this chron wrote/,
    ],
  ])('is refused with %s', (_title, read, message) => {
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('throws nothing but what a person can put right, whatever was done to the file', () => {
    fc.assert(
      fc.property(fc.nat(FILE.text.length), fc.string(), fc.nat(5), (at, word, cut) => {
        const damaged = `${FILE.text.slice(0, at)}${word}${FILE.text.slice(at + cut)}`;
        let error: unknown;
        try {
          readPlanFile(damaged, FILE.digest);
        } catch (thrown) {
          error = thrown;
        }
        const untouched = JSON.stringify(safe(damaged)) === JSON.stringify(JSON.parse(FILE.text));
        expect(error instanceof UserError || (error === undefined && untouched)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function safe(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('canonicalJson', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: undefined, A: [true, null] }, '{"A":[true,null],"b":1}'],
    [new Date('2026-01-01T00:00:00Z'), '"2026-01-01T00:00:00.000Z"'],
    [
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
      '[["b",1],["a",2]]',
    ],
    [new Set(['b', 'a']), '["a","b"]'],
    [JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
    ['\uD800\u2028"', '"\\ud800\u2028\\""'],
    [undefined, 'null'],
  ])('writes %j in one way', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});
