import { UserError } from '../lib/errors.ts';
import { machinePlansSchema, type MachineEntry } from '../lib/model/machine-plan.ts';
import type { CheckFacts, CommentEntry } from '../lib/report/comment-entry.ts';
import { machineView } from '../lib/report/machine-view.ts';
import { compareText, visibleLine } from '../lib/text.ts';
import { readHeader } from '../lib/yaral/header.ts';
import { EXIT, EXIT_MEANINGS } from './exit.ts';
import { findFiles, jsonOf, NO_JSON, readJson, readText, type Found } from './json-files.ts';

/** What was read, and what of it could not be, in words. */
export interface Entries {
  readonly entries: readonly CommentEntry[];
  readonly unread: readonly string[];
}

/**
 * Reads the machine output of plans and applies, one entry an environment, in the order of their names. Of several for
 * one environment an apply tells more than a plan, and that more than a refusal. `exits` are environments that left no
 * file, `wanted` those that must be told of even where nobody knows why they left none. Throws a UserError for a file that was named and is not there, or not what it should be.
 */
export function readEntries(
  cwd: string,
  patterns: readonly string[],
  exits: readonly string[],
  wanted: readonly string[] = [],
): Entries {
  const best = new Map<string, MachineEntry>();
  const unread: string[] = [];
  for (const found of findFiles(cwd, patterns)) {
    const plans = readPlans(cwd, found);
    if (typeof plans === 'string') {
      unread.push(plans);
      continue;
    }
    for (const entry of plans) {
      const known = best.get(entry.environment);
      if (known === undefined || rankOf(entry) >= rankOf(known)) best.set(entry.environment, entry);
    }
  }
  const entries = new Map([...best].map(([name, entry]) => [name, commentEntry(entry)]));
  for (const { environment, exit } of exits.map(exitOf)) {
    if (entries.has(environment)) continue;
    const meaning = meaningOf(exit);
    entries.set(environment, { status: 'refused', environment, exit, meaning });
  }
  for (const environment of wanted) {
    if (entries.has(environment)) continue;
    const meaning = 'its job left nothing behind; its log says why';
    entries.set(environment, { status: 'refused', environment, exit: EXIT.failed, meaning });
  }
  return {
    entries: [...entries.values()].toSorted((one, other) =>
      compareText(one.environment, other.environment),
    ),
    unread,
  };
}

/** That a saved plan was stale is what became of an apply; any other refusal is less than a plan. */
function rankOf({ status, exit }: MachineEntry): number {
  return status === 'refused' && exit === EXIT.stale ? 2 : RANK[status];
}

const RANK = { refused: 0, planned: 1, applied: 3 } as const;

/**
 * Reads what `chron check --format json` found; words where the file is not whole, as of a check that was broken off:
 * then the plans are told without it. Throws a UserError for a file that is not there or of another kind.
 */
export function readChecks(cwd: string, path: string): CheckFacts | string {
  const text = readText(cwd, path);
  const value = jsonOf(text);
  if (value === NO_JSON) return `${visibleLine(path)} is not whole: it is not JSON`;
  const facts = typeof value === 'object' && value !== null ? { ...value } : {};
  if ('counts' in facts && 'files' in facts && 'failed' in facts && Array.isArray(facts.files)) {
    const counts = new Map(Object.entries(Object(facts.counts)));
    return {
      files: facts.files.length,
      errors: Number(counts.get('errors') ?? 0),
      warnings: Number(counts.get('warnings') ?? 0),
      failed: facts.failed === true,
    };
  }
  throw new UserError(`${visibleLine(path)} is not what chron check --format json prints`);
}

function commentEntry(entry: MachineEntry): CommentEntry {
  const { environment, exit } = entry;
  const meaning = meaningOf(exit);
  switch (entry.status) {
    case 'planned':
      return {
        status: 'planned',
        environment,
        exit,
        meaning,
        view: machineView(entry, headOf),
        texts: entry.changes.every(
          ({ kind, after }) => after !== undefined || !/version|rename|update/.test(kind),
        ),
      };
    case 'applied':
      return {
        status: 'applied',
        environment,
        exit,
        meaning,
        apply: entry.apply,
        changes: entry.changes,
      };
    case 'refused':
      return { status: 'refused', environment, exit, meaning, error: entry.error };
  }
}

function headOf(text: string): { meta: ReadonlyMap<string, string>; multiEvent: boolean } {
  const { header } = readHeader({ path: '', text });
  return { meta: header?.meta ?? new Map(), multiEvent: header?.multiEvent ?? false };
}

/** Names of environments as an option takes them, so that one expression of a workflow gives all. */
export function namesIn(option: string, text: string): readonly string[] {
  const value = jsonOf(text);
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw new UserError(`${option} takes names of environments as a JSON list`, {
    hint: `${option} '["staging", "prod"]'`,
  });
}

function exitOf(text: string): { readonly environment: string; readonly exit: number } {
  const [, environment, exit] = /^([^=]+)=(\d{1,3})$/.exec(text) ?? [];
  if (environment !== undefined && exit !== undefined) return { environment, exit: Number(exit) };
  throw new UserError(
    `--exit takes an environment and a code, and "${visibleLine(text)}" is none`,
    {
      hint: '--exit prod=7',
    },
  );
}

function meaningOf(exit: number): string {
  const [, meaning] = Object.entries(EXIT_MEANINGS).find(([code]) => code === String(exit)) ?? [];
  return meaning ?? 'chron did not end as it should';
}

/** The plans of a file; words where it was found by a glob and is of another kind. */
function readPlans(cwd: string, found: Found): readonly MachineEntry[] | string {
  const name = visibleLine(found.path);
  let value: unknown;
  try {
    value = readJson(cwd, found);
  } catch (error) {
    if (found.typed || !(error instanceof UserError)) throw error;
    return error.message;
  }
  const read = machinePlansSchema.safeParse(value);
  if (read.success) return read.data.plans;
  const saved =
    typeof value === 'object' && value !== null && 'format' in value
      ? 'a saved plan'
      : 'something else';
  const message = `${name} is ${saved}, not what plan or apply print with --format json`;
  if (found.typed) {
    throw new UserError(message, { hint: 'chron plan --env E --format json --texts > E.json' });
  }
  return message;
}
