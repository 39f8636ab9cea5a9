import type { Comparison, Entity } from '../model/comparison.ts';
import type { NoiseReport, ReportedRule } from '../model/noise-report.ts';
import type { FigureName, Gap, VerdictFigure, VerdictStatus } from '../model/verdict.ts';
import { compareText } from '../text.ts';

/**
 * Names an entity without saying who it is, the same way all through one report. Made from a salt that nobody keeps
 * (gate/redact.ts); what shows values as they are is written for one desk only.
 */
export type Redact = (entity: Entity) => string;

/** How a rule of a report stands: by its verdict; measured where nothing is judged; or not measured at all. */
export type Standing = VerdictStatus | 'unjudged' | 'unmeasured';

/** Worst first. */
export const STANDINGS = ['fail', 'unproven', 'warn', 'unjudged', 'pass', 'unmeasured'] as const;

/** A rule with what every shape of a report asks of it. */
export interface RuleView {
  readonly rule: ReportedRule;
  readonly standing: Standing;
  /** By what it was measured; absent where it was not. */
  readonly method?: 'retrohunt' | 'test run' | 'replay';
  readonly comparison?: Comparison;
  readonly gaps: readonly Gap[];
}

/** The rules of a report worst first, loud ones before quiet ones, and how many stand how. */
export interface NoiseView {
  readonly rules: readonly RuleView[];
  readonly counts: Readonly<Record<Standing, number>>;
  /** How the worst of them stands; `unmeasured` where there is none. */
  readonly worst: Standing;
}

/** Orders and counts what a report holds. */
export function noiseView({
  rules,
  command,
}: Pick<NoiseReport, 'rules'> & Partial<Pick<NoiseReport, 'command'>>): NoiseView {
  const views = rules
    .map((rule) => ruleView(rule, command))
    .toSorted(
      (one, other) =>
        STANDINGS.indexOf(one.standing) - STANDINGS.indexOf(other.standing) ||
        (figureOf(other, 'detections') ?? -1) - (figureOf(one, 'detections') ?? -1) ||
        compareText(one.rule.name, other.rule.name),
    );
  const counts = { fail: 0, unproven: 0, warn: 0, unjudged: 0, pass: 0, unmeasured: 0 };
  for (const { standing } of views) counts[standing] += 1;
  return { rules: views, counts, worst: views[0]?.standing ?? 'unmeasured' };
}

/** One rule as every shape of a report looks at it. */
export function ruleView(rule: ReportedRule, command?: NoiseReport['command']): RuleView {
  const { measurement, verdict } = rule;
  const comparison = measurement?.comparison;
  const by = measurement?.by ?? verdict?.by;
  return {
    rule,
    standing: verdict?.status ?? (measurement === undefined ? 'unmeasured' : 'unjudged'),
    ...(by === undefined ? {} : { method: command === 'replay' ? 'replay' : METHODS[by] }),
    ...(comparison === undefined ? {} : { comparison }),
    gaps: measurement?.gaps ?? [],
  };
}

const METHODS = { retrohunt: 'retrohunt', 'test-run': 'test run' } as const;

/** A figure: as the verdict counted it, else from the detections; undefined where neither knows it. */
export function figureOf(view: RuleView, name: FigureName): number | undefined {
  const judged = limitOf(view, name);
  if (judged !== undefined) return judged.value;
  const value = view.comparison === undefined ? undefined : COUNTED[name](view.comparison);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** The figure of the verdict, with its limit. */
export function limitOf({ rule }: RuleView, name: FigureName): VerdictFigure | undefined {
  return rule.verdict?.figures.find((figure) => figure.name === name);
}

/** Whether a figure is over its limit; at the limit it is not. */
export function overLimit(figure: VerdictFigure | undefined): 'fail' | 'warn' | undefined {
  if (figure?.limit === undefined || figure.value <= figure.limit) return undefined;
  return figure.over ?? 'warn';
}

/** Whether there was a text before, so that detections can be lost and the same. */
export function compared({ comparison }: RuleView): boolean {
  return comparison?.before !== undefined;
}

const COUNTED: Readonly<Record<FigureName, (comparison: Comparison) => number | undefined>> = {
  detections: ({ after }) => after.count,
  'per-day': ({ after }) => after.meanPerDay,
  'worst-day': ({ after }) => after.worstDay?.count ?? 0,
  'left-to-cap': ({ after }) => after.leftToCap,
  entities: ({ after }) => after.entities,
  'share-of-loudest': ({ after }) => after.shareOfLoudest,
  'detections-before': ({ before }) => before?.count,
  'per-day-before': ({ before }) => before?.meanPerDay,
  'worst-day-before': ({ before }) => before && (before.worstDay?.count ?? 0),
  lost: ({ before, lost }) => before && lost.length,
  'share-lost': ({ before, lost }) =>
    before && (before.count === 0 ? 0 : lost.length / before.count),
  gained: ({ before, gained }) => before && gained.length,
  same: ({ before, same }) => before && same.length,
  'first-seen': ({ before, firstSeen }) => before && firstSeen.length,
};
