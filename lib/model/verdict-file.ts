import { z } from 'zod';
import type { PlannedVerdict } from './gating.ts';
import { ALLOWANCES, FIGURE_NAMES, GAP_KINDS, VERDICT_STATUSES } from './verdict.ts';

/** A time as a saved plan has it: RFC 3339 in UTC, to the millisecond. */
export const fileTime = z.string().transform((value, context) => {
  const date = new Date(value);
  if (!Number.isNaN(date.getTime()) && date.toISOString() === value) return date;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

const text = z.string();

/** A line that accepts noise, as a saved plan has it. */
export const acceptedNoise = z.strictObject({ rule: text, text, reason: text, until: fileTime });

/** What a verdict counts, by its name. */
export const figureName = z.enum(FIGURE_NAMES);

const logTypes = z.array(
  z.strictObject({ logType: text, events: z.enum(['seen', 'none', 'unknown']) }),
);

const gap = z.strictObject({
  kind: z.enum(GAP_KINDS),
  of: z.enum(['before', 'after']),
  detail: text.exactOptional(),
});

const reason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('over-limit'), figure: figureName }),
  z.strictObject({ kind: z.literal('gap'), gap }),
  z.strictObject({ kind: z.literal('not-measured') }),
  z.strictObject({ kind: z.literal('short-range'), rangeMs: z.number(), windowMs: z.number() }),
  z.strictObject({ kind: z.literal('no-events'), logTypes }),
]);

const verdict = z.strictObject({
  status: z.enum(VERDICT_STATUSES),
  allows: z.enum(ALLOWANCES),
  rule: text,
  text,
  by: z.enum(['retrohunt', 'test-run']),
  range: z.strictObject({ from: fileTime, to: fileTime }),
  figures: z.array(
    z.strictObject({
      name: figureName,
      value: z.number(),
      limit: z.number().exactOptional(),
      over: z.enum(['fail', 'warn']).exactOptional(),
    }),
  ),
  reasons: z.array(reason),
  logTypes,
  accepted: acceptedNoise.exactOptional(),
});

/** A verdict as a saved plan has it. Strict like the rest of the file; no detection is in it. */
export const plannedVerdictSchema = z.strictObject({
  rule: text,
  versionId: text.exactOptional(),
  policy: text,
  measured: fileTime,
  verdict,
}) satisfies z.ZodType<PlannedVerdict>;
