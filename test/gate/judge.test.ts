import { describe, expect, it } from 'vitest';
import { compareDetections } from '../../lib/gate/compare.ts';
import { judge } from '../../lib/gate/judge.ts';
import type { Detection } from '../../lib/model/detection.ts';
import { DEFAULT_GATE, type GatePolicy } from '../../lib/model/gate.ts';
import { GAP_KINDS, type Measurement, type Verdict } from '../../lib/model/verdict.ts';
import { anEntityDetection, minute } from './detections.ts';

const TEXT = 'a'.repeat(64);
const TEN_DAYS = { from: minute(0), to: minute(10 * 1440) };
const NOW = minute(11 * 1440);
const policy = (overrides: Partial<GatePolicy> = {}): GatePolicy => ({
  ...DEFAULT_GATE,
  windowMs: 10 * 86_400_000,
  maxPerDay: { default: 2, CRITICAL: 5 },
  maxWorstDay: 6,
  ...overrides,
});

/** So many detections on each of the ten days, each of another user. */
function eachDay(...counts: readonly number[]): readonly Detection[] {
  return counts.flatMap((count, day) =>
    Array.from({ length: count }, (_, at) =>
      anEntityDetection(`user ${day} ${at}`, day * 1440 + 10, day * 1440 + 15),
    ),
  );
}

function aMeasurement(
  after: readonly Detection[],
  overrides: Partial<Measurement> & { readonly before?: readonly Detection[] } = {},
): Measurement {
  const { before, ...rest } = overrides;
  return {
    rule: 'many_logins',
    text: TEXT,
    by: 'retrohunt',
    range: TEN_DAYS,
    comparison: compareDetections(before, after, TEN_DAYS),
    gaps: [],
    logTypes: [{ logType: 'OKTA', events: 'seen' }],
    ...rest,
  };
}

const judged = (
  measurement: Measurement,
  rules: GatePolicy = policy(),
  severity: string | undefined = 'HIGH',
): Verdict => judge(measurement, rules, { severity, now: NOW });

const gist = ({ status, allows, reasons }: Verdict) => [
  status,
  allows,
  ...reasons.map((reason) => {
    switch (reason.kind) {
      case 'over-limit':
        return `over ${reason.figure}`;
      case 'gap':
        return `${reason.gap.kind} of ${reason.gap.of}`;
      case 'not-measured':
      case 'short-range':
      case 'no-events':
        return reason.kind;
    }
  }),
];

const quiet = eachDay(1, 1, 1);
const atLimits = eachDay(6, 6, 6, 2);
const loudMean = eachDay(6, 6, 6, 3);
const loudDay = eachDay(7);

describe('judge', () => {
  it.each([
    ['quiet', quiet, ['pass', 'alerting']],
    ['exactly at both limits', atLimits, ['pass', 'alerting']],
    ['one over the mean', loudMean, ['fail', 'nothing', 'over per-day']],
    ['one over the worst day', loudDay, ['fail', 'nothing', 'over worst-day']],
    ['over both', eachDay(30), ['fail', 'nothing', 'over per-day', 'over worst-day']],
  ])('passes or fails what is whole: %s', (_title, after, expected) => {
    expect(gist(judged(aMeasurement(after)))).toEqual(expected);
  });

  it('gives every figure and its limit', () => {
    const { figures } = judged(
      aMeasurement(eachDay(1, 3), { before: eachDay(2, 2) }),
      policy({ maxPerDay: { default: 2 } }),
    );
    expect(figures).toEqual([
      { name: 'detections', value: 4 },
      { name: 'per-day', value: 0.4, limit: 2, over: 'fail' },
      { name: 'worst-day', value: 3, limit: 6, over: 'fail' },
      { name: 'left-to-cap', value: 9997 },
      { name: 'entities', value: 4 },
      { name: 'share-of-loudest', value: 0.25 },
      { name: 'detections-before', value: 4 },
      { name: 'per-day-before', value: 0.4 },
      { name: 'worst-day-before', value: 2 },
      { name: 'lost', value: 1 },
      { name: 'share-lost', value: 0.25 },
      { name: 'gained', value: 1 },
      { name: 'same', value: 3 },
      { name: 'first-seen', value: 1 },
    ]);
  });

  it.each([
    ['CRITICAL', 5],
    ['critical', 5],
    ['Low', 2],
    ['of my own', 2],
    ['default', 2],
    ['constructor', 2],
    [undefined, 2],
  ])('holds severity %s to %i a day', (severity, limit) => {
    const { figures } = judge(aMeasurement(quiet), policy(), { severity, now: NOW });
    expect(figures.find(({ name }) => name === 'per-day')?.limit).toBe(limit);
  });

  it('warns of one loud entity and of much that is lost, and lets them pass', () => {
    const one = Array.from({ length: 10 }, (_, day) =>
      anEntityDetection('ann', day * 1440, day * 1440 + 5),
    );
    expect(gist(judged(aMeasurement(one)))).toEqual(['warn', 'alerting', 'over share-of-loudest']);
    expect(gist(judged(aMeasurement(one.slice(1))))).toEqual(['pass', 'alerting']);
    expect(gist(judged(aMeasurement([], { before: eachDay(5, 5) })))).toEqual([
      'warn',
      'alerting',
      'over share-lost',
    ]);
  });
});

describe('what could not be measured', () => {
  it.each(GAP_KINDS)('is unproven, however quiet it looks: %s', (kind) => {
    const found = aMeasurement([], { gaps: [{ kind, of: 'after', detail: 'why' }] });
    const verdict = judged(found);
    expect(gist(verdict)).toEqual(['unproven', 'nothing', `${kind} of after`]);
    expect(verdict.reasons).toEqual([{ kind: 'gap', gap: { kind, of: 'after', detail: 'why' } }]);
    expect(judged(found, policy({ onUnproven: 'warn' })).allows).toBe('enabling');
  });

  it('is unproven where nothing came back, and where the range falls short', () => {
    const { comparison: _comparison, ...nothing } = aMeasurement([]);
    expect(gist(judged(nothing))).toEqual(['unproven', 'nothing', 'not-measured']);
    expect(gist(judged({ ...nothing, gaps: [{ kind: 'crashed', of: 'after' }] }))).toEqual([
      'unproven',
      'nothing',
      'crashed of after',
    ]);
    expect(gist(judged(aMeasurement(quiet), policy({ windowMs: 11 * 86_400_000 })))).toEqual([
      'unproven',
      'nothing',
      'short-range',
    ]);
    const empty = { from: minute(0), to: minute(0) };
    const comparison = compareDetections(undefined, quiet, empty);
    expect(gist(judged(aMeasurement(quiet, { range: empty, comparison })))).toEqual([
      'unproven',
      'nothing',
      'short-range',
    ]);
  });

  it('is unproven where a day reached the cap, whoever noticed', () => {
    const capped = Array.from({ length: 10_000 }, (_, at) => anEntityDetection(`u${at}`, 0, 5));
    const rules = policy({ maxPerDay: { default: 10_000 }, maxWorstDay: 10_000 });
    expect(gist(judged(aMeasurement(capped), rules))).toEqual([
      'unproven',
      'nothing',
      'daily-cap of after',
    ]);
    const noticed = aMeasurement(capped, { gaps: [{ kind: 'daily-cap', of: 'after' }] });
    expect(judged(noticed, rules).reasons).toHaveLength(1);
  });

  it('allows nothing where what there is of it is too loud already', () => {
    const found = aMeasurement(loudDay, { gaps: [{ kind: 'timed-out', of: 'after' }] });
    expect(gist(judged(found, policy({ onUnproven: 'warn' })))).toEqual([
      'unproven',
      'nothing',
      'timed-out of after',
      'over worst-day',
    ]);
  });

  it('only warns where the text before was not measured: its noise is not in question', () => {
    const found = aMeasurement(quiet, {
      before: eachDay(5, 5),
      gaps: [{ kind: 'runtime-error', of: 'before' }],
    });
    expect(gist(judged(found))).toEqual(['warn', 'alerting', 'runtime-error of before']);
    expect(judged(found).figures.find(({ name }) => name === 'share-lost')?.limit).toBeUndefined();
  });
});

describe('silence', () => {
  const silent = (...events: readonly ('seen' | 'none' | 'unknown')[]) =>
    aMeasurement([], { logTypes: events.map((one, at) => ({ logType: `T${at}`, events: one })) });
  const required = policy({ requireEvents: true });

  it.each([
    ['one of two has events', silent('none', 'seen'), 'pass', 'pass'],
    ['none has', silent('none', 'none'), 'warn', 'unproven'],
    ['nobody could tell', silent('unknown'), 'warn', 'unproven'],
    ['the rule names none', silent(), 'warn', 'unproven'],
    ['there are detections all the same', aMeasurement(quiet, { logTypes: [] }), 'pass', 'pass'],
  ])('proves nothing over no events: %s', (_title, found, plain, strict) => {
    expect(judged(found).status).toBe(plain);
    expect(judged(found, required).status).toBe(strict);
    expect(judged(found, { ...required, onUnproven: 'warn' }).allows).toBe(
      strict === 'unproven' ? 'enabling' : 'alerting',
    );
  });
});

describe('accepted noise', () => {
  const line = { rule: 'many_logins', text: TEXT, reason: 'known', until: minute(12 * 1440) };
  it.each([
    ['this rule and text', line, 'warn', 'alerting'],
    ['another rule', { ...line, rule: 'other' }, 'fail', 'nothing'],
    ['another text', { ...line, text: 'b'.repeat(64) }, 'fail', 'nothing'],
    ['a day that is over', { ...line, until: NOW }, 'fail', 'nothing'],
  ])('counts for %s', (_title, accepted, status, allows) => {
    const verdict = judged(aMeasurement(loudDay), policy({ accept: [accepted] }));
    expect(verdict).toMatchObject({ status, allows });
    expect(verdict.accepted).toEqual(status === 'warn' ? accepted : undefined);
  });

  it('is not named where it was not needed, and proves nothing', () => {
    const rules = policy({ accept: [line] });
    expect(judged(aMeasurement(quiet), rules).accepted).toBeUndefined();
    const cut = aMeasurement(loudDay, { gaps: [{ kind: 'cut-stream', of: 'after' }] });
    expect(judged(cut, rules)).toMatchObject({ status: 'unproven', allows: 'nothing' });
  });
});
