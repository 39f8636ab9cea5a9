import { z } from 'zod';

const limit = z.number().nonnegative();
const count = z.number().int().nonnegative();

/** The keys of `maxPerDay` of a policy in a file; whoever reads decides whether others are refused. */
export const perDayShape = {
  default: limit,
  CRITICAL: limit.exactOptional(),
  HIGH: limit.exactOptional(),
  MEDIUM: limit.exactOptional(),
  LOW: limit.exactOptional(),
  INFORMATIONAL: limit.exactOptional(),
};

/** The other keys of a policy (model/gate.ts) but `accept`, whose times are written in two ways. */
export const policyShape = {
  windowMs: count,
  excludeLastMs: count,
  maxWorstDay: limit,
  onUnproven: z.enum(['block', 'warn']),
  requireEvents: z.boolean(),
  retrohuntAlerting: z.enum(['never', 'muted']),
};
