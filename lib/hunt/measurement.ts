import { compareDetections } from '../gate/compare.ts';
import type { Gap, Measurement } from '../model/verdict.ts';
import { textHash } from '../plan/hash.ts';
import type { MeasuredText } from '../ports/measure.ts';
import type { Probe } from './probe.ts';
import type { WholeRun } from './whole-run.ts';

/** What was found, of a text and of the one before it where there is one. */
export interface Found extends Pick<Measurement, 'by' | 'range'> {
  readonly after: WholeRun;
  readonly before: WholeRun | undefined;
}

/**
 * Sets what was found side by side. Probes are for silence only: who found something needs none, and who found out
 * nothing learns nothing by them. Without `probe` none is sent.
 */
export async function measurementOf(
  { rule, text, logTypes }: Omit<MeasuredText, 'reachMs'>,
  { by, range, after, before }: Found,
  probe: Probe | undefined,
): Promise<Measurement> {
  const { found } = after;
  const asked = found?.length === 0 && probe !== undefined ? logTypes : [];
  return {
    rule,
    text: textHash(text),
    by,
    range,
    ...(found === undefined ? {} : { comparison: compareDetections(before?.found, found, range) }),
    gaps: [...gapsOf('after', after), ...gapsOf('before', before)],
    logTypes:
      probe === undefined ? [] : await Promise.all(asked.map((logType) => probe(logType, range))),
  };
}

function gapsOf(of: Gap['of'], run: WholeRun | undefined): readonly Gap[] {
  return (run?.losses ?? []).map((loss): Gap => ({ ...loss, of }));
}
