import { describe, expect, it } from 'vitest';
import { huntJson } from '../../cmd/hunt-json.ts';
import { huntExit, huntText } from '../../cmd/hunt-report.ts';
import type { Hunted } from '../../cmd/hunt-result.ts';
import type { HuntReport } from '../../cmd/hunting.ts';
import { ApiError } from '../../lib/errors.ts';
import { aLiveRule } from '../helpers/builders.ts';

const RANGE = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-15T00:00:00Z') };
const TALLY = { total: 0, days: [], capped: [] };

function done(given: Partial<Hunted> = {}): Hunted {
  const { ruleId, version } = aLiveRule('one');
  const { versionId } = version;
  const job = { name: 'one', ruleId, versionId, range: RANGE, slackMs: 0 };
  const hunt = {
    retrohuntId: 'oh_1',
    ruleId,
    versionId,
    range: RANGE,
    state: 'done' as const,
    progressPercent: 100,
    startedAt: RANGE.to,
  };
  return {
    outcome: { status: 'done', job, hunt, range: RANGE, adopted: false },
    tally: TALLY,
    ruleErrors: [],
    ...given,
  };
}

function reportOf(hunted: Hunted): HuntReport {
  return {
    environment: 'prod',
    hunted: [hunted],
    ran: [],
    texts: new Map(),
    refused: [],
    missing: [],
    differs: [],
    twins: [],
    interrupted: false,
  };
}

const wordsOf = (report: HuntReport): string =>
  huntText(report)
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n');

describe('a report of hunts', () => {
  it.each<[title: string, given: Partial<Hunted>, exit: number, says: RegExp]>([
    ['nothing found', {}, 0, /one +0 detections in 14 d/],
    [
      'an error of the rule',
      { ruleErrors: [{ text: 'too slow' }, { text: 'older' }] },
      1,
      /2 errors of the rule, incomplete: too slow/,
    ],
    [
      'errors that cannot be read',
      {
        ruleErrors: new ApiError({
          operation: 'ListErrors',
          status: 403,
          effect: 'rejected',
          detail: 'not permitted',
        }),
      },
      1,
      /errors is not known: ListErrors: 403: not permitted/,
    ],
    [
      'a day at the limit',
      { tally: { ...TALLY, capped: ['2026-01-02'] } },
      1,
      /2026-01-02 is at the service's limit/,
    ],
  ])('of %s', (_title, given, exit, says) => {
    const report = reportOf(done(given));
    expect(wordsOf(report)).toMatch(says);
    expect(huntExit(report)).toBe(exit);
    expect(huntJson(report)).toMatchObject({ exit, retrohunts: [{ complete: exit === 0 }] });
  });

  it.each(['failed', 'left-running'] as const)('says what to do where one is %s', (status) => {
    const { outcome } = done();
    if (outcome.status !== 'done') throw new Error('it is done');
    const { job, hunt, adopted } = outcome;
    const error = new ApiError({
      operation: 'RunRetrohunt',
      status: 0,
      effect: 'ambiguous',
      detail: 'no answer',
      hint: 'run the command again',
    });
    const report = reportOf({
      outcome:
        status === 'failed'
          ? { status, job, hunt, error }
          : { status, job, hunt, adopted, because: 'waited', error },
    });
    expect(wordsOf(report)).toMatch(/RunRetrohunt: no answer: no answer\n +run the command again/);
    expect(huntJson(report)).toMatchObject({ retrohunts: [{ hint: 'run the command again' }] });
  });
});
