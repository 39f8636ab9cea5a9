import type { UdmEvent } from '../model/detection.ts';
import type { Place } from '../model/environment.ts';
import type { RuleCase } from '../model/rule-test.ts';
import type { FoundInCase } from '../model/test-result.ts';
import type { TestJob } from './prepare.ts';
import { runTests, type RunOptions } from './run.ts';

/** The events and entities of a case. */
export interface Material {
  readonly events: readonly UdmEvent[];
  readonly entities: readonly UdmEvent[];
}

/** Runs a rule over several materials at once, each as a case of its own, and says what each gives. */
export type Trial = (variants: readonly Material[]) => Promise<readonly (readonly FoundInCase[])[]>;

const NOWHERE: Place = {
  path: '',
  span: { start: 0, end: 0 },
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
};

/** How many cases are run at once. */
const AT_ONCE = 200;

export function openTrial(
  { rule, analysis }: Pick<TestJob, 'rule' | 'analysis'>,
  options: RunOptions,
): Trial {
  return async (variants) => {
    const found: (readonly FoundInCase[])[] = [];
    for (let from = 0; from < variants.length; from += AT_ONCE) {
      const cases = variants
        .slice(from, from + AT_ONCE)
        .map(({ events, entities }, at): RuleCase => ({
          name: String(at),
          place: NOWHERE,
          events: events.map((event) => ({ event, place: NOWHERE })),
          entities: entities.map((event) => ({ event, place: NOWHERE })),
          detections: [],
          lists: new Map(),
          expected: { kind: 'count', count: 0, place: NOWHERE },
        }));
      const test = { path: '', rule: '', rulePlace: NOWHERE, cases };
      const [result] = await runTests([{ test, rule, analysis }], options);
      found.push(...(result?.cases ?? []).map((one) => one.found));
    }
    return found;
  };
}

/**
 * As many changes as go together: all if that holds, else those that hold alone, else what is found by halving. `holds`
 * answers for several sets of changes at once.
 */
export async function mostOf<Change>(
  changes: readonly Change[],
  holds: (sets: readonly (readonly Change[])[]) => Promise<readonly boolean[]>,
): Promise<readonly Change[]> {
  if (changes.length === 0) return [];
  const [all] = await holds([changes]);
  if (all === true) return changes;
  const alone = await holds(changes.map((one) => [one]));
  return grow(
    [],
    changes.filter((_, at) => alone[at]),
    holds,
  );
}

async function grow<Change>(
  base: readonly Change[],
  more: readonly Change[],
  holds: (sets: readonly (readonly Change[])[]) => Promise<readonly boolean[]>,
): Promise<readonly Change[]> {
  if (more.length === 0) return base;
  const together = [...base, ...more];
  const [all] = await holds([together]);
  if (all === true) return together;
  if (more.length === 1) return base;
  const half = Math.ceil(more.length / 2);
  return grow(await grow(base, more.slice(0, half), holds), more.slice(half), holds);
}
