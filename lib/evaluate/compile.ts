import type { CompiledQuery, EventColumn } from '../model/compiled-query.ts';
import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { indexLines, placeAt } from '../diagnostics/lines.ts';
import { sectionOf, type Rule } from '../yaral/ast.ts';
import type { Analysis } from '../yaral/analyze.ts';
import type { Symbols } from '../yaral/symbols.ts';
import { joinMembers } from './join.ts';
import { makeLookups } from './lookups.ts';
import { DEFAULT_OPTIONS, type EvaluateOptions } from './options.ts';
import { queryOf } from './query.ts';
import { referenceOf } from './reference.ts';
import { memberRows } from './rows.ts';
import { planRule, unfolded, type RulePlan } from './rule-plan.ts';
import type { Environment } from './scope.ts';
import { renderSql } from './sql.ts';
import { Unsupported } from './value.ts';
import { durationMicros, windowPlan } from './windows.ts';

/** A rule as a query, or why it cannot be one. */
export type Compiled =
  | { readonly query: CompiledQuery; readonly diagnostics?: undefined }
  | { readonly query?: undefined; readonly diagnostics: readonly Diagnostic[] };

/**
 * Compiles a checked rule to SQL for DuckDB: the front door. Pure; never throws for what a rule says. A rule with errors
 * gives those; what cannot be evaluated on this machine gives a diagnostic `EVA001` at its place.
 */
export function compileRule(
  source: Source,
  analysis: Analysis,
  options: Partial<EvaluateOptions> = {},
): Compiled {
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  const { rule, symbols } = analysis;
  if (errors.length > 0 || rule === undefined || symbols === undefined) {
    return { diagnostics: errors };
  }
  try {
    return { query: compile(rule, symbols, analysis, { ...DEFAULT_OPTIONS, ...options }) };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return { diagnostics: [refusal(source, error)] };
  }
}

function refusal({ path, text }: Source, { message, span, hint }: Unsupported): Diagnostic {
  const lines = indexLines(text);
  const [start, end] = [placeAt(lines, span.start), placeAt(lines, span.end)];
  return {
    id: 'EVA001',
    severity: 'error',
    message,
    hint,
    path,
    span,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function compile(
  rule: Rule,
  symbols: Symbols,
  { types }: Analysis,
  options: EvaluateOptions,
): CompiledQuery {
  refuseWhatOnlyTheServiceHas(rule, symbols, options);
  const environment: Environment = { types: types(), options, lookups: makeLookups(options) };
  const plan = planRule(rule, symbols);
  const members = plan.members.map((one) => memberRows(plan, one, environment));
  const joined = joinMembers(plan, members, environment);
  const window = windowPlan(plan.window, options.hop);
  const piece = queryOf(plan, joined, environment, window);
  const { sql, params } = renderSql(piece);
  const reads = members.flatMap((one) => one.columns);
  const assignments = symbols.index.of('assignment');
  return {
    ruleName: rule.name.text,
    multiEvent: symbols.ruleClass === 'multi-event',
    sql,
    params,
    reads: distinctColumns(reads),
    lookups: environment.lookups.all(),
    matches: plan.keys.map((name) => ({ name, source: sourceOf(plan, name) })),
    outcomes: assignments.map(({ variable }) => ({ name: variable.name, source: undefined })),
    variables: members
      .filter((one) => one.plan.source !== 'table')
      .map(({ plan: { id, source } }) => ({
        name: id,
        source: source === 'table' ? 'udm' : source,
      })),
    suppression: suppressionOf(rule, symbols, options),
    defaultRiskScore: options.alerting ? 40 : 15,
  };
}

function refuseWhatOnlyTheServiceHas(
  rule: Rule,
  symbols: Symbols,
  { detections }: EvaluateOptions,
): void {
  for (const { source, first } of symbols.events.values()) {
    if (source === 'detection' && !detections) {
      throw new Unsupported(
        'a rule over detections',
        first.span,
        'give detections, or run it on the service',
      );
    }
  }
  const exported = sectionOf(rule, 'export');
  const [call] = exported?.calls ?? [];
  if (call !== undefined) {
    throw new Unsupported('writing to a data table', call.span, 'run it on the service');
  }
  const [operation] = sectionOf(rule, 'setup')?.operations ?? [];
  if (operation !== undefined) {
    throw new Unsupported('a change of the entity graph', operation.span, 'run it on the service');
  }
}

function distinctColumns(columns: readonly EventColumn[]): readonly EventColumn[] {
  return [...new Map(columns.map((one) => [`${one.source} ${one.path}`, one])).values()];
}

/** The field that a match variable was bound to first: `udm.principal.ip`. */
function sourceOf({ placeholders }: RulePlan, name: string): string | undefined {
  const binding = placeholders
    .get(name)
    ?.bindings.map(({ value }) => unfolded(value))
    .find(({ kind }) => kind === 'path');
  if (binding?.kind !== 'path') return undefined;
  const { source, column, key } = referenceOf(binding);
  const path = key === undefined ? column.path : column.path.replace(/\.value$/, `["${key}"]`);
  return `${source}.${path}`;
}

function suppressionOf(
  rule: Rule,
  symbols: Symbols,
  { suppression }: EvaluateOptions,
): CompiledQuery['suppression'] {
  const entry = sectionOf(rule, 'options')?.entries.find(
    ({ key }) => key.text === 'suppression_window',
  );
  if (!suppression || entry?.value.kind !== 'duration') return undefined;
  const { amount, unit } = entry.value;
  const matched = symbols.matches.size > 0;
  const at = symbols.index
    .of('assignment')
    .findIndex(({ variable }) => variable.name === 'suppression_key');
  return {
    micros: Number(durationMicros(amount, unit)),
    outcome: matched || at < 0 ? undefined : at,
  };
}
