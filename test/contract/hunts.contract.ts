import { describe, expect, it } from 'vitest';
import type { Detection, TimeRange } from '../../lib/model/detection.ts';
import type { RuleError } from '../../lib/model/retrohunt.ts';
import type { Hunts } from '../../lib/ports/hunts.ts';
import { ruleText } from '../helpers/builders.ts';

/** A tenant with a past. */
export interface HuntStage {
  readonly hunts: Hunts;
  /** Stores a rule, off; gives its newest version. */
  readonly store: (
    text: string,
  ) => Promise<{ readonly ruleId: string; readonly versionId: string }>;
  /** Lets every hunt that runs come to its end. */
  readonly finish: () => Promise<void>;
  /** Behind all that was. */
  readonly now: () => Date;
  /** From then on a run of the version, or of the text, finds these in its range. */
  readonly find: (of: { versionId: string; text: string }, found: readonly Detection[]) => void;
  /** The rule fails at work. */
  readonly fail: (versionId: string, error: RuleError) => Promise<void>;
}

/** A detection of a rule with one match variable, so many minutes before a time. */
function detectionBefore(to: Date, minutes: number): Detection {
  const at = new Date(to.getTime() - minutes * 60_000);
  return {
    ruleName: 'one',
    multiEvent: true,
    detectionTime: at,
    window: { from: new Date(at.getTime() - 300_000), to: at },
    matches: [{ key: 'user', value: `user-${minutes}` }],
    outcomes: [{ key: 'risk_score', value: '35' }],
    samples: [{ label: 'e', events: [{ metadata: { id: `id-${minutes}` } }], entities: [] }],
  };
}

async function usersIn(pages: AsyncIterable<readonly Detection[]>): Promise<readonly string[]> {
  const users: string[] = [];
  for await (const page of pages) users.push(...page.map(({ matches }) => matches[0]?.value ?? ''));
  return users;
}

const DAY = 86_400_000;
const MISSING = 'ru_00000000-0000-4000-8000-000000000000@v_1700000000_000000000';

/** So many days before the last full hour. */
function lastDays({ now }: HuntStage, days: number): TimeRange {
  const to = new Date(Math.floor(now().getTime() / 3_600_000) * 3_600_000);
  return { from: new Date(to.getTime() - days * DAY), to };
}

/** What every Hunts promises. Called once for each that there is, so that the fake tells the truth. */
export function huntsContract(name: string, open: () => Promise<HuntStage>): void {
  describe(`${name} as Hunts`, () => {
    it('runs a stored version that is off, and finds the hunt again', async () => {
      const stage = await open();
      const { ruleId, versionId } = await stage.store(ruleText('one'));
      const range = lastDays(stage, 14);
      const started = await stage.hunts.runRetrohunt(versionId, range);
      expect(started).toMatchObject({ ruleId, versionId, range, state: 'running' });
      expect(started.retrohuntId).toMatch(/^oh_/);
      const read = await stage.hunts.getRetrohunt(ruleId, started.retrohuntId);
      expect(read).toMatchObject({ versionId, range, startedAt: started.startedAt });
      for (const of of [versionId, `${ruleId}@-`, '-']) {
        const listed = await stage.hunts.listRetrohunts(of);
        expect(listed.map(({ retrohuntId }) => retrohuntId)).toEqual([started.retrohuntId]);
      }
    });

    it('comes to an end, complete', async () => {
      const stage = await open();
      const { ruleId, versionId } = await stage.store(ruleText('one'));
      const { retrohuntId } = await stage.hunts.runRetrohunt(versionId, lastDays(stage, 2));
      await stage.finish();
      const done = await stage.hunts.getRetrohunt(ruleId, retrohuntId);
      expect(done).toMatchObject({ state: 'done', progressPercent: 100 });
      expect(await stage.hunts.listRetrohunts('-', 'running')).toEqual([]);
      expect(await stage.hunts.listRetrohunts('-', 'done')).toHaveLength(1);
    });

    it('lists hunts newest first', async () => {
      const stage = await open();
      const { versionId } = await stage.store(ruleText('one'));
      const first = await stage.hunts.runRetrohunt(versionId, lastDays(stage, 2));
      await stage.finish();
      const second = await stage.hunts.runRetrohunt(versionId, lastDays(stage, 1));
      const listed = await stage.hunts.listRetrohunts(versionId);
      expect(listed.map(({ retrohuntId }) => retrohuntId)).toEqual([
        second.retrohuntId,
        first.retrohuntId,
      ]);
    });

    it('trap 10: says of a hunt that it was cancelled, once', async () => {
      const stage = await open();
      const { ruleId, versionId } = await stage.store(ruleText('one'));
      const { retrohuntId } = await stage.hunts.runRetrohunt(versionId, lastDays(stage, 14));
      expect(await stage.hunts.cancelRetrohunt(ruleId, retrohuntId)).toBe(true);
      expect((await stage.hunts.getRetrohunt(ruleId, retrohuntId)).state).toBe('cancelled');
      expect(await stage.hunts.cancelRetrohunt(ruleId, retrohuntId)).toBe(false);
    });

    it('does not cancel what is done', async () => {
      const stage = await open();
      const { ruleId, versionId } = await stage.store(ruleText('one'));
      const { retrohuntId } = await stage.hunts.runRetrohunt(versionId, lastDays(stage, 1));
      await stage.finish();
      expect(await stage.hunts.cancelRetrohunt(ruleId, retrohuntId)).toBe(false);
    });

    it('refuses a version that is not there', async () => {
      const stage = await open();
      await expect(stage.hunts.runRetrohunt(MISSING, lastDays(stage, 1))).rejects.toMatchObject({
        status: 404,
        effect: 'rejected',
      });
    });

    it('has no detections of a version that never ran', async () => {
      const stage = await open();
      const { versionId } = await stage.store(ruleText('one'));
      const pages: unknown[] = [];
      const range = lastDays(stage, 14);
      for await (const page of stage.hunts.listDetections({ of: versionId, range })) {
        pages.push(page);
      }
      expect(pages).toEqual([]);
    });

    it('has all detections of a hunt, newest first, and those of the range that is asked for', async () => {
      const stage = await open();
      const text = ruleText('one', { multiEvent: true });
      const { versionId } = await stage.store(text);
      const range = lastDays(stage, 14);
      const minutes = Array.from({ length: 2345 }, (_, n) => n + 1);
      stage.find(
        { versionId, text },
        minutes.map((one) => detectionBefore(range.to, one)),
      );
      await stage.hunts.runRetrohunt(versionId, range);
      await stage.finish();
      const all = await usersIn(stage.hunts.listDetections({ of: versionId, range }));
      expect(all).toEqual(minutes.map((one) => `user-${one}`));
      const lastHour = { from: new Date(range.to.getTime() - 3_600_000), to: range.to };
      const some = await usersIn(stage.hunts.listDetections({ of: versionId, range: lastHour }));
      expect(some).toHaveLength(60);
    });

    it('has what a text finds, and says where it stopped', async () => {
      const stage = await open();
      const text = ruleText('one', { multiEvent: true });
      const range = lastDays(stage, 14);
      stage.find(
        { versionId: '', text },
        [1, 2, 3].map((one) => detectionBefore(range.to, one)),
      );
      const whole = await stage.hunts.testRun(text, range, 100);
      expect(whole.detections.map(({ matches }) => matches)).toEqual(
        expect.arrayContaining([[{ key: 'user', value: 'user-2' }]]),
      );
      expect(whole.detections).toHaveLength(3);
      expect(whole).not.toHaveProperty('incomplete');
      const cut = await stage.hunts.testRun(text, range, 2);
      expect(cut.detections).toHaveLength(2);
      expect(cut.incomplete).toMatchObject({
        kind: 'result-cap',
        words: expect.stringMatching(/2 detections/),
      });
    });

    it('has the errors of a rule at work', async () => {
      const stage = await open();
      const { ruleId, versionId } = await stage.store(ruleText('one'));
      const range = lastDays(stage, 14);
      const at = new Date(range.to.getTime() - 3_600_000);
      await stage.fail(versionId, {
        text: 'too slow',
        versionId,
        at,
        window: { from: at, to: at },
      });
      for (const of of ['-', `${ruleId}@-`, versionId]) {
        expect(await stage.hunts.listErrors(of, range)).toMatchObject([
          { text: 'too slow', versionId, at },
        ]);
      }
    });

    it('runs a text without storing it', async () => {
      const stage = await open();
      const run = await stage.hunts.testRun(ruleText('two'), lastDays(stage, 14), 100);
      expect(run).toEqual({ detections: [], errors: [] });
    });

    it('refuses to run a text that does not compile', async () => {
      const stage = await open();
      await expect(stage.hunts.testRun('no rule\n', lastDays(stage, 1), 100)).rejects.toMatchObject(
        { status: 400, effect: 'rejected' },
      );
    });

    it('has no errors of rules that never failed', async () => {
      const stage = await open();
      const { ruleId } = await stage.store(ruleText('one'));
      expect(await stage.hunts.listErrors('-', lastDays(stage, 14))).toEqual([]);
      expect(await stage.hunts.listErrors(`${ruleId}@-`, lastDays(stage, 14))).toEqual([]);
    });
  });
}
