import { describe, expect, it } from 'vitest';
import { compileRule } from '../../lib/evaluate/compile.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { at, find, ruleOf, type Sections } from './find.ts';

/** A detection of another rule whose window goes from one time of 2026-01-04 to another. */
function detection(from: string, to: string, user: string, rule = 'logins'): unknown {
  const [start, end] = [from, to].map((time) => `2026-01-04T${time}:00Z`);
  return {
    detection: [{ ruleName: rule, outcomes: [{ key: 'user', value: user }] }],
    detectionTime: end,
    timeWindow: { startTime: start, endTime: end },
  };
}

const LOGINS = [
  '$d.detection.detection.rule_name = "logins"',
  '$d.detection.detection.outcomes["user"] = $user',
];
const LAUNCH = ['$e.metadata.event_type = "PROCESS_LAUNCH"', '$e.principal.user.userid = $user'];
const launch = (time: string, user: string): unknown =>
  at(time, { metadata: { event_type: 'PROCESS_LAUNCH' }, principal: { user: { userid: user } } });

describe('detections as input', () => {
  it.each<[title: string, sections: Sections, found: readonly (readonly (string | undefined)[])[]]>(
    [
      [
        'counts them in a window that they overlap',
        { events: LOGINS, match: '$user over 1h', condition: '#d > 1' },
        [['ada', '2026-01-04T10:00:00.000Z', '0,1']],
      ],
      [
        'takes each by itself without match',
        { events: [LOGINS[0] ?? ''], condition: '$d' },
        [
          [undefined, '2026-01-04T09:50:00.000Z', '0'],
          [undefined, '2026-01-04T10:30:00.000Z', '1'],
          [undefined, '2026-01-04T11:30:00.000Z', '2'],
        ],
      ],
      [
        'counts a long one in every tumbling window that it overlaps',
        { events: [...LOGINS, '$user = "ada"'], match: '$user by 1h', condition: '$d' },
        [
          ['ada', '2026-01-04T09:00:00.000Z', '0'],
          ['ada', '2026-01-04T10:00:00.000Z', '0,1'],
          ['ada', '2026-01-04T11:00:00.000Z', '1'],
        ],
      ],
      [
        'joins events to them by time',
        { events: [...LOGINS, ...LAUNCH], match: '$user over 30m', condition: '$d and $e' },
        [
          ['ada', '2026-01-04T09:55:00.000Z', '0'],
          ['bob', '2026-01-04T11:45:00.000Z', '2'],
        ],
      ],
      [
        'finds where there is an event, and no detection around it',
        { events: [...LOGINS, ...LAUNCH], match: '$user over 30m', condition: '$e and !$d' },
        [['bob', '2026-01-04T08:00:00.000Z', '']],
      ],
    ],
  )('%s', async (_title, sections, found) => {
    const input = {
      events: [launch('09:55', 'ada'), launch('08:00', 'bob'), launch('11:45', 'bob')],
      detections: [
        detection('09:50', '10:00', 'ada'),
        detection('10:30', '11:00', 'ada'),
        detection('11:30', '12:10', 'bob'),
        detection('10:00', '10:00', 'ada', 'other'),
      ],
    };
    // A detection that ends with an hour belongs to the next one too.
    const all = await find(ruleOf(sections), input, { detections: true });
    expect(
      all.map(({ matches, from, rows }) => [matches['user'], from, rows['d']?.join(',')]),
    ).toEqual(found);
  });

  it('is refused where there are none', () => {
    const source = {
      path: 'r.yaral',
      text: ruleOf({ events: [LOGINS[0] ?? ''], condition: '$d' }),
    };
    const { diagnostics = [] } = compileRule(source, analyze(source));
    expect(diagnostics.map(({ id, message }) => `${id} ${message}`)).toEqual([
      'EVA001 a rule over detections cannot be evaluated locally',
    ]);
  });
});
