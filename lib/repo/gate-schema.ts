import { z } from 'zod';
import { GATE_SEVERITIES, type GateSeverity } from '../model/gate.ts';
import { environmentSchema } from './environment-schema.ts';
import { DURATION_TEXT } from './duration.ts';
import type { ShapeWords } from './shape.ts';

/** No more detections of a version are made in a day (backstory-v2 §5.3): a higher limit would limit nothing. */
const LIMIT = z.number().min(0).max(10_000);
const DURATION = z.string().regex(DURATION_TEXT);
const RULE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const LONGEST_REASON = 1000;

const limitOf = (severity: GateSeverity) =>
  LIMIT.optional().describe(`For rules whose meta.severity is ${severity}.`);
const severityLimits = {
  CRITICAL: limitOf('CRITICAL'),
  HIGH: limitOf('HIGH'),
  MEDIUM: limitOf('MEDIUM'),
  LOW: limitOf('LOW'),
  INFORMATIONAL: limitOf('INFORMATIONAL'),
} satisfies Record<GateSeverity, z.ZodType>;

const acceptSchema = z.strictObject({
  rule: z.string().regex(RULE_NAME).describe('The name of the rule.'),
  text: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the text that is accepted; any other text of the rule is not.'),
  reason: z.string().regex(/\S/).max(LONGEST_REASON).describe('Why, for whoever reviews it.'),
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, { abort: true })
    .refine(isDay)
    .describe('The last UTC day on which it counts.'),
});

/** The shape of a policy, as written. Defaults are filled in once all files are laid over each other. */
export const gateSchema = z.strictObject({
  window: DURATION.optional().describe('How much of the past is measured, such as 14d.'),
  excludeLast: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,4})[mhd]$/)
    .optional()
    .describe('How much of the newest past is left out, for late data.'),
  maxPerDay: z
    .strictObject({
      default: LIMIT.optional().describe('For rules of any other severity.'),
      ...severityLimits,
    })
    .optional()
    .describe('The most detections a day, as the mean over the window.'),
  maxWorstDay: LIMIT.optional().describe('The most detections on any one UTC day.'),
  onUnproven: z
    .enum(['block', 'warn'])
    .optional()
    .describe('warn: what could not be measured may be enabled, but never alerts.'),
  requireEvents: z
    .boolean()
    .optional()
    .describe('Whether silence counts only where the log types of the rule have events.'),
  retrohuntAlerting: z
    .enum(['never', 'muted'])
    .optional()
    .describe('muted: a rule that alerts is muted while its new version is hunted.'),
  accept: z.array(acceptSchema).optional().describe('Noise that is accepted, text by text.'),
});

export type GateShape = z.infer<typeof gateSchema>;

/** The environment's shape for editors, with the policy as it will be read. */
export const environmentEditorSchema = environmentSchema
  .extend({
    gate: z
      .union([z.literal('off'), gateSchema])
      .optional()
      .describe(
        'How loud rules may be before they go live or alert; the default policy where it is missing. off: nothing is measured.',
      ),
  })
  .describe(environmentSchema.description ?? '');

const LIMIT_NOUN = 'a number from 0 to 10000, since no more are made in a day';
const LIMITS = ['default', ...GATE_SEVERITIES].map((key) => [`gate.maxPerDay.${key}`, LIMIT_NOUN]);

/** How a policy is spoken of where it breaks its shape. */
export const GATE_WORDS: ShapeWords = {
  what: 'an environment',
  nouns: {
    gate: 'off, or a map of keys',
    'gate.window': 'a duration such as 14d',
    'gate.excludeLast': 'a duration such as 6h, or 0h',
    ...Object.fromEntries(LIMITS),
    'gate.maxWorstDay': LIMIT_NOUN,
    'gate.accept.*.rule': 'the name of a rule',
    'gate.accept.*.text': 'a SHA-256 in 64 lower-case hexadecimal digits, in quotes',
    'gate.accept.*.reason': `a reason of at most ${LONGEST_REASON} characters`,
    'gate.accept.*.until': 'a day such as 2026-12-31',
  },
};

/** Whether the calendar has the day. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
