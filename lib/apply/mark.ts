import type { RememberedObject } from '../model/memory.ts';
import type { PlanInput } from '../model/plan.ts';
import type { LiveRule } from '../model/rule.ts';
import { textHash } from '../plan/hash.ts';
import { remember, type Remembered } from './remember.ts';
import type { ApplyRequest } from './request.ts';

/** Keeps the tenant's memory true while an apply is under way. */
export interface Marking {
  /** Lets the tenant remember that a rule was muted by us, before it is. Throws what writing a memory throws. */
  readonly muted: (live: LiveRule) => Promise<void>;
  /** The memory as it was written last. */
  readonly remembered: () => Remembered;
  /** A base, as it is once rules were muted by us: what did not come back is left to do, and no change from outside. */
  readonly baseAfter: (base: PlanInput['base']) => PlanInput['base'];
}

/**
 * What is muted and never comes back, because the power went, must not pass for a change from outside: the memory says
 * that the rule was given without its alerting, so that the next apply plans it, and measures it. Written one after the
 * other; the memory at the end of the apply takes its place.
 */
export function openMarking(
  start: Remembered,
  { secops, journal, clock }: Pick<ApplyRequest, 'secops' | 'journal' | 'clock'>,
): Marking {
  let current = start;
  let writing: Promise<void> = Promise.resolve();
  const mute = new Set<string>();
  const write = async (object: RememberedObject): Promise<void> => {
    const { memory } = current;
    // before the first change there is always one (begin.ts)
    if (memory === undefined) return;
    const others = memory.objects.filter(
      ({ kind, name }) => !(isRule(kind) && name === object.name),
    );
    const next = { ...memory, time: clock.now(), objects: [...others, object] };
    current = await remember(next, current, { secops, journal });
  };
  return {
    remembered: () => current,
    baseAfter: (base) => ({
      ...base,
      rules: base.rules.map((rule) =>
        mute.has(rule.name)
          ? { ...rule, deployment: { ...rule.deployment, alerting: false } }
          : rule,
      ),
    }),
    muted: async (live) => {
      const object: RememberedObject = {
        kind: 'rule',
        name: live.name,
        textHash: textHash(live.version.text),
        enabled: live.deployment.enabled,
        alerting: false,
        archived: false,
        ...pathOf(current, live.name),
      };
      const mine = writing.then(() => write(object));
      writing = mine.catch(() => undefined);
      await mine;
      mute.add(live.name);
    },
  };
}

function isRule(kind: RememberedObject['kind']): boolean {
  return kind === 'rule' || kind === 'no-rule';
}

/** Where its text can be read, as far as the memory says so already. */
function pathOf(
  { memory }: Remembered,
  name: string,
): { readonly path?: string; readonly metaRuleId?: string } {
  const found = memory?.objects.find((one) => one.kind === 'rule' && one.name === name);
  if (found?.kind !== 'rule') return {};
  const { path, metaRuleId } = found;
  return {
    ...(path === undefined ? {} : { path }),
    ...(metaRuleId === undefined ? {} : { metaRuleId }),
  };
}
