import type { Source } from '../diagnostics/diagnostic.ts';
import { indexLines, placeAt } from '../diagnostics/lines.ts';
import { compileRule } from '../evaluate/compile.ts';
import type { CompiledQuery } from '../model/compiled-query.ts';
import type { DataTable } from '../model/data-table.ts';
import type { ReferenceList } from '../model/reference-list.ts';
import type { CaseExplanation, Demand } from '../model/test-result.ts';
import type { EventEngine } from '../ports/engine.ts';
import { analyze, type Analysis } from '../yaral/analyze.ts';
import type { Conjunct } from '../yaral/symbols-conjuncts.ts';
import { namesIn } from '../yaral/symbols-names.ts';
import type { Symbols } from '../yaral/symbols.ts';

export interface ExplainInput {
  readonly rule: Source;
  readonly analysis: Analysis;
  readonly query: CompiledQuery;
  /** The lists that the case meets. */
  readonly lists: readonly ReferenceList[];
  readonly tables: readonly DataTable[];
  /** The time of the case: seconds since 1970; undefined where the rule does not ask for it. */
  readonly now: number | undefined;
  /** The case's part of the input, and how many events stand before it. */
  readonly part: number;
  readonly before: number;
  readonly engine: EventEngine;
  readonly signal?: AbortSignal;
}

/**
 * Tries each demand of the rule's `events` by itself: as a rule of its own over the events of the case. Demands that
 * join several variables, and what `match` and `condition` ask for, can only be told with the others.
 */
export async function explainCase(input: ExplainInput): Promise<CaseExplanation> {
  const { rule, analysis, query } = input;
  const { symbols } = analysis;
  const lines = indexLines(rule.text);
  const demands: Demand[] = [];
  for (const conjunct of symbols?.conjuncts ?? []) {
    if (symbols === undefined) break;
    const { start, end } = conjunct.node.span;
    const variable = variableOf(conjunct, symbols);
    const events =
      variable === undefined ? undefined : await tried(input, conjunct, symbols, variable);
    const text = rule.text.slice(start, end).replaceAll(/\s+/g, ' ');
    demands.push({ line: placeAt(lines, start).line, text, variable: variable ?? '', events });
  }
  return { demands, sql: query.sql };
}

/** The one event variable that a demand is about, by itself or through its placeholders. */
function variableOf({ node }: Conjunct, symbols: Symbols): string | undefined {
  const names = namesIn(node);
  const through = [...names.bare].flatMap((one) => [
    ...(symbols.placeholders.get(one)?.events ?? []),
  ]);
  const [first, ...others] = new Set([...names.events, ...through]);
  if (names.tables.size > 0 || others.length > 0) return undefined;
  return symbols.events.get(first ?? '')?.source === 'udm' ? first : undefined;
}

async function tried(
  { rule, lists, tables, now, part, before, engine, signal }: ExplainInput,
  { node }: Conjunct,
  symbols: Symbols,
  variable: string,
): Promise<readonly number[] | undefined> {
  const bindings = [...namesIn(node).bare].flatMap((one) =>
    (symbols.placeholders.get(one)?.bindings ?? []).filter(({ conditional }) => !conditional),
  );
  const spans = [...new Set([...bindings.map((one) => one.node.span), node.span])];
  const text = [
    'rule tried {',
    'meta: author = "chron"',
    'events:',
    ...new Set(spans.map(({ start, end }) => rule.text.slice(start, end))),
    `condition: $${variable}`,
    '}',
  ].join('\n');
  const source = { path: rule.path, text };
  // It need not be a good rule, only one that runs: an unused placeholder is no matter here.
  const compiled = compileRule(
    source,
    { ...analyze(source), diagnostics: [] },
    { lists, tables, now, parts: [part], maxSamples: 1 },
  );
  if (compiled.query === undefined) return undefined;
  const { detections, errors } = await engine.run(compiled.query, signal);
  if (errors.length > 0) return undefined;
  const places = detections.flatMap(({ rows }) => rows.get(variable) ?? []);
  return [...new Set(places)].map((one) => one - before).toSorted((a, b) => a - b);
}
