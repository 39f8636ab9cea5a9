import { describe, expect, it } from 'vitest';
import type { TimeRange } from '../../lib/model/detection.ts';
import { wireDetection } from '../../lib/wire/detection.ts';
import { wireRetrohunt, wireRetrohuntPage, wireRuleError } from '../../lib/wire/hunt.ts';
import {
  listDetectionsRequest,
  listErrorsRequest,
  listRetrohuntsRequest,
} from '../../lib/wire/hunt-request.ts';
import { readStreamElement } from '../../lib/wire/stream.ts';

const RULE = 'ru_1f54ab4b-e523-48f7-ae25-271b5ea8337d';
const VERSION = `${RULE}@v_1706774400_409247000`;
const HUNT = {
  retrohuntId: 'oh_54c2f72b-7527-4f51-8d28-adb30d2d0000',
  ruleId: RULE,
  versionId: VERSION,
  eventStartTime: '2026-01-01T00:00:00Z',
  eventEndTime: '2026-01-15T00:00:00.5Z',
  retrohuntStartTime: '2026-01-16T00:00:00.123456Z',
  state: 'RUNNING',
};

describe('a retrohunt', () => {
  it('is at no percent where the service leaves it out', () => {
    expect(wireRetrohunt.parse(HUNT)).toEqual({
      retrohuntId: HUNT.retrohuntId,
      ruleId: RULE,
      versionId: VERSION,
      range: { from: new Date(HUNT.eventStartTime), to: new Date('2026-01-15T00:00:00.500Z') },
      state: 'running',
      progressPercent: 0,
      startedAt: new Date('2026-01-16T00:00:00.123Z'),
    });
  });

  it.each([
    ['RUNNING', 'running'],
    ['DONE', 'done'],
    ['CANCELLED', 'cancelled'],
    ['CANCELED', 'cancelled'],
    ['FAILED', 'cancelled'],
    ['STATE_UNSPECIFIED', 'running'],
    [undefined, 'running'],
    ['SOMETHING_NEW', 'running'],
  ])('that is %s counts as %s, whatever its end says', (state, read) => {
    const wire = { ...HUNT, state, retrohuntEndTime: '2026-01-16T01:00:00Z' };
    expect(wireRetrohunt.parse(wire).state).toBe(read);
  });

  it.each([
    ['a number', 96.55, 96.55],
    ['digits', '0.0', 0],
    ['too much', 140, 100],
    ['nothing that is one', 'half', 0],
  ])('reads progress from %s', (_title, progressPercentage, read) => {
    expect(wireRetrohunt.parse({ ...HUNT, progressPercentage }).progressPercent).toBe(read);
  });

  it('is read in snake_case too, and knows its rule by its version', () => {
    const wire = {
      retrohunt_id: HUNT.retrohuntId,
      version_id: VERSION,
      event_start_time: HUNT.eventStartTime,
      event_end_time: HUNT.eventEndTime,
      retrohunt_start_time: HUNT.retrohuntStartTime,
      state: 'DONE',
    };
    expect(wireRetrohunt.parse(wire)).toMatchObject({ ruleId: RULE, progressPercent: 100 });
  });

  it.each(['retrohuntId', 'versionId', 'eventStartTime', 'retrohuntStartTime'])(
    'without %s is none',
    (key) => {
      expect(wireRetrohunt.safeParse({ ...HUNT, [key]: undefined }).success).toBe(false);
    },
  );

  it('lists none as {}', () => {
    expect(wireRetrohuntPage.parse({})).toEqual({ items: [], nextPageToken: '' });
  });
});

const DETECTION = {
  type: 'RULE_DETECTION',
  detection: [
    {
      ruleName: 'many_city_logins',
      ruleId: RULE,
      ruleVersion: VERSION,
      alertState: 'NOT_ALERTING',
      ruleType: 'MULTI_EVENT',
      detectionFields: [{ key: 'user', value: 'alice', source: 'udm.principal.user.userid' }],
      outcomes: [{ key: 'risk_score', value: '35' }],
      riskScore: 35,
    },
  ],
  createdTime: '2026-01-01T10:31:21.325134Z',
  id: 'de_ce594791-09ed-9681-27fa-3b7c8fa6054c',
  timeWindow: { startTime: '2026-01-01T10:00:00Z', endTime: '2026-01-01T10:05:00Z' },
  collectionElements: [
    {
      references: [{ event: { metadata: { id: 'AA==' } } }, { entity: { metadata: {} } }, {}],
      label: 'e',
    },
  ],
  detectionTime: '2026-01-01T10:05:00Z',
};

describe('a detection', () => {
  it('is read with its match variables, outcomes and samples', () => {
    expect(wireDetection.parse(DETECTION)).toEqual({
      detectionId: DETECTION.id,
      ruleName: 'many_city_logins',
      ruleId: RULE,
      versionId: VERSION,
      multiEvent: true,
      alerting: false,
      detectionTime: new Date('2026-01-01T10:05:00Z'),
      createdTime: new Date('2026-01-01T10:31:21.325Z'),
      window: { from: new Date('2026-01-01T10:00:00Z'), to: new Date('2026-01-01T10:05:00Z') },
      matches: [{ key: 'user', value: 'alice', source: 'udm.principal.user.userid' }],
      outcomes: [{ key: 'risk_score', value: '35' }],
      riskScore: 35,
      samples: [
        { label: 'e', events: [{ metadata: { id: 'AA==' } }], entities: [{ metadata: {} }] },
      ],
    });
  });

  it('of a test run lacks ids, version and the time it was made', () => {
    const { createdTime: _, id: __, ...wire } = DETECTION;
    const about = { ruleName: 'many_city_logins', ruleType: 'MULTI_EVENT' };
    const read = wireDetection.parse({ ...wire, detection: [about] });
    for (const key of ['detectionId', 'ruleId', 'versionId', 'alerting', 'createdTime']) {
      expect(read).not.toHaveProperty(key);
    }
  });

  it('has the end of its window for a time where the time is missing, and is none without both', () => {
    const { detectionTime: _, ...wire } = DETECTION;
    expect(wireDetection.parse(wire).detectionTime).toEqual(new Date('2026-01-01T10:05:00Z'));
    expect(wireDetection.safeParse({ ...wire, timeWindow: {} }).success).toBe(false);
  });
});

describe('an error of a rule', () => {
  it('is read flat or nested, without its prefix', () => {
    const ruleExecution = {
      windowStartTime: '2026-01-01T21:00:00Z',
      windowEndTime: '2026-01-01T22:00:00Z',
      ruleId: RULE,
      versionId: VERSION,
    };
    const flat = {
      errorId: 'ed_1',
      text: 'generic::internal: too slow',
      errorTime: '2026-01-01T22:17:49Z',
      ruleExecution,
    };
    const { ruleExecution: _, ...rest } = flat;
    const read = wireRuleError.parse(flat);
    expect(read).toEqual({
      errorId: 'ed_1',
      text: 'too slow',
      at: new Date('2026-01-01T22:17:49Z'),
      ruleId: RULE,
      versionId: VERSION,
      window: { from: new Date('2026-01-01T21:00:00Z'), to: new Date('2026-01-01T22:00:00Z') },
    });
    expect(wireRuleError.parse({ ...rest, metadata: { ruleExecution } })).toEqual(read);
    expect(wireRuleError.parse({ category: 'RULES_EXECUTION_ERROR' })).toEqual({
      text: 'rules execution error',
    });
  });
});

describe('an element of a stream', () => {
  it.each([
    ['a detection', { detection: DETECTION }, 'detections'],
    ['several', { detections: [DETECTION, DETECTION] }, 'detections'],
    [
      'trap 6: an error with a category',
      { error: { category: 'RULES_EXECUTION_ERROR' } },
      'rule-error',
    ],
    [
      'trap 6: an error with a code',
      { error: { code: 503, message: 'x', status: 'UNAVAILABLE' } },
      'end',
    ],
    ['an error that is anything', { error: {} }, 'end'],
    ['trap 7: a sign of life', { heartbeat: true, continuationTime: 'x' }, 'heartbeat'],
    ['a detection without a time', { detection: { detection: [{}] } }, 'unknown'],
    ['an empty object', {}, 'unknown'],
    ['a word', 'x', 'unknown'],
    ['nothing', undefined, 'unknown'],
  ])('%s', (_title, value, kind) => {
    expect(readStreamElement(value).kind).toBe(kind);
  });
});

function filterOf(word: string, range: TimeRange): string | null {
  return new URL(`http://x${listErrorsRequest(word, range, '').path}`).searchParams.get(
    'rule_filter.version_id',
  );
}

describe('requests', () => {
  const range = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-15T00:00:00Z') };

  it('ask for the detections of one version, times encoded', () => {
    expect(listDetectionsRequest({ of: VERSION, range }, 'a=').path).toBe(
      `/v2/detect/rules/${VERSION}/detections?start_time=2026-01-01T00%3A00%3A00.000Z&end_time=2026-01-15T00%3A00%3A00.000Z&page_size=1000&page_token=a%3D`,
    );
  });

  it('trap 2: ask for the hunts of all versions by a wildcard', () => {
    expect(listRetrohuntsRequest('-', 'running', '').path).toBe(
      '/v2/detect/rules/-/retrohunts?state=RUNNING&page_size=1000',
    );
    expect(listRetrohuntsRequest(`${RULE}@-`, undefined, '').path).toContain(`/${RULE}@-/`);
  });

  it('trap 8: ask for errors under /v2/health, a bare rule id for all versions', () => {
    expect(['-', `${RULE}@-`, VERSION].map((word) => filterOf(word, range))).toEqual([
      null,
      RULE,
      VERSION,
    ]);
  });

  it('do not leave their place in the path', () => {
    expect(listRetrohuntsRequest('../x?y#z', undefined, '').path).toContain('/..%2Fx%3Fy%23z/');
  });
});
