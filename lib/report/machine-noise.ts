import type { MachineGated, MachinePlan, MachineVerdict } from '../model/machine-plan.ts';
import { GAP_KINDS, type Verdict, type VerdictReason } from '../model/verdict.ts';
import type { RuleNoise } from './rule-noise.ts';

/** How rules are measured, read back from the machine output of a plan. */
export function machineNoise({
  gated,
  gate,
}: Pick<MachinePlan, 'gated' | 'gate'>): readonly RuleNoise[] {
  const windowMs = gate === 'off' ? 0 : gate.windowMs;
  return gated.map((one) => noiseOf(one, windowMs));
}

function noiseOf({ verdict, ...facts }: MachineGated, windowMs: number): RuleNoise {
  return {
    ...facts,
    entities: [],
    ...(verdict === undefined ? {} : { verdict: verdictOf(facts.rule, verdict, windowMs) }),
  };
}

function verdictOf(rule: string, verdict: MachineVerdict, windowMs: number): Verdict {
  const { status, allows, by, textHash: text, figures, logTypes, accepted } = verdict;
  const range = { from: new Date(verdict.from), to: new Date(verdict.to) };
  return {
    status,
    allows,
    rule,
    text,
    by,
    range,
    figures,
    reasons: reasonsOf(verdict, windowMs),
    logTypes,
    ...(accepted === undefined ? {} : { accepted: { ...accepted, rule, text } }),
  };
}

/** Reasons are told by their kind; the numbers follow from what stands beside them. */
function reasonsOf(
  { reasons, figures, logTypes, from, to }: MachineVerdict,
  windowMs: number,
): readonly VerdictReason[] {
  const over = figures.flatMap(({ name, value, limit }): readonly VerdictReason[] =>
    limit !== undefined && value > limit ? [{ kind: 'over-limit', figure: name }] : [],
  );
  const others = reasons.flatMap((reason): readonly VerdictReason[] => {
    switch (reason) {
      case 'not-measured':
        return [{ kind: 'not-measured' }];
      case 'short-range':
        return [{ kind: 'short-range', rangeMs: Date.parse(to) - Date.parse(from), windowMs }];
      case 'no-events':
        return [{ kind: 'no-events', logTypes }];
      default: {
        const [, word, of] = /^([\w-]+) of (before|after)$/.exec(reason) ?? [];
        const kind = GAP_KINDS.find((one) => one === word);
        if (kind === undefined) return [];
        return [{ kind: 'gap', gap: { kind, of: of === 'before' ? 'before' : 'after' } }];
      }
    }
  });
  return [...(reasons.includes('over-limit') ? over : []), ...others];
}
