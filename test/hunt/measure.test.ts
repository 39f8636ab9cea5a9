import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probeText } from '../../lib/hunt/probe.ts';
import type { TestRun } from '../../lib/model/retrohunt.ts';
import type { GapKind } from '../../lib/model/verdict.ts';
import type { Hunts } from '../../lib/ports/hunts.ts';
import type { MeasureOptions } from '../../lib/hunt/measure.ts';
import type { VirtualClock } from '../helpers/clock.ts';
import type { FakeHunts } from '../helpers/fake-hunts.ts';
import {
  AFTER,
  BEFORE,
  DAY,
  event,
  HOUR,
  huntOf,
  isIn,
  OLD_VERSION,
  RANGE,
  refusal,
  sets,
  stage,
  testRunOf,
  VERSION,
} from './measuring.ts';

const WHOLE: TestRun = { detections: [], errors: [] };
const one = event('one', HOUR);

/** An interrupt that comes with a call. */
function interrupted(): { readonly options: Partial<MeasureOptions>; readonly stop: () => void } {
  const control = new AbortController();
  return { options: { signal: control.signal }, stop: () => control.abort(new Error('stop')) };
}

type Script = (hunts: FakeHunts, clock: VirtualClock) => Partial<Hunts>;
const { options: stopOptions, stop } = interrupted();
const { options: huntStopOptions, stop: stopHunt } = interrupted();

/** A listing that says nothing and breaks off. */
const broken = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refusal(503, 'page 2')) }),
});

describe('what a test run lacks is a gap', () => {
  it.each<[title: string, kind: GapKind, script: Script, options?: Partial<MeasureOptions>]>([
    [
      'as many results as one call gives, however short the range',
      'result-cap',
      () => ({
        testRun: () =>
          Promise.resolve({ ...WHOLE, incomplete: { kind: 'result-cap', words: 'full' } }),
      }),
    ],
    [
      'a stream that breaks off, twice',
      'cut-stream',
      () => ({
        testRun: () =>
          Promise.resolve({ ...WHOLE, incomplete: { kind: 'cut-stream', words: 'broke off' } }),
      }),
    ],
    [
      'a run that takes too long, however short the range',
      'timed-out',
      () => ({
        testRun: () =>
          Promise.resolve({ ...WHOLE, incomplete: { kind: 'timed-out', words: '5 minutes' } }),
      }),
    ],
    [
      'an error of the rule on the way',
      'runtime-error',
      () => ({ testRun: () => Promise.resolve({ ...WHOLE, errors: [{ text: 'too slow' }] }) }),
    ],
    [
      'a text that does not compile',
      'refused',
      () => ({ testRun: () => Promise.reject(refusal(400, 'compiling rule')) }),
    ],
    ['429 for ever', 'rate-limited', () => ({ testRun: () => Promise.reject(refusal(429)) })],
    [
      'no answer for all the time there is',
      'timed-out',
      () => ({ testRun: () => Promise.reject(refusal(0, 'the time for all calls is up')) }),
    ],
    ['no answer', 'cut-stream', () => ({ testRun: () => Promise.reject(refusal(0, 'reset')) })],
    [
      'an interrupt',
      'interrupted',
      () => ({
        testRun: () => {
          stop();
          return Promise.reject(refusal(0, 'interrupted'));
        },
      }),
      stopOptions,
    ],
    ['a wait that is over', 'timed-out', () => ({}), { waitMs: 0 }],
  ])('%s: %s', async (_title, kind, script, options = {}) => {
    const { measure } = stage(options, script);
    const { gaps } = await measure.testRun(testRunOf());
    expect(new Set(gaps.map((gap) => `${gap.kind} ${gap.of}`))).toEqual(
      new Set([`${kind} after`, `${kind} before`]),
    );
  });

  it('of the text that has it, and what came by then is compared', async () => {
    const { measure, hunts } = stage({}, (fake) => ({
      testRun: (text, range, most) =>
        text === BEFORE ? Promise.reject(refusal(429)) : fake.testRun(text, range, most),
    }));
    hunts.foundBy(AFTER, [one]);
    const { gaps, comparison } = await measure.testRun(testRunOf());
    expect(gaps).toMatchObject([{ kind: 'rate-limited', of: 'before' }]);
    expect(comparison).not.toHaveProperty('before');
    expect(comparison?.after.count).toBe(1);
  });

  it('none after one stream that broke off', async () => {
    let calls = 0;
    const { measure, hunts } = stage({}, (fake) => ({
      testRun: async (...given) => {
        calls += 1;
        const first = calls === 1;
        const run = await fake.testRun(...given);
        return first ? { ...run, incomplete: { kind: 'cut-stream', words: 'cut' } } : run;
      },
    }));
    hunts.foundBy(AFTER, [one]);
    const { gaps, comparison } = await measure.testRun(testRunOf());
    expect([gaps, comparison?.after.count, calls]).toEqual([[], 1, 3]);
  });
});

describe('what a hunt lacks is a gap', () => {
  it.each<
    [
      title: string,
      kind: GapKind,
      compared: boolean,
      script: Script,
      options?: Partial<MeasureOptions>,
    ]
  >([
    [
      'somebody cancels it',
      'hunt-cancelled',
      false,
      (hunts) => ({
        runRetrohunt: async (...given) => {
          const hunt = await hunts.runRetrohunt(...given);
          await hunts.cancelRetrohunt(hunt.ruleId, hunt.retrohuntId);
          return hunt;
        },
      }),
    ],
    [
      'the listing breaks off before its first page',
      'page-lost',
      false,
      () => ({ listDetections: broken }),
    ],
    [
      'the listing breaks off later',
      'page-lost',
      true,
      () => ({
        async *listDetections() {
          yield [one];
          yield* broken();
        },
      }),
    ],
    [
      'the errors of the rule cannot be read',
      'page-lost',
      true,
      () => ({ listErrors: () => Promise.reject(refusal(503)) }),
    ],
    [
      'the rule met an error',
      'runtime-error',
      true,
      () => ({ listErrors: () => Promise.resolve([{ text: 'too slow' }]) }),
    ],
    [
      'a day is at the cap, though some are listed twice',
      'daily-cap',
      true,
      () => ({
        async *listDetections() {
          await Promise.resolve();
          for (let page = 0; page < 10; page += 1) yield Array.from({ length: 1000 }, () => one);
        },
      }),
    ],
    [
      'it may not be started',
      'refused',
      false,
      () => ({ runRetrohunt: () => Promise.reject(refusal(403)) }),
    ],
    [
      'the slots are never free: 429 for ever',
      'rate-limited',
      false,
      () => ({ runRetrohunt: () => Promise.reject(refusal(429)) }),
    ],
    [
      'what hunts there are cannot be listed',
      'page-lost',
      false,
      () => ({ listRetrohunts: () => Promise.reject(refusal(503)) }),
    ],
    ['the wait is over', 'timed-out', false, () => ({}), { waitMs: 10_000 }],
    [
      'an interrupt',
      'interrupted',
      false,
      (hunts) => ({
        getRetrohunt: (...given) => hunts.getRetrohunt(...given),
        runRetrohunt: async (...given) => {
          const hunt = await hunts.runRetrohunt(...given);
          stopHunt();
          return hunt;
        },
      }),
      huntStopOptions,
    ],
  ])('%s: %s', async (_title, kind, compared, script, options = {}) => {
    const { measure } = stage(options, script);
    const { gaps, comparison } = await measure.retrohunt(huntOf({ logTypes: [] }));
    expect(gaps).toMatchObject([{ kind, of: 'after' }]);
    expect(comparison !== undefined).toBe(compared);
  });

  it('none where there is no hunt and none may be started: it is only not measured', async () => {
    const { measure, hunts } = stage();
    const { gaps, comparison } = await measure.retrohunt(huntOf({ existingOnly: true }));
    expect([gaps, comparison]).toEqual([[], undefined]);
    expect(hunts.calls.get('runRetrohunt')).toBeUndefined();
  });

  it('and a hunt that is running is waited for, though none may be started', async () => {
    const { measure, hunts } = stage();
    hunts.know(VERSION, [one]);
    hunts.startElsewhere(VERSION, RANGE);
    const { gaps, comparison } = await measure.retrohunt(huntOf({ existingOnly: true }));
    expect([gaps, comparison?.after.count]).toEqual([[], 1]);
  });
});

const found = (ids: readonly number[]) => ids.map((id) => event(String(id), id * 11 * HOUR));
const names = (ids: readonly number[]) => ids.map((id) => `{"id":"${id}"}`).toSorted();

describe('a measure', () => {
  it('compares the texts of a test run, and says which text it was', async () => {
    const { measure, hunts } = stage();
    const [lost, same, gained] = ['lost', 'same', 'gained'].map((id, at) => event(id, at * HOUR));
    if (lost === undefined || same === undefined || gained === undefined) throw new Error('none');
    hunts.foundBy(BEFORE, [lost, same]);
    hunts.foundBy(AFTER, [same, gained]);
    const measurement = await measure.testRun(testRunOf());
    expect(measurement).toMatchObject({ rule: 'one', by: 'test-run', range: RANGE, gaps: [] });
    expect(measurement.text).toMatch(/^[0-9a-f]{64}$/);
    expect(sets(measurement)).toEqual([['{"id":"lost"}'], ['{"id":"gained"}'], ['{"id":"same"}']]);
  });

  it('finds lost, gained and same as set arithmetic does, by hunts and test runs, sliced or not', async () => {
    const ids = fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(ids, ids, fc.integer({ min: 2, max: 40 }), async (was, is, maxResults) => {
        const { measure, hunts } = stage({ maxResults });
        hunts.foundBy(BEFORE, found(was));
        hunts.foundBy(AFTER, found(is));
        hunts.know(OLD_VERSION, found(was));
        hunts.know(VERSION, found(is));
        const [run, hunt] = await Promise.all([
          measure.testRun(testRunOf({ logTypes: [] })),
          measure.retrohunt(huntOf({ logTypes: [], before: { versionId: OLD_VERSION } })),
        ]);
        const expected = [
          names(was.filter((id) => !is.includes(id))),
          names(is.filter((id) => !was.includes(id))),
          names(is.filter((id) => was.includes(id))),
        ];
        expect(hunt.gaps).toEqual([]);
        expect(sets(hunt)).toEqual(expected);
        // too small a cap needs more calls than a text may have, and says so
        const whole = run.gaps.length === 0;
        expect(whole || maxResults < 8).toBe(true);
        expect(sets(run)).toEqual(whole ? expected : sets(run));
      }),
      { numRuns: 200 },
    );
  });

  it('says how many test runs are over, those that failed too', async () => {
    const counts: string[] = [];
    const { measure } = stage(
      { onRuns: ({ asked, over }) => void counts.push(`${over}/${asked}`) },
      () => ({ testRun: () => Promise.reject(refusal(403)) }),
    );
    await Promise.all([measure.testRun(testRunOf()), measure.testRun(testRunOf())]);
    expect(counts).toEqual(['0/1', '0/2', '1/2', '2/2']);
  });

  it('slices a range that is longer than a run may be', async () => {
    const asked: number[] = [];
    const { measure, hunts } = stage({}, (fake) => ({
      testRun: (text, range, most) => {
        asked.push((range.to.getTime() - range.from.getTime()) / DAY);
        return fake.testRun(text, range, most);
      },
    }));
    const to = new Date(RANGE.from.getTime() + 40 * DAY);
    const daily = Array.from({ length: 40 }, (_, day) => event(`day ${day}`, day * DAY));
    hunts.foundBy(AFTER, daily);
    const { before: _before, ...subject } = testRunOf({
      range: { from: RANGE.from, to },
      reachMs: 2 * DAY,
    });
    const { comparison, gaps } = await measure.testRun(subject);
    expect([comparison?.after.count, gaps]).toEqual([40, []]);
    expect(asked).toHaveLength(4);
    expect(Math.max(...asked)).toBeLessThanOrEqual(14);
  });

  it('cuts only what was at its limit into smaller pieces', async () => {
    const asked: string[] = [];
    const { measure, hunts } = stage({ maxResults: 10 }, (fake) => ({
      testRun: (text, range, most) => {
        asked.push(`${(range.to.getTime() - range.from.getTime()) / HOUR}`);
        return fake.testRun(text, range, most);
      },
    }));
    hunts.foundBy(
      AFTER,
      Array.from({ length: 15 }, (_, at) => event(`${at}`, at * 3 * HOUR)),
    );
    const { before: _before, ...subject } = testRunOf();
    const { comparison, gaps } = await measure.testRun(subject);
    expect([comparison?.after.count, gaps]).toEqual([15, []]);
    expect(asked).toEqual(['336', '84', '84', '84', '84', '21', '21', '21', '21']);
  });

  it('asks of silence only whether the tenant has such events, once a log type', async () => {
    const probed: string[] = [];
    const { measure, hunts } = stage({}, (fake) => ({
      testRun: (text, range, most) => {
        if (text !== AFTER && text !== BEFORE) {
          const hours = (range.to.getTime() - range.from.getTime()) / HOUR;
          probed.push(`${/log_type = "(\w+)"/.exec(text)?.[1] ?? ''} ${hours} ${most}`);
        }
        return fake.testRun(text, range, most);
      },
    }));
    hunts.foundBy(probeText('OKTA'), [event('recent', 14 * DAY - 1)]);
    hunts.foundBy(probeText('AWS'), [event('older', DAY)]);
    const logTypes = ['OKTA', 'AWS', 'GCP', 'odd"one'];
    const [first, second] = await Promise.all([
      measure.testRun(testRunOf({ logTypes })),
      measure.retrohunt(huntOf({ logTypes })),
    ]);
    expect(first.logTypes).toEqual([
      { logType: 'OKTA', events: 'seen' },
      { logType: 'AWS', events: 'seen' },
      { logType: 'GCP', events: 'none' },
      { logType: 'odd"one', events: 'unknown' },
    ]);
    expect(second.logTypes).toEqual(first.logTypes);
    expect(probed.toSorted()).toEqual(['AWS 1 1', 'AWS 336 1', 'GCP 1 1', 'GCP 336 1', 'OKTA 1 1']);
    hunts.foundBy(AFTER, [one]);
    const loud = await measure.testRun(testRunOf({ logTypes: ['AZURE'] }));
    expect(loud.logTypes).toEqual([]);
    expect(probed).toHaveLength(5);
  });

  it('does not know of a log type that could not be asked for', async () => {
    const { measure } = stage({}, (fake) => ({
      testRun: (text, range, most) =>
        text === AFTER || text === BEFORE
          ? fake.testRun(text, range, most)
          : Promise.reject(refusal(429)),
    }));
    const { logTypes, gaps } = await measure.testRun(testRunOf());
    expect([logTypes, gaps]).toEqual([[{ logType: 'OKTA', events: 'unknown' }], []]);
  });

  it('takes of a longer, earlier hunt as much as was asked for', async () => {
    const { measure, hunts } = stage();
    const inside = event('inside', -10 * HOUR);
    hunts.know(VERSION, [inside, event('before it', -30 * HOUR), event('after it', 13.8 * DAY)]);
    const [from, to] = [RANGE.from.getTime() - 3 * DAY, RANGE.to.getTime() - 12 * HOUR];
    hunts.startElsewhere(VERSION, { from: new Date(from), to: new Date(to) });
    const measured = await measure.retrohunt(huntOf({ slackMs: DAY, existingOnly: true }));
    expect(measured.range).toEqual({ from: new Date(to - 14 * DAY), to: new Date(to) });
    expect(isIn(measured.range, inside)).toBe(true);
    expect(measured.comparison?.after.count).toBe(1);
  });

  it('lets whoever does not write ports down see its bugs', async () => {
    const { measure } = stage({}, () => ({
      testRun: () => Promise.reject(new TypeError('a bug')),
      listDetections: () => {
        throw new TypeError('a bug');
      },
    }));
    await expect(measure.testRun(testRunOf())).rejects.toThrow('a bug');
    await expect(measure.retrohunt(huntOf())).rejects.toThrow('a bug');
  });
});
