import { UserError } from '../errors.ts';
import { PLAN_FORMAT, savedPlanSchema, type SavedPlan } from '../model/plan-file.ts';
import type { PlanInput } from '../model/plan.ts';
import { compareText, visibleLine } from '../text.ts';
import { canonicalJson } from './canonical.ts';
import { sha256 } from './hash.ts';
import { withRepeats, withoutRepeats } from './repeats.ts';

/** A shorter digest than this is no consent to one certain plan. */
export const SHORTEST_DIGEST = 12;

/** No plan is longer, in characters; what is, is not read. */
const LONGEST_FILE = 256 * 1024 * 1024;

/** A saved plan as text, and the digest by which exactly this plan is asked for. */
export interface PlanFile {
  /** Canonical JSON on one line, ended. */
  readonly text: string;
  /** SHA-256 (hex) of the canonical JSON without its `digest` key. */
  readonly digest: string;
}

/**
 * Writes a plan down. Of the live side only what base or wanted knows by name goes into the file: the plan touches
 * nothing else. Long texts stand in it once, however many objects have them.
 */
export function writePlanFile(saved: SavedPlan): PlanFile {
  const plain: unknown = JSON.parse(canonicalJson({ ...saved, input: storedInput(saved.input) }));
  const facts = withoutRepeats(plain);
  const digest = sha256(canonicalJson(facts));
  return { text: `${canonicalJson({ ...facts, digest })}\n`, digest };
}

/**
 * Reads a saved plan, and its full digest. Throws a UserError (exit 1) for what is not JSON, is of another format,
 * was edited, or is not the plan that `digest`, 12 or more of its first hexadecimal digits, asks for.
 */
export function readPlanFile(
  text: string,
  digest?: string,
): { readonly saved: SavedPlan; readonly digest: string } {
  if (digest !== undefined && !/^[0-9a-f]{12,64}$/i.test(digest)) {
    throw new UserError(`"${visibleLine(digest.slice(0, 80))}" is not a digest`, {
      hint: `give ${SHORTEST_DIGEST} to 64 hexadecimal digits, as plan --out printed them`,
    });
  }
  const { digest: told, ...facts } = parse(text);
  if (facts['format'] !== PLAN_FORMAT) throw otherFormat(facts['format']);
  const found = digestOf(facts);
  if (found === undefined || found !== told) {
    throw new UserError('the plan file was edited or cut: it does not have the digest it names', {
      hint: 'make the plan again with plan --out',
    });
  }
  if (digest !== undefined && !found.startsWith(digest.toLowerCase())) {
    throw new UserError(
      `the plan file is another plan: its digest is ${found.slice(0, SHORTEST_DIGEST)}, asked for was ${digest.slice(0, SHORTEST_DIGEST).toLowerCase()}`,
      { hint: 'take the file that belongs to this digest, or make the plan again' },
    );
  }
  const read = savedPlanSchema.safeParse(withRepeats(facts));
  if (read.success) return { saved: read.data, digest: found };
  const [issue] = read.error.issues;
  const place = visibleLine(issue?.path.map(String).join('.') ?? '').slice(0, 200);
  throw new UserError(
    `the plan file is not one that this chron wrote: ${place === '' ? 'its keys are others' : `"${place}" is not as expected`}`,
    { hint: 'make the plan again with plan --out' },
  );
}

function parse(text: string): Readonly<Record<string, unknown>> {
  const nothing = new UserError('the plan file is not JSON', {
    hint: 'give the file that plan --out wrote',
  });
  if (text.length > LONGEST_FILE) throw nothing;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message would quote the file, and its place tells nobody anything.
    throw nothing;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw otherFormat(undefined);
  return { ...value };
}

function otherFormat(format: unknown): UserError {
  const other = typeof format === 'string' && format.startsWith('chron-plan/');
  return other
    ? new UserError(
        `the plan file has the format "${visibleLine(format.slice(0, 40))}"; this chron reads "${PLAN_FORMAT}"`,
        { hint: 'make the plan with the chron that is to apply it' },
      )
    : new UserError('the file is JSON, but not a saved plan', {
        hint: 'give the file that plan --out wrote',
      });
}

/** Undefined for what is nested too deep to be ours. */
function digestOf(facts: Readonly<Record<string, unknown>>): string | undefined {
  try {
    return sha256(canonicalJson(facts));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function storedInput(input: PlanInput): PlanInput {
  const { wanted, base, live, knownTexts, knownLists } = input;
  const rules = new Set([...wanted.rules, ...base.rules].map(({ name }) => name));
  const lists = new Set([...wanted.lists, ...base.lists].map(({ name }) => name));
  return {
    ...input,
    live: {
      rules: live.rules.filter(({ name }) => rules.has(name)),
      lists: live.lists.filter(({ name }) => lists.has(name)),
    },
    knownTexts: byKey(knownTexts),
    knownLists: byKey(knownLists),
  };
}

function byKey<Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...map].toSorted(([before], [after]) => compareText(before, after)));
}
