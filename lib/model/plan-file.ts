import { z } from 'zod';
import type { ListFile } from './reference-list.ts';
import { LIST_KINDS } from './reference-list.ts';
import { TIERS } from './environment.ts';
import { perDayShape, policyShape } from './gate-shape.ts';
import type { GatePolicy } from './gate.ts';
import type { PlannedVerdict } from './gating.ts';
import { ASSUMED_FIELDS } from './memory.ts';
import type { Change, Plan, PlanInput } from './plan.ts';
import type { Rule } from './rule.ts';
import { acceptedNoise, fileTime, plannedVerdictSchema } from './verdict-file.ts';

/** The format of saved plans that this chron writes, and the only one it reads. */
export const PLAN_FORMAT = 'chron-plan/1';

/**
 * A plan as it is saved, with all that apply needs to carry out exactly this plan and nothing else (design.md §5):
 * rule texts, list lines, the live state every change was computed against. No detections, no secrets.
 */
export interface SavedPlan {
  readonly format: typeof PLAN_FORMAT;
  /** Version of the chron that made it. */
  readonly chron: string;
  readonly created: Date;
  /** `Environment.digest` of the environment file it was made with. */
  readonly environmentDigest: string;
  /** `Memory.repository` of the repository it was made from. */
  readonly repository: string;
  readonly git: {
    readonly commit?: string;
    readonly branch?: string;
    readonly dirty: boolean;
  };
  /** Of the tenant's memory as it was read (plan/memory.ts `memoryHash`). */
  readonly memoryHash: string;
  /** What the commit wants of the environment, where the work tree differs from it; else it is `input.wanted`. */
  readonly committed?: { readonly rules: readonly Rule[]; readonly lists: readonly ListFile[] };
  /** What the plan was made of; of the live side only what base or wanted knows by name. */
  readonly input: PlanInput;
  readonly plan: Plan;
  /** What was measured when it was made; at apply they count as long as nothing they rest on has moved. */
  readonly verdicts?: readonly PlannedVerdict[];
}

const text = z.string();
const flag = z.boolean();
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

const time = fileTime;

// Maps and sets are arrays in the file, so that no key can pass for a property of an object.
const meta = z.array(z.tuple([text, text])).transform((pairs) => new Map(pairs));
const hashes = z
  .array(z.tuple([text, z.array(text)]))
  .transform((pairs) => new Map(pairs.map(([name, all]) => [name, new Set(all)])));

const deployment = z.strictObject({ enabled: flag, alerting: flag });

const rule = z.strictObject({
  name: text,
  meta,
  multiEvent: flag,
  lists: z.array(text),
  path: text,
  text,
  deployment,
});

const fault = {
  id: text,
  message: text,
  hint: text.exactOptional(),
  path: text,
  line: count,
  column: count,
};

const liveRule = z.strictObject({
  ruleId: text,
  name: text,
  version: z.strictObject({
    ruleId: text,
    versionId: text,
    name: text,
    text,
    createTime: time,
  }),
  deployment,
  archived: flag,
  multiEvent: flag,
  compileState: z.enum(['succeeded', 'failed']),
  compileError: text.exactOptional(),
  base: text,
});

const referenceList = {
  name: text,
  kind: z.enum(LIST_KINDS),
  description: text,
  lines: z.array(text),
};
const listFile = z.strictObject({ ...referenceList, path: text });
const liveList = z.strictObject({ ...referenceList, base: text });

const baseRule = z.strictObject({
  name: text,
  textHash: text,
  text: text.exactOptional(),
  path: text.exactOptional(),
  commit: text.exactOptional(),
  metaRuleId: text.exactOptional(),
  deployment,
  archived: flag,
  assumed: z.array(z.enum(ASSUMED_FIELDS)).exactOptional(),
  removed: z.literal(true).exactOptional(),
});

const baseList = z.strictObject({
  name: text,
  contentHash: text,
  list: listFile.exactOptional(),
  path: text.exactOptional(),
  commit: text.exactOptional(),
});

const wanted = z.strictObject({ rules: z.array(rule), lists: z.array(listFile) });

const gatePolicy = z.strictObject({
  ...policyShape,
  maxPerDay: z.strictObject(perDayShape),
  accept: z.array(acceptedNoise),
}) satisfies z.ZodType<GatePolicy>;

const input = z.strictObject({
  environment: z.strictObject({
    name: text,
    path: text,
    tier: z.enum(TIERS),
    removed: z.enum(['archive', 'disable', 'keep']),
    drift: z.enum(['hold', 'revert']),
    safety: z.strictObject({
      maxChanged: share,
      maxArchived: share,
      minRules: count,
      planMaxAgeMs: count,
    }),
    gate: z.union([z.literal('off'), gatePolicy]),
  }),
  wanted,
  base: z.strictObject({
    remembered: flag,
    rules: z.array(baseRule),
    lists: z.array(baseList),
  }),
  live: z.strictObject({ rules: z.array(liveRule), lists: z.array(liveList) }),
  knownTexts: hashes,
  knownLists: hashes,
  broken: z
    .array(
      z.tuple([
        text,
        z.strictObject({
          faults: z.array(z.strictObject(fault)),
          metaUnread: z.literal(true).exactOptional(),
        }),
      ]),
    )
    .transform((pairs) => new Map(pairs))
    .exactOptional(),
  unreadable: z.array(z.strictObject(fault)).exactOptional(),
  options: z.strictObject({
    only: z.array(text).exactOptional(),
    overwrite: z.array(text),
    allowChanged: count.exactOptional(),
    allowArchived: count.exactOptional(),
  }),
});

const setFlag = {
  name: text,
  value: flag,
  live: liveRule.exactOptional(),
  removal: flag,
  reverts: flag,
};
const onLiveRule = { rule, live: liveRule, reverts: flag };

const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create-rule'), rule, reverts: flag }),
  z.strictObject({ kind: z.literal('add-version'), ...onLiveRule }),
  z.strictObject({ kind: z.literal('rename-rule'), ...onLiveRule }),
  z.strictObject({ kind: z.literal('set-enabled'), ...setFlag }),
  z.strictObject({ kind: z.literal('set-alerting'), ...setFlag }),
  z.strictObject({ kind: z.literal('archive-rule'), name: text, live: liveRule, reverts: flag }),
  z.strictObject({ kind: z.literal('unarchive-rule'), ...onLiveRule }),
  z.strictObject({ kind: z.literal('create-list'), list: listFile, reverts: flag }),
  z.strictObject({ kind: z.literal('update-list'), list: listFile, live: liveList, reverts: flag }),
]) satisfies z.ZodType<Change>;

const side = z.union([text, flag]).optional();
const difference = z
  .strictObject({
    field: z.enum(['text', 'enabled', 'alerting', 'archived', 'content', 'exists']),
    base: side,
    wanted: side,
    live: side,
  })
  // A side that is not there is left out of the file.
  .transform(({ field, base, wanted: git, live }) => ({ field, base, wanted: git, live }));

const held = z.strictObject({
  object: z.enum(['rule', 'list']),
  name: text,
  reason: z.enum([
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
  ]),
  differences: z.array(difference),
  liveName: text.exactOptional(),
  ids: z.array(text),
  liveTime: time.exactOptional(),
  faults: z.array(z.strictObject(fault)).exactOptional(),
});

const notice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list-not-declared'), name: text }),
  z.strictObject({ kind: z.literal('removed-kept'), name: text, ruleId: text }),
  z.strictObject({ kind: z.literal('compile-failed'), name: text, ruleId: text, message: text }),
  z.strictObject({
    kind: z.literal('mentioned'),
    name: text,
    becomes: z.enum(['archived', 'renamed', 'disabled']),
    by: text,
  }),
  z.strictObject({ kind: z.literal('rule-unreadable'), ...fault }),
  z.strictObject({ kind: z.literal('unknown-but-accepted'), name: text, ...fault }),
  z.strictObject({ kind: z.literal('match-hits-nothing'), path: text, line: count }),
  z.strictObject({
    kind: z.literal('table-not-sent'),
    name: text,
    path: text,
    rules: z.array(text),
  }),
  z.strictObject({ kind: z.literal('memory-unreadable'), detail: text }),
  z.strictObject({ kind: z.literal('first-contact') }),
]);

const objection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['max-changed', 'max-archived']),
    count,
    of: count,
    limit: share,
  }),
  z.strictObject({
    kind: z.enum(['quota-enabled', 'quota-multi-event']),
    after: count,
    limit: count,
    tier: z.enum(TIERS),
  }),
]);

const place = { commit: text.exactOptional(), path: text.exactOptional() };
const remembered = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rule'),
    name: text,
    textHash: text,
    enabled: flag,
    alerting: flag,
    archived: flag,
    metaRuleId: text.exactOptional(),
    assumed: z.array(z.enum(ASSUMED_FIELDS)).exactOptional(),
    removed: z.literal(true).exactOptional(),
    ...place,
  }),
  z.strictObject({ kind: z.literal('list'), name: text, contentHash: text, ...place }),
  z.strictObject({ kind: z.literal('no-rule'), name: text }),
  z.strictObject({ kind: z.literal('no-list'), name: text }),
]);

const use = z.strictObject({ before: count, after: count, limit: count });

const plan = z.strictObject({
  environment: text,
  changes: z.array(change),
  held: z.array(held),
  notices: z.array(notice),
  objections: z.array(objection),
  counts: z.strictObject({
    wanted: count,
    unchanged: count,
    unmanaged: z.array(text),
    listsWanted: count,
  }),
  quota: z.strictObject({ tier: z.enum(TIERS), enabled: use, multiEvent: use }),
  standing: z.array(remembered),
});

/** Reads the JSON of a saved plan, its digest taken off. Strict: what this chron does not know it does not carry out. */
export const savedPlanSchema = z.strictObject({
  format: z.literal(PLAN_FORMAT),
  chron: text,
  created: time,
  environmentDigest: text,
  repository: text,
  git: z.strictObject({
    commit: text.exactOptional(),
    branch: text.exactOptional(),
    dirty: flag,
  }),
  memoryHash: text,
  committed: wanted.exactOptional(),
  input,
  plan,
  verdicts: z.array(plannedVerdictSchema).exactOptional(),
}) satisfies z.ZodType<SavedPlan>;
