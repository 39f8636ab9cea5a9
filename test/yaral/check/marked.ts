import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.ts';
import { analyze, type AnalyzeOptions } from '../../../lib/yaral/analyze.ts';

/** One place that is spoken of: its id, and the text it marks. */
export interface Finding {
  readonly id: string;
  readonly severity: Diagnostic['severity'];
  /** From the first to the last character of the span, as offsets of the body without its marks. */
  readonly span: readonly [start: number, end: number];
}

const HEAD = 'rule case {\n  meta:\n    author = "chron"\n';

/** A rule around sections that are written out, `«` and `»` around each place that should be spoken of taken away. */
export function ruleOf(body: string): string {
  return `${HEAD}${body.replaceAll(/[«»]/g, '')}\n}\n`;
}

/** The spans that `«` and `»` mark. */
export function marksOf(body: string): readonly Finding['span'][] {
  const spans: Finding['span'][] = [];
  let [taken, start] = [0, 0];
  for (const { 0: sign, index } of body.matchAll(/[«»]/g)) {
    if (sign === '«') start = index - taken;
    else spans.push([start, index - taken]);
    taken += 1;
  }
  return spans;
}

/** All that is wrong with the sections, errors and warnings, in the order of the text; of `infos` those ids too. */
export function findingsOf(
  body: string,
  { infos = [], ...options }: AnalyzeOptions & { readonly infos?: readonly string[] } = {},
): readonly Finding[] {
  return analyze({ path: 'case.yaral', text: ruleOf(body) }, options)
    .diagnostics.filter(({ id, severity }) => severity !== 'info' || infos.includes(id))
    .map(({ id, severity, span: { start, end } }) => ({
      id,
      severity,
      span: [start - HEAD.length, end - HEAD.length],
    }));
}
