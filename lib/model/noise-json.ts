import { z } from 'zod';
import { ALLOWANCES, FIGURE_NAMES, GAP_KINDS, VERDICT_STATUSES } from './verdict.ts';

const count = z.int().min(0);
const time = z.string().describe('RFC 3339, UTC.');
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const range = z
  .strictObject({ from: time, to: time })
  .describe('A span of time; `from` counts, `to` does not.');
const entity = z
  .string()
  .describe(
    'Whom it is about. Redacted: a word and some digits, the same ones all through the report.',
  );

const figureName = z.enum(FIGURE_NAMES);

const gap = z.strictObject({
  kind: z.enum(GAP_KINDS),
  of: z.enum(['before', 'after']).describe('Which text lacks it.'),
  detail: z.string().optional().describe('What the service said.'),
});

const logType = z.strictObject({
  logType: z.string(),
  events: z.enum(['seen', 'none', 'unknown']).describe('Whether the tenant has any in the range.'),
});

const detections = z
  .strictObject({
    count,
    days: z
      .array(z.strictObject({ day: z.string(), count }))
      .describe('Every UTC day of the range; 0 where there is none.'),
    meanPerDay: z.number().optional(),
    worstDay: z.strictObject({ day: z.string(), count }).optional(),
    hours: z.array(count).length(24).describe('By hour of the UTC day.'),
    entities: count,
    shareOfLoudest: z.number().describe('0 to 1.'),
    leftToCap: count.describe("What the loudest day leaves of the service's daily cap."),
  })
  .describe('Detections of one text, each counted once.');

const sample = z.strictObject({
  time,
  from: time.optional().describe('Where its window begins; absent for a single event.'),
  risk: z.number().optional(),
  who: entity,
  outcomes: z.array(z.string()).describe('Redacted.'),
  eventTypes: z.array(z.string()),
});

const comparison = z
  .strictObject({
    before: detections.optional().describe('Absent for a rule that was not there.'),
    after: detections,
    lost: count.describe('Of the text before, without a counterpart.'),
    gained: count.describe(
      'Of the text after, without a counterpart; all of them without a text before.',
    ),
    same: count.describe('Of the text after, with a counterpart.'),
    kept: count.describe('Of the text before, with a counterpart.'),
    firstSeen: z.strictObject({
      count,
      entities: z.array(entity).describe('The first fifty.'),
    }),
    loudest: z.array(
      z.strictObject({ entity, before: count, after: count, lost: count, gained: count }),
    ),
    samples: z.strictObject({
      lost: z.array(sample),
      gained: z.array(sample),
      same: z.array(sample),
    }),
  })
  .describe('Two texts over one range.');

const measurement = z.strictObject({
  by: z.enum(['retrohunt', 'test-run']),
  text: hash.describe('SHA-256 of the text that was run.'),
  range,
  complete: z.boolean().describe('Nothing is lacking.'),
  gaps: z.array(gap),
  logTypes: z.array(logType),
  comparison: comparison.optional().describe('Absent where nothing came back.'),
});

const reason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('over-limit'), figure: figureName }),
  z.strictObject({ kind: z.literal('gap'), gap }),
  z.strictObject({ kind: z.literal('not-measured') }),
  z.strictObject({ kind: z.literal('short-range'), rangeMs: z.number(), windowMs: z.number() }),
  z.strictObject({ kind: z.literal('no-events'), logTypes: z.array(logType) }),
]);

const verdict = z.strictObject({
  status: z.enum(VERDICT_STATUSES),
  allows: z.enum(ALLOWANCES).describe('What the version may do; each includes those before it.'),
  figures: z.array(
    z.strictObject({
      name: figureName,
      value: z.number(),
      limit: z.number().optional(),
      over: z.enum(['fail', 'warn']).optional().describe('What it means to be over the limit.'),
    }),
  ),
  reasons: z.array(reason).describe('Empty only for a pass.'),
  words: z.array(z.string()).describe('The same reasons for people; may change at any time.'),
  accepted: z.strictObject({ reason: z.string(), until: time }).optional(),
});

const rule = z.strictObject({
  name: z.string(),
  path: z.string().optional(),
  severity: z.string().optional(),
  techniques: z.array(z.string()).describe('ATT&CK techniques.'),
  what: z.string().describe('What happens to it, for people.'),
  standing: z.enum([...VERDICT_STATUSES, 'unjudged', 'unmeasured']),
  unmeasured: z.string().optional().describe('Why it was not measured, for people.'),
  measurement: measurement.optional(),
  verdict: verdict.optional(),
});

const policy = z.strictObject({
  windowMs: count,
  excludeLastMs: count,
  maxPerDay: z.record(z.string(), z.number()),
  maxWorstDay: z.number(),
  onUnproven: z.enum(['block', 'warn']),
  requireEvents: z.boolean(),
  retrohuntAlerting: z.enum(['never', 'muted']),
});

/** report.json, version 1 (docs/reports.md): within the version keys keep their meaning, new keys may come. */
export const noiseJsonSchema = z.strictObject({
  version: z.literal(1),
  environment: z.string(),
  command: z.enum(['plan', 'apply', 'retrohunt', 'replay']),
  chron: z.string().describe('The version of chron that measured.'),
  created: time,
  identity: z.string().optional().describe('Whose calls these were.'),
  digest: z.string().optional().describe('Of the saved plan that it belongs to.'),
  git: z.strictObject({
    commit: z.string().optional(),
    branch: z.string().optional(),
    dirty: z.boolean(),
  }),
  range: range.describe('What was asked for; a measurement says its own.'),
  policy: policy.optional().describe('Absent where nothing is gated.'),
  worst: z.enum([...VERDICT_STATUSES, 'unjudged', 'unmeasured']),
  counts: z.strictObject({
    fail: count,
    unproven: count,
    warn: count,
    unjudged: count,
    pass: count,
    unmeasured: count,
  }),
  rules: z.array(rule).describe('The worst first.'),
});

/** What report.json holds. */
export type NoiseJson = z.infer<typeof noiseJsonSchema>;
