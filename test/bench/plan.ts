import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReferenceList } from '../../lib/model/reference-list.ts';
import { CHRON_APPLIED, CHRON_APPLIED_DESCRIPTION, writeMemory } from '../../lib/plan/memory.ts';
import { workTree } from '../../lib/repo/file-tree.ts';
import { readLists } from '../../lib/repo/lists.ts';
import type { Figure } from './figure.ts';
import { git, RULES, type ManyRules } from './many-rules.ts';
import { runChron, type Ran } from './run-chron.ts';
import type { Scratch } from './scratch.ts';
import { openTenants, type Tenants } from './tenants.ts';

/** A tenant of 1,000 rules in some state, and what a plan must say of it. */
interface Scenario {
  readonly title: string;
  /** Texts of its rules. */
  readonly live: readonly string[];
  /** The step whose commit it remembers; undefined at first contact. */
  readonly remembers: number | undefined;
  readonly code: number;
  readonly says: RegExp;
  /** Whether a first plan has to read the whole history of git, which has its own 3 s. */
  readonly readsHistory: boolean;
}

const OWN_MS = 1000;
const HISTORY_MS = 3000;
const PEAK_MB = 250;
/** Plans of each tenant with a warm cache. */
const REPEATS = 5;

/** Plans of 1,000 rules against tenants in another process. */
export async function benchPlan(scratch: Scratch): Promise<readonly Figure[]> {
  const many = await scratch.manyRules();
  const tenants = openTenants();
  try {
    const figures: Figure[] = [];
    for (const scenario of scenariosOf(many))
      figures.push(...(await measure(scenario, { scratch, many, tenants })));
    return figures;
  } finally {
    tenants.close();
  }
}

export function scenariosOf(many: ManyRules): readonly Scenario[] {
  const { steps } = many;
  const now = many.textsAt(steps);
  const [recent, old] = [many.textsAt(steps - 50), many.textsAt(steps - 5000)];
  const waits = recent.map((text, rule) => text !== now[rule]);
  let edits = 50;
  const edited = recent.map((text, rule) =>
    waits[rule] === false && (edits -= 1) >= 0 ? `${text}// tuned in the console\n` : text,
  );
  return [
    {
      title: 'in step',
      live: now,
      remembers: steps,
      code: 0,
      says: /No changes/,
      readsHistory: false,
    },
    {
      title: '50 changes, 50 edited in the console',
      live: edited,
      remembers: steps - 50,
      code: 4,
      says: /50 to update; 50 held/,
      readsHistory: false,
    },
    {
      title: 'old commit remembered, 1,000 changes',
      live: old,
      remembers: steps - 5000,
      code: 0,
      says: /1,?000 to update/,
      readsHistory: false,
    },
    {
      title: 'first contact, 500 older texts',
      live: now.map((text, rule) => (rule % 2 === 0 ? text : (old[rule] ?? ''))),
      remembers: undefined,
      code: 0,
      says: /500 to update/,
      readsHistory: true,
    },
  ];
}

async function measure(
  { title, live, remembers, code, says, readsHistory }: Scenario,
  {
    scratch,
    many,
    tenants,
  }: { readonly scratch: Scratch; readonly many: ManyRules; readonly tenants: Tenants },
): Promise<readonly Figure[]> {
  const { lists } = await readLists(workTree(many.folder));
  const memory = remembers === undefined ? [] : [memoryOf(many, remembers)];
  const url = await tenants.open({ rules: live, lists: [...lists, ...memory] });
  const bundle = await scratch.bundle();
  const plan = async (): Promise<Ran> => {
    const ran = await runChron(['plan', '--env', 'bench'], {
      bundle,
      cwd: many.folder,
      env: { CHRON_BACKSTORY_ENDPOINT: url },
      code,
    });
    if (!says.test(ran.out))
      throw new Error(`${title}: the plan does not say ${String(says)}\n${ran.out.slice(-600)}`);
    return ran;
  };

  await rm(join(many.folder, '.chron'), { recursive: true, force: true });
  const first = await plan();
  const calls = await tenants.calls(url);
  const again: Ran[] = [];
  for (let turn = 0; turn < REPEATS; turn += 1) again.push(await plan());

  const figure = (
    what: string,
    facts: Pick<Figure, 'unit' | 'samples' | 'by'> & { readonly limit?: number },
  ): Figure => ({ bar: 'plan', what: `${title}: ${what}`, ...facts });
  const all = [first, ...again];
  return [
    figure('own time, nothing cached', {
      unit: 'ms',
      samples: [own(first)],
      by: 'median',
      limit: OWN_MS + (readsHistory ? HISTORY_MS : 0),
    }),
    figure('own time', {
      unit: 'ms',
      samples: again.map(own),
      by: 'median',
      limit: OWN_MS,
    }),
    figure('processor time', {
      unit: 'ms',
      samples: again.map(({ cpuMs }) => cpuMs),
      by: 'median',
    }),
    figure('peak memory', {
      unit: 'MB',
      samples: all.map(({ peakBytes }) => peakBytes / 1e6),
      by: 'max',
      limit: PEAK_MB,
    }),
    figure('ListRules calls', {
      unit: 'calls',
      samples: [count(calls, 'ListRules')],
      by: 'max',
      limit: Math.ceil(RULES / 1000),
    }),
    figure('other calls', {
      unit: 'calls',
      samples: [calls.length - count(calls, 'ListRules')],
      by: 'max',
      limit: Math.ceil((lists.length + memory.length) / 1000),
    }),
  ];
}

function own({ wallMs, waitedMs }: Ran): number {
  return wallMs - waitedMs;
}

function count(calls: readonly string[], method: string): number {
  return calls.filter((one) => one === method).length;
}

/** The list in which the tenant remembers that it was given a step's commit. */
export function memoryOf(many: ManyRules, step: number): ReferenceList {
  const repository = git(many.folder, ['rev-list', '--max-parents=0', '--first-parent', 'HEAD']);
  const memory = {
    repository,
    environment: 'bench',
    commit: many.commitOf(step),
    time: new Date('2026-01-01T00:00:00Z'),
    identity: 'embedded',
    objects: [],
  };
  return {
    name: CHRON_APPLIED,
    kind: 'string',
    description: CHRON_APPLIED_DESCRIPTION,
    lines: writeMemory([], memory),
  };
}
