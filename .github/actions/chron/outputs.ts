import { z } from 'zod';

/** What later steps and jobs learn of a run; all of them texts, empty where there is nothing to say. */
export interface Outputs {
  readonly 'exit-code': string;
  /** `true` if the saved plan, or the environment, was moved from under it: exit 5. Plan again. */
  readonly stale: string;
  /** `true` or `false`: whether there is anything to carry out. */
  readonly changes: string;
  /** How many objects are held. */
  readonly held: string;
  /** How many objects were changed outside chron. */
  readonly drift: string;
  /** Of the plan that was saved. */
  readonly digest: string;
  /** The worst verdict of the gate: pass, warn, fail or unproven. */
  readonly verdict: string;
  /** The folder with the report. */
  readonly report: string;
}

/** Of plan and apply's JSON (docs/plan-json.md) only what outputs are made of. */
const PLANS = z.object({
  plans: z.array(
    z.object({
      counts: z.object({ changes: z.number(), held: z.number(), drift: z.number() }).optional(),
      saved: z.object({ digest: z.string() }).optional(),
    }),
  ),
});

const EMPTY = { changes: '', held: '', drift: '', digest: '', verdict: '' };

/** From best to worst. */
const VERDICTS = ['pass', 'warn', 'unproven', 'fail'];

/** The outputs of a run, from its exit code and what it printed. */
export function outputsOf(exit: number, printed: string, report: string): Outputs {
  return {
    'exit-code': String(exit),
    stale: String(exit === 5),
    ...(planOutputs(printed) ?? EMPTY),
    report,
  };
}

function planOutputs(printed: string): typeof EMPTY | undefined {
  const json = parsed(printed);
  const read = PLANS.safeParse(json);
  if (!read.success) return undefined;
  const { plans } = read.data;
  const sum = (of: 'changes' | 'held' | 'drift'): number =>
    plans.reduce((total, { counts }) => total + (counts?.[of] ?? 0), 0);
  const found = new Set(verdictsIn(json));
  return {
    changes: String(sum('changes') > 0),
    held: String(sum('held')),
    drift: String(sum('drift')),
    digest: plans.length === 1 ? (plans[0]?.saved?.digest ?? '') : '',
    verdict: VERDICTS.findLast((verdict) => found.has(verdict)) ?? '',
  };
}

/** Every `verdict` in the JSON, wherever it stands: a word, or an object with a `status`. */
function verdictsIn(json: unknown): readonly string[] {
  if (Array.isArray(json)) return json.flatMap(verdictsIn);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]: [string, unknown]) => {
    if (name !== 'verdict') return verdictsIn(value);
    if (typeof value === 'string') return [value];
    const status: unknown = Object(value)?.status;
    return typeof status === 'string' ? [status] : [];
  });
}

function parsed(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether the step fails. A code that is accepted does not fail it; but 4 of a plan is accepted only if some of it
 * can be carried out: a plan that was not saved, or that holds everything, has nothing to go on with.
 */
export function failsStep(outputs: Outputs, accepted: readonly number[]): boolean {
  const exit = Number(outputs['exit-code']);
  if (exit === 0) return false;
  if (!accepted.includes(exit)) return true;
  return exit === 4 && !(outputs.digest !== '' && outputs.changes === 'true');
}

/** The text that `GITHUB_OUTPUT` takes: `name<<delimiter`, so that no value can begin another output. */
export function outputLines(outputs: Outputs, delimiter: string): string {
  return Object.entries(outputs)
    .map(([name, value]: [string, string]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('');
}
