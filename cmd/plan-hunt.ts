import type { PlannedVerdict } from '../lib/model/gating.ts';
import type { Context } from './command.ts';
import type { Measuring } from './gating.ts';
import { measurePlan } from './plan-noise.ts';
import type { Planning } from './planning.ts';
import { sayLines } from './say.ts';
import type { NoiseReport } from '../lib/model/noise-report.ts';
import { writeNoiseReport, type freshRedactor } from './write-noise-report.ts';

/** How `--hunt` measures, and where its report goes. */
export interface Hunt extends Omit<Measuring, 'signal'> {
  readonly redact: ReturnType<typeof freshRedactor>;
  readonly report: string | undefined;
  readonly reveal: boolean;
  readonly several: boolean;
}

/** A plan with what was measured for it. */
export interface PlannedNoise extends Planning {
  readonly verdicts: readonly PlannedVerdict[] | undefined;
  /** Somebody stopped measuring: what is missing is unproven. */
  readonly interrupted: boolean;
  /** What was measured, in full; `reportPlan` writes it. */
  readonly measured?: NoiseReport;
}

/** Measures what the plan would put live. */
export async function huntedPlan(
  planning: Planning,
  hunt: Hunt,
  context: Context,
): Promise<PlannedNoise> {
  const { plan, gathering, view, tenant } = planning;
  const stop = new AbortController();
  const forget = context.onInterrupt(() => stop.abort(new Error('interrupted')));
  try {
    const measuring = { ...hunt, signal: stop.signal };
    const found = await measurePlan(
      { plan, input: gathering.input, view },
      tenant,
      context,
      measuring,
    );
    if (found === undefined) {
      const { name } = view.environment;
      sayLines(context, `${name}: the gate is off, so nothing was measured`);
      return { ...planning, verdicts: undefined, interrupted: false };
    }
    const { noise, verdicts, report } = found;
    const interrupted = stop.signal.aborted;
    return { ...planning, view: { ...view, noise }, verdicts, interrupted, measured: report };
  } finally {
    forget();
  }
}

/** Writes the report if one is asked for and something was measured; with the digest of the plan if it was saved. */
export async function reportPlan(
  { measured }: PlannedNoise,
  { report: folder, reveal, several, redact }: Hunt,
  digest: string | undefined,
  context: Context,
): Promise<void> {
  if (folder === undefined || measured === undefined) return;
  const report = digest === undefined ? measured : { ...measured, digest };
  await writeNoiseReport(report, { folder, several, reveal, redact }, context);
}
