import type { Measured } from '../../lib/model/gating.ts';
import type { FigureName, Verdict, VerdictFigure } from '../../lib/model/verdict.ts';

const RANGE = { from: new Date('2026-09-04T00:00:00Z'), to: new Date('2026-09-18T00:00:00Z') };

function figuresOf(values: Partial<Record<FigureName, number>>): readonly VerdictFigure[] {
  const limits: Partial<Record<FigureName, Pick<VerdictFigure, 'limit' | 'over'>>> = {
    'per-day': { limit: 20, over: 'fail' },
    'worst-day': { limit: 100, over: 'fail' },
    'share-lost': { limit: 0.3, over: 'warn' },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of the type
  const entries = Object.entries(values) as [FigureName, number][];
  return entries.map(([name, value]) => ({ name, value, ...limits[name] }));
}

/** A verdict over fourteen days that passes; state only what the test is about. */
export function aVerdict(rule: string, overrides: Partial<Verdict> = {}): Verdict {
  return {
    status: 'pass',
    allows: 'alerting',
    rule,
    text: 'a'.repeat(64),
    by: 'retrohunt',
    range: RANGE,
    figures: figuresOf({ detections: 44, 'per-day': 3.14, 'worst-day': 9, entities: 9 }),
    reasons: [],
    logTypes: [],
    ...overrides,
  };
}

/** 118 detections before, 31 after: quieter by more than is usual. */
export function aQuieterVerdict(rule: string): Verdict {
  return aVerdict(rule, {
    status: 'warn',
    by: 'test-run',
    figures: figuresOf({
      detections: 31,
      'per-day': 2.2,
      'worst-day': 6,
      entities: 11,
      'detections-before': 118,
      lost: 87,
      'share-lost': 87 / 118,
      gained: 0,
      same: 31,
    }),
    reasons: [{ kind: 'over-limit', figure: 'share-lost' }],
  });
}

/** 1,912 detections in fourteen days. */
export function aLoudVerdict(rule: string): Verdict {
  return aVerdict(rule, {
    status: 'fail',
    allows: 'nothing',
    figures: figuresOf({ detections: 1912, 'per-day': 136.57, 'worst-day': 400, entities: 3 }),
    reasons: [
      { kind: 'over-limit', figure: 'per-day' },
      { kind: 'over-limit', figure: 'worst-day' },
    ],
  });
}

/** Nothing came back but that it took too long. */
export function anUnprovenVerdict(rule: string, detail?: string): Verdict {
  return aVerdict(rule, {
    status: 'unproven',
    allows: 'nothing',
    figures: [],
    reasons: [
      {
        kind: 'gap',
        gap: { kind: 'timed-out', of: 'after', ...(detail === undefined ? {} : { detail }) },
      },
    ],
  });
}

/** Nothing was found, and of the log types that the rule names nobody saw an event. */
export function aSilentVerdict(rule: string): Verdict {
  const logTypes = [
    { logType: 'OKTA', events: 'none' },
    { logType: 'WINDOWS_SYSMON', events: 'unknown' },
  ] as const;
  return aVerdict(rule, {
    status: 'unproven',
    allows: 'nothing',
    figures: figuresOf({ detections: 0, 'per-day': 0, 'worst-day': 0, entities: 0 }),
    reasons: [{ kind: 'no-events', logTypes }],
    logTypes,
  });
}

/** What an apply measured. */
export function aMeasured(verdict: Verdict, overrides: Partial<Measured> = {}): Measured {
  return {
    rule: verdict.rule,
    purpose: 'gate',
    verdict,
    holds: verdict.allows === 'nothing',
    restore: [],
    durationMs: 702_000,
    ...overrides,
  };
}
