import { z } from 'zod';
import { TIERS } from './environment.ts';
import { perDayShape, policyShape } from './gate-shape.ts';
import type { HeldReason } from './plan.ts';
import { LIST_KINDS } from './reference-list.ts';
import { MEASURES } from './gating.ts';
import { figureName } from './verdict-file.ts';
import { ALLOWANCES, VERDICT_STATUSES } from './verdict.ts';

/**
 * The machine output of plan and apply, version 1, as far as somebody must read it back (docs/plan-json.md). Unknown
 * keys are left out: new ones may come.
 */
const text = z.string();
const flag = z.boolean();
const count = z.number().int().nonnegative();
const place = { path: text, line: count, column: count };
const fault = { id: text, message: text, hint: text.exactOptional(), ...place };

const live = z.object({
  ruleId: text.default(''),
  name: text.default(''),
  versionId: text.default(''),
});

const change = z.object({
  kind: z.enum([
    'create-rule',
    'add-version',
    'rename-rule',
    'set-enabled',
    'set-alerting',
    'archive-rule',
    'unarchive-rule',
    'create-list',
    'update-list',
  ]),
  name: text,
  path: text.default(''),
  reverts: flag.default(false),
  value: flag.default(false),
  removal: flag.default(false),
  listKind: z.enum(LIST_KINDS).default('string'),
  live: live.optional(),
  before: z.union([text, z.array(text)]).optional(),
  after: z.union([text, z.array(text)]).optional(),
});

const side = z.union([text, flag]).optional();

const REASONS = [
  'changed-outside',
  'conflict',
  'deleted-outside',
  'somebody-elses',
  'first-contact',
  'duplicate-name',
  'removed-but-edited',
  'text-held',
  'compile-failed',
  'invalid-text',
  'name-unreadable',
  'list-kind',
] as const satisfies readonly HeldReason[];

const held = z.object({
  object: z.enum(['rule', 'list']),
  name: text,
  reason: z.enum(REASONS),
  ids: z.array(text),
  liveTime: text.optional(),
  faults: z.array(z.object(fault)).optional(),
  differences: z.array(
    z.object({
      field: z.enum(['text', 'enabled', 'alerting', 'archived', 'content', 'exists']),
      base: side,
      wanted: side,
      live: side,
    }),
  ),
});

const notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list-not-declared'), name: text }),
  z.object({ kind: z.literal('removed-kept'), name: text, ruleId: text }),
  z.object({ kind: z.literal('compile-failed'), name: text, ruleId: text, message: text }),
  z.object({
    kind: z.literal('mentioned'),
    name: text,
    becomes: z.enum(['archived', 'renamed', 'disabled']),
    by: text,
  }),
  z.object({ kind: z.literal('rule-unreadable'), ...fault }),
  z.object({ kind: z.literal('unknown-but-accepted'), name: text, ...fault }),
  z.object({ kind: z.literal('match-hits-nothing'), path: text, line: count }),
  z.object({ kind: z.literal('table-not-sent'), name: text, path: text, rules: z.array(text) }),
  z.object({ kind: z.literal('memory-unreadable'), detail: text }),
  z.object({ kind: z.literal('first-contact') }),
]);

const objection = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['max-changed', 'max-archived']),
    count,
    of: count,
    limit: z.number(),
  }),
  z.object({
    kind: z.enum(['quota-enabled', 'quota-multi-event']),
    after: count,
    limit: count,
    tier: z.enum(TIERS),
  }),
]);

const logType = z.object({ logType: text, events: z.enum(['seen', 'none', 'unknown']) });

const verdict = z.object({
  status: z.enum(VERDICT_STATUSES),
  allows: z.enum(ALLOWANCES),
  by: z.enum(['retrohunt', 'test-run']),
  textHash: text.default(''),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  figures: z.array(
    z.object({
      name: figureName,
      value: z.number(),
      limit: z.number().exactOptional(),
      over: z.enum(['fail', 'warn']).exactOptional(),
    }),
  ),
  reasons: z.array(text).default([]),
  /** Absent from what an older chron wrote. */
  logTypes: z.array(logType).default([]),
  accepted: z
    .object({ reason: text, until: z.iso.datetime().transform((time) => new Date(time)) })
    .optional(),
});

const gated = z.object({
  rule: text,
  measure: z.enum(MEASURES),
  waits: z.array(text),
  counts: flag,
  verdict: verdict.optional(),
});

const outcome = z.object({
  kind: text,
  object: z.enum(['rule', 'list']),
  name: text,
  status: z.enum(['done', 'failed', 'skipped', 'held']),
  note: text.optional(),
  because: text.optional(),
  hint: text.optional(),
  verdict: z.enum(VERDICT_STATUSES).optional(),
});

const gatePolicy = z.object({
  ...policyShape,
  maxPerDay: z.object(perDayShape),
  accept: z.array(
    z.object({
      rule: text,
      text,
      reason: text,
      until: z.iso.datetime().transform((time) => new Date(time)),
    }),
  ),
});

const use = z.object({ before: count, after: count, limit: count });

const plan = {
  environment: text,
  exit: count,
  chron: text,
  gate: z.union([z.literal('off'), gatePolicy]),
  git: z.object({ commit: text.optional(), branch: text.optional(), dirty: flag }),
  counts: z.object({ wanted: count, unchanged: count, listsWanted: count }),
  quota: z.object({ tier: z.enum(TIERS), enabled: use, multiEvent: use }),
  /** Absent from what an older chron wrote. */
  effort: z.object({ seconds: count.optional() }).optional(),
  unmanaged: z.array(text),
  changes: z.array(change),
  held: z.array(held),
  notices: z.array(notice),
  objections: z.array(objection),
  gated: z.array(gated).default([]),
  saved: z.object({ path: text, digest: text, objects: count }).optional(),
};

const apply = z.object({
  interrupted: flag,
  journal: text.optional(),
  outcomes: z.array(outcome),
  left: z.object({ changes: count, held: count, heldByGate: count.optional() }).optional(),
});

/** Reads `{ "version": 1, "plans": [ … ] }`. */
export const machinePlansSchema = z.object({
  version: z.literal(1),
  plans: z.array(
    z.discriminatedUnion('status', [
      z.object({ status: z.literal('planned'), ...plan }),
      z.object({ status: z.literal('applied'), ...plan, apply }),
      z.object({
        status: z.literal('refused'),
        environment: text,
        exit: count,
        error: z.object({ message: text, hint: text.optional() }),
      }),
    ]),
  ),
});

/** What became of one environment, as its machine output says. */
export type MachineEntry = z.infer<typeof machinePlansSchema>['plans'][number];
export type MachinePlan = Extract<MachineEntry, { readonly status: 'planned' | 'applied' }>;
export type MachineApplied = Extract<MachineEntry, { readonly status: 'applied' }>;
export type MachineRefused = Extract<MachineEntry, { readonly status: 'refused' }>;
export type MachineChange = z.infer<typeof change>;
export type MachineHeld = z.infer<typeof held>;
export type MachineGated = z.infer<typeof gated>;
export type MachineVerdict = z.infer<typeof verdict>;
export type MachineOutcome = z.infer<typeof outcome>;
