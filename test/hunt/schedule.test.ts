import { describe, expect, it } from 'vitest';
import { ApiError } from '../../lib/errors.ts';
import type { HuntJob } from '../../lib/hunt/job.ts';
import type { HuntLook } from '../../lib/hunt/entry.ts';
import { runHunts } from '../../lib/hunt/schedule.ts';
import { aLiveRule } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts } from '../helpers/fake-hunts.ts';

const RANGE = { from: new Date('2025-12-01T00:00:00Z'), to: new Date('2025-12-15T00:00:00Z') };
const HOUR = 3_600_000;

const jobOf = (name: string, slackMs = 0): HuntJob => {
  const { ruleId, version } = aLiveRule(name);
  return { name, ruleId, versionId: version.versionId, range: RANGE, slackMs };
};

function stage(names: readonly string[], huntMs = 60_000) {
  const clock = new VirtualClock();
  const hunts = fakeHunts({ clock, huntMs: () => huntMs });
  const jobs = names.map((name) => jobOf(name));
  for (const { versionId } of jobs) hunts.know(versionId);
  const base = { jobs, hunts, clock, slots: 3, waitMs: HOUR };
  return { ...base, base };
}

const refusal = (status: number): ApiError =>
  new ApiError({ operation: 'Look', status, effect: 'ambiguous', detail: 'no' });

const TWELVE = Array.from({ length: 12 }, (_, n) => `rule_${n}`);

describe('hunts', () => {
  it.each([20_000, 60_000, 900_000])(
    'twelve of %i ms on three slots: never more, and within a tenth of the best schedule',
    async (huntMs) => {
      const { base, hunts, clock } = stage(TWELVE, huntMs);
      const startedAt = clock.now().getTime();
      const outcomes = await runHunts({ ...base, waitMs: 24 * HOUR });
      expect(outcomes.map(({ status }) => status)).toEqual(TWELVE.map(() => 'done'));
      expect(hunts.most()).toBe(3);
      expect(clock.now().getTime() - startedAt).toBeLessThanOrEqual(4 * huntMs * 1.1);
    },
  );

  it('leave room for hunts of others', async () => {
    const { base, hunts } = stage(TWELVE.slice(0, 6));
    const { versionId } = jobOf('theirs');
    hunts.know(versionId);
    hunts.startElsewhere(versionId, RANGE);
    hunts.startElsewhere(versionId, RANGE);
    await runHunts(base);
    expect(hunts.most()).toBe(3);
  });

  it('wait in the queue where somebody else is faster', async () => {
    const { base, jobs, hunts } = stage(['one']);
    let raced = 0;
    const racing = {
      ...hunts,
      runRetrohunt: (...given: Parameters<typeof hunts.runRetrohunt>) => {
        raced += 1;
        if (raced === 1) {
          for (let n = 0; n < 3; n += 1)
            hunts.startElsewhere(jobs[0]?.versionId ?? '', {
              ...RANGE,
              to: new Date('2025-12-14T00:00:00Z'),
            });
        }
        return hunts.runRetrohunt(...given);
      },
    };
    const outcomes = await runHunts({ ...base, hunts: racing });
    expect(outcomes).toMatchObject([{ status: 'done', adopted: false }]);
    expect(raced).toBeGreaterThan(1);
  });

  it('that run or are done already are adopted, not started again', async () => {
    const { base, jobs, hunts, clock } = stage(['running', 'done']);
    const [running, done] = jobs;
    hunts.startElsewhere(done?.versionId ?? '', RANGE);
    clock.advance(70_000);
    hunts.startElsewhere(running?.versionId ?? '', RANGE);
    const outcomes = await runHunts(base);
    expect(outcomes).toMatchObject([
      { status: 'done', adopted: true },
      { status: 'done', adopted: true },
    ]);
    expect(hunts.calls.get('runRetrohunt')).toBeUndefined();
  });

  it('that are there are left alone where all are to run again', async () => {
    const { base, jobs, hunts, clock } = stage(['running', 'done']);
    const [running, done] = jobs;
    hunts.startElsewhere(done?.versionId ?? '', RANGE);
    clock.advance(70_000);
    const theirs = hunts.startElsewhere(running?.versionId ?? '', RANGE);
    const outcomes = await runHunts({ ...base, again: true });
    expect(outcomes).toMatchObject([
      { status: 'done', adopted: false },
      { status: 'done', adopted: false },
    ]);
    expect(outcomes).not.toMatchObject([{ hunt: { retrohuntId: theirs.retrohuntId } }, {}]);
    expect(hunts.calls.get('runRetrohunt')).toBe(2);
  });

  it.each([
    ['an hour earlier, where the range is "the last days"', 2 * HOUR, 1, true],
    ['an hour earlier, where the range was named', 0, 1, false],
    ['an hour later', 2 * HOUR, -1, false],
  ])('that are %s', async (_title, slackMs, hoursEarlier, adopted) => {
    const { base, hunts } = stage(['one']);
    const job = jobOf('one', slackMs);
    const moved = (at: Date): Date => new Date(at.getTime() - hoursEarlier * HOUR);
    hunts.startElsewhere(job.versionId, { from: moved(RANGE.from), to: moved(RANGE.to) });
    const outcomes = await runHunts({ ...base, jobs: [job] });
    expect(outcomes).toMatchObject([{ status: 'done', adopted }]);
  });

  it('that began before the range was over have not seen the end of it', async () => {
    const { base, hunts } = stage(['one']);
    const now = base.clock.now().getTime();
    const range = { from: new Date(now - 14 * 24 * HOUR), to: new Date(now + HOUR) };
    const job = { ...jobOf('one'), range };
    hunts.startElsewhere(job.versionId, range);
    const outcomes = await runHunts({ ...base, jobs: [job] });
    expect(outcomes).toMatchObject([{ status: 'done', adopted: false }]);
  });

  it('that somebody cancels are over, and not done', async () => {
    const { base, jobs, hunts } = stage(['one', 'two']);
    const ruleId = jobs[0]?.ruleId ?? '';
    let cancelled = false;
    const outcomes = await runHunts({
      ...base,
      onLook: ([first]: readonly HuntLook[]) => {
        if (first?.stage !== 'running' || cancelled) return;
        cancelled = true;
        void hunts.cancelRetrohunt(ruleId, first.hunt?.retrohuntId ?? '');
      },
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['cancelled', 'done']);
  });

  it('that cannot be started do not stop the others', async () => {
    const { base, jobs } = stage(['known']);
    const outcomes = await runHunts({ ...base, jobs: [jobOf('unknown'), ...jobs] });
    expect(outcomes).toMatchObject([
      { status: 'failed', error: { status: 404 } },
      { status: 'done' },
    ]);
  });

  it('are left running when the wait is over', async () => {
    const { base, hunts, clock } = stage(TWELVE.slice(0, 4), HOUR);
    const startedAt = clock.now().getTime();
    const outcomes = await runHunts({ ...base, waitMs: 10 * 60_000 });
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...TWELVE.slice(0, 3).map(() => 'left-running'),
      'not-started',
    ]);
    expect(clock.now().getTime() - startedAt).toBe(10 * 60_000);
    expect(await hunts.listRetrohunts('-', 'running')).toHaveLength(3);
  });

  it('are left running after an interrupt, and none is started any more', async () => {
    const { base, hunts } = stage(TWELVE);
    const stop = new AbortController();
    const outcomes = await runHunts({
      ...base,
      signal: stop.signal,
      onLook: () => stop.abort(new Error('stop')),
    });
    expect(outcomes.filter(({ status }) => status === 'left-running')).toHaveLength(3);
    expect(outcomes.filter(({ status }) => status === 'not-started')).toHaveLength(9);
    expect(hunts.calls.get('runRetrohunt')).toBe(3);
  });

  it.each([0, 408, 500, 503])('go on where looks end with %i', async (status) => {
    const { base, hunts } = stage(TWELVE.slice(0, 4));
    let [listings, gets] = [0, 0];
    const shaky = {
      ...hunts,
      listRetrohunts: (...given: Parameters<typeof hunts.listRetrohunts>) => {
        listings += 1;
        if (listings > 2 && listings < 8) return Promise.reject(refusal(status));
        return hunts.listRetrohunts(...given);
      },
      getRetrohunt: (...given: Parameters<typeof hunts.getRetrohunt>) => {
        gets += 1;
        return gets === 1 ? Promise.reject(refusal(status)) : hunts.getRetrohunt(...given);
      },
    };
    const outcomes = await runHunts({ ...base, hunts: shaky });
    expect(outcomes.map((one) => one.status)).toEqual(['done', 'done', 'done', 'done']);
    expect(gets).toBeGreaterThan(1);
    expect(hunts.most()).toBe(3);
  });

  it('that no look sees until the wait is over are left running, with the reason', async () => {
    const { base, hunts, clock } = stage(['one']);
    const startedAt = clock.now().getTime();
    const silent = {
      ...hunts,
      getRetrohunt: () => Promise.reject(refusal(503)),
    };
    const outcomes = await runHunts({ ...base, hunts: silent });
    expect(outcomes).toMatchObject([
      { status: 'left-running', because: 'waited', error: { status: 503 } },
    ]);
    expect(clock.now().getTime() - startedAt).toBe(HOUR);
  });

  it('of a tenant that refuses to be asked are left running, with the refusal', async () => {
    const { base, hunts } = stage(TWELVE.slice(0, 4));
    let listings = 0;
    const closed = {
      ...hunts,
      listRetrohunts: (...given: Parameters<typeof hunts.listRetrohunts>) => {
        listings += 1;
        return listings > 3 ? Promise.reject(refusal(403)) : hunts.listRetrohunts(...given);
      },
    };
    const outcomes = await runHunts({ ...base, hunts: closed });
    const left = { status: 'left-running', because: 'refused', error: { status: 403 } };
    expect(outcomes).toMatchObject([left, left, left, { status: 'not-started' }]);
  });

  it('of which one cannot be read leave the others alone', async () => {
    const { base, hunts, jobs } = stage(['one', 'two']);
    const partly = {
      ...hunts,
      getRetrohunt: (ruleId: string, retrohuntId: string) =>
        ruleId === jobs[0]?.ruleId
          ? Promise.reject(refusal(404))
          : hunts.getRetrohunt(ruleId, retrohuntId),
    };
    const outcomes = await runHunts({ ...base, hunts: partly });
    expect(outcomes).toMatchObject([
      { status: 'left-running', because: 'refused', error: { status: 404 } },
      { status: 'done' },
    ]);
  });

  it.each([
    ['not sent', 'not-sent', 'not-started'],
    ['sent, and nobody knows', 'ambiguous', 'failed'],
  ] as const)('that an interrupt catches at their start: %s', async (_title, effect, status) => {
    const { base, hunts } = stage(['one', 'two']);
    const stop = new AbortController();
    const stopped = {
      ...hunts,
      runRetrohunt: () => {
        stop.abort(new Error('stop'));
        return Promise.reject(
          new ApiError({ operation: 'RunRetrohunt', status: 0, effect, detail: 'interrupted' }),
        );
      },
    };
    const outcomes = await runHunts({ ...base, hunts: stopped, signal: stop.signal });
    expect(outcomes).toMatchObject([{ status }, { status: 'not-started', because: 'interrupted' }]);
  });
});
