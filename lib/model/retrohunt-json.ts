import { z } from 'zod';
import { GAP_KINDS } from './verdict.ts';

const count = z.int().min(0);
const time = z.string().describe('RFC 3339, UTC.');
const days = z
  .array(z.strictObject({ day: z.string(), count }))
  .describe('By UTC day (`2026-01-31`), in order; days without any are left out.');

/** What stands in an entry that was compared or reported. */
const measured = {
  gaps: z
    .array(
      z.strictObject({
        kind: z.enum(GAP_KINDS),
        of: z.enum(['before', 'after']).describe('Which text lacks it.'),
        detail: z.string().optional().describe('What the service said.'),
      }),
    )
    .optional()
    .describe('Why the detections may not be all of them. With --compare or --report.'),
  logTypes: z
    .array(z.strictObject({ logType: z.string(), events: z.enum(['seen', 'none', 'unknown']) }))
    .optional()
    .describe(
      'Of a rule that found nothing: whether the tenant has events of the log types that it names.',
    ),
  compared: z
    .strictObject({
      before: count.describe('Detections of the text before.'),
      lost: count.describe('Of the text before, without a counterpart.'),
      gained: count.describe('Of the text after, without a counterpart.'),
      same: count,
      firstSeen: count.describe('Entities that only the text after names.'),
    })
    .optional()
    .describe('Against the version before, or the stored text. With --compare.'),
};

const retrohunt = z.strictObject({
  rule: z.string(),
  ruleId: z.string(),
  versionId: z.string().describe('The version that was hunted.'),
  status: z
    .enum(['done', 'cancelled', 'ended', 'failed', 'left-running', 'not-started'])
    .describe('`ended`: by itself, before an interrupt could cancel it.'),
  from: time,
  to: time,
  retrohuntId: z.string().optional(),
  adopted: z.boolean().optional().describe('The tenant had the hunt already.'),
  error: z.string().optional(),
  hint: z.string().optional(),
  detections: count.optional().describe('Each counted once. Absent where they were not counted.'),
  days: days.optional(),
  cappedDays: z
    .array(z.string())
    .optional()
    .describe('Days at the limit of detections that the service makes: there may have been more.'),
  complete: z.boolean().optional().describe('The count is of all that there is.'),
  ruleErrors: z
    .array(z.strictObject({ text: z.string(), at: time.optional() }))
    .optional()
    .describe('Errors that the rule met in the range: it was blind for that time.'),
  unread: z.string().optional().describe('Why the errors of the rule could not be read.'),
  before: z
    .strictObject({ versionId: z.string(), status: z.string() })
    .optional()
    .describe('The version before, and what became of its hunt. With --compare.'),
  ...measured,
});

const testRun = z.strictObject({
  rule: z.string(),
  ruleId: z.string().optional().describe('The stored rule of the name, where there is one.'),
  from: time,
  to: time,
  detections: count.optional().describe('Each counted once. Absent where nothing came back.'),
  days: days.optional(),
  complete: z.boolean(),
  ...measured,
});

const hunted = z.strictObject({
  status: z.literal('hunted'),
  environment: z.string(),
  exit: z.int().describe('The code that the environment alone would give.'),
  refused: z.array(z.string()).describe('Alerting rules, not hunted.'),
  missing: z.array(z.string()).describe('Rules of git that are not stored, not hunted.'),
  differs: z
    .array(z.string())
    .describe('Rules whose stored text is not that of git; the stored one was hunted.'),
  twins: z
    .array(z.strictObject({ name: z.string(), ruleIds: z.array(z.string()) }))
    .describe('Names that several active rules have, not hunted.'),
  retrohunts: z.array(retrohunt),
  testRuns: z.array(testRun).describe('Texts of git that are not stored. With --changed.'),
});

const refused = z.strictObject({
  status: z.literal('refused'),
  environment: z.string(),
  exit: z.int(),
  message: z.string(),
  hint: z.string().optional(),
});

/** What `chron retrohunt --format json` writes. */
export const retrohuntJsonSchema = z.strictObject({
  version: z.literal(1),
  environments: z.array(z.discriminatedUnion('status', [hunted, refused])),
});
