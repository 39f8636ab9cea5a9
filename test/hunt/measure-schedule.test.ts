import { describe, expect, it } from 'vitest';
import { openMeasure } from '../../lib/hunt/measure.ts';
import type { TimeRange } from '../../lib/model/detection.ts';
import type { Hunts } from '../../lib/ports/hunts.ts';
import { openBuckets } from '../../lib/secops/buckets.ts';
import type { MethodName } from '../../lib/wire/method.ts';
import { aLiveRule, ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts, type FakeHunts } from '../helpers/fake-hunts.ts';
import { event, HOUR, huntOf, RANGE } from './measuring.ts';

const METHOD_OF = {
  runRetrohunt: 'RunRetrohunt',
  getRetrohunt: 'GetRetrohunt',
  listRetrohunts: 'ListRetrohunts',
  testRun: 'StreamTestRule',
  listErrors: 'ListErrors',
} as const satisfies Partial<Record<keyof Hunts, MethodName>>;

/** Lets every call wait for its turn at the published rate, as the client does; counts runs and pages. */
function rated(hunts: FakeHunts, clock: VirtualClock, runMs: number) {
  const buckets = openBuckets('published', clock);
  const count = { testRuns: 0, pages: 0 };
  const turn = async <T>(method: MethodName, call: () => Promise<T>): Promise<T> => {
    await buckets.acquire(method, undefined);
    return call();
  };
  const paced: Hunts = {
    ...hunts,
    runRetrohunt: (...given) => turn(METHOD_OF.runRetrohunt, () => hunts.runRetrohunt(...given)),
    getRetrohunt: (...given) => turn(METHOD_OF.getRetrohunt, () => hunts.getRetrohunt(...given)),
    listRetrohunts: (...given) =>
      turn(METHOD_OF.listRetrohunts, () => hunts.listRetrohunts(...given)),
    listErrors: (...given) => turn(METHOD_OF.listErrors, () => hunts.listErrors(...given)),
    testRun: (...given) =>
      turn(METHOD_OF.testRun, async () => {
        count.testRuns += 1;
        await clock.sleep(runMs);
        return hunts.testRun(...given);
      }),
    async *listDetections(query) {
      for await (const page of hunts.listDetections(query)) {
        for (let at = 0; at < page.length; at += 1000) {
          await buckets.acquire('ListDetections', undefined);
          count.pages += 1;
          yield page.slice(at, at + 1000);
        }
      }
    },
  };
  return { paced, count };
}

const FORTY = Array.from({ length: 40 }, (_, n) => `rule_${n}`);
const versionOf = (name: string): string => aLiveRule(name).version.versionId;
const huntSubject = (name: string) =>
  huntOf({ rule: name, ruleId: aLiveRule(name).ruleId, versionId: versionOf(name), logTypes: [] });
const runSubject = (name: string) => ({
  rule: name,
  text: ruleText(name, { threshold: 2 }),
  reachMs: 0,
  logTypes: [],
  before: { text: ruleText(name), reachMs: 0 },
  range: RANGE,
});
const later = ({ from, to }: TimeRange, ms: number): TimeRange => ({
  from: new Date(from.getTime() + ms),
  to: new Date(to.getTime() + ms),
});

describe('forty rules at three slots and the published rates', () => {
  it.each([
    ['long hunts', 300_000, 30_000, 3],
    ['short hunts that find much', 20_000, 0, 1500],
    ['slow test runs', 60_000, 120_000, 3],
  ])('take as long as what is scarcest: %s', async (_title, huntMs, runMs, found) => {
    const clock = new VirtualClock();
    // hunts of different lengths, each known beforehand
    const lengthOf = (name: string): number => huntMs * (1 + (FORTY.indexOf(name) % 5) / 5);
    const lengths = new Map(FORTY.map((name) => [versionOf(name), lengthOf(name)]));
    const hunts = fakeHunts({ clock, huntMs: (versionId) => lengths.get(versionId) ?? huntMs });
    const detections = Array.from({ length: found }, (_, at) => event(`${at}`, at * 1000));
    for (const name of FORTY) {
      hunts.know(versionOf(name), detections);
      hunts.foundBy(ruleText(name, { threshold: 2 }), [event('one', HOUR)]);
    }
    const { paced, count } = rated(hunts, clock, runMs);
    const measure = openMeasure({ hunts: paced, clock, slots: 3, waitMs: 24 * HOUR });
    const begun = clock.now().getTime();
    const measured = await Promise.all(
      FORTY.flatMap((name) => [
        measure.retrohunt(huntSubject(name)),
        ...(runMs === 0 ? [] : [measure.testRun(runSubject(name))]),
      ]),
    );
    expect(measured.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(hunts.most()).toBe(3);
    const work = [...lengths.values()].reduce((sum, ms) => sum + ms, 0);
    const bound = Math.max(
      work / 3,
      ...lengths.values(),
      (count.testRuns / 3) * 60_000,
      (count.pages / 10) * 60_000,
    );
    expect(clock.now().getTime() - begun).toBeLessThanOrEqual(1.1 * bound);
  });
});

describe('a run that was killed', () => {
  it.each([
    ['at once', 0],
    ['an hour later', HOUR],
  ])('and is started again %s takes its hunts, and starts none twice', async (_title, laterMs) => {
    const clock = new VirtualClock();
    const hunts = fakeHunts({ clock, huntMs: () => 10 * 60_000 });
    const names = FORTY.slice(0, 7);
    for (const name of names) hunts.know(versionOf(name), [event(name, HOUR)]);
    const stop = new AbortController();
    const first = openMeasure({
      hunts,
      clock,
      slots: 3,
      waitMs: 24 * HOUR,
      signal: stop.signal,
      // in the second round of hunts
      onLook: (looks) => {
        if (looks.filter(({ stage }) => stage === 'over').length >= 3)
          stop.abort(new Error('killed'));
      },
    });
    const killed = await Promise.all(names.map((name) => first.retrohunt(huntSubject(name))));
    expect(killed.every(({ gaps }) => gaps.some(({ kind }) => kind === 'interrupted'))).toBe(false);
    const started = hunts.calls.get('runRetrohunt') ?? 0;
    expect(started).toBe(6);
    clock.advance(laterMs);
    const second = openMeasure({ hunts, clock, slots: 3, waitMs: 24 * HOUR });
    const asked = names.map((name) => {
      const subject = huntSubject(name);
      const range = later(subject.range, laterMs);
      return { ...subject, range, slackMs: 6 * HOUR };
    });
    const again = await Promise.all(asked.map((subject) => second.retrohunt(subject)));
    expect(again.map(({ gaps, comparison }) => [gaps, comparison?.after.count])).toEqual(
      names.map(() => [[], 1]),
    );
    expect(hunts.calls.get('runRetrohunt')).toBe(7);
  });

  it('shares one hunt between two that ask for the same, and takes what somebody started meanwhile', async () => {
    const clock = new VirtualClock();
    const hunts = fakeHunts({ clock });
    for (const name of FORTY.slice(0, 5)) hunts.know(versionOf(name));
    const measure = openMeasure({ hunts, clock, slots: 3, waitMs: HOUR });
    const first = Promise.all(
      ['rule_0', 'rule_0', 'rule_1', 'rule_2', 'rule_3'].map((name) =>
        measure.retrohunt(huntSubject(name)),
      ),
    );
    await clock.sleep(61_000);
    hunts.startElsewhere(versionOf('rule_4'), RANGE);
    const late = measure.retrohunt(huntSubject('rule_4'));
    const all = [...(await first), await late];
    expect(all.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(hunts.calls.get('runRetrohunt')).toBe(4);
  });
});
