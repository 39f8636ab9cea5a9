import type { Detection, TimeRange } from '../lib/model/detection.ts';
import type { CompiledQuery } from '../lib/model/compiled-query.ts';
import type { DataTable } from '../lib/model/data-table.ts';
import type { FileTree } from '../lib/repo/file-tree.ts';
import type { RuleError } from '../lib/model/retrohunt.ts';
import type { Detector, DetectorQuery, Findings } from '../lib/ports/detector.ts';
import type { HeldEvents, HeldFile } from './held-events.ts';

/**
 * Detections of one rule that are looked at: more than the service makes of it in a fortnight (backstory-v2 §5.3).
 * Where there are more, the run says so.
 */
const MOST = 200_000;

/**
 * A detector that evaluates rules over the events that an embedded environment holds, as `chron replay` does over an
 * export of them, with the data tables of the repository, which no call of the service's could bring. DuckDB is loaded when something is looked for, not before.
 */
export function makeDetector(held: HeldEvents, tree?: FileTree): Detector {
  return {
    about:
      'looks for detections in the events of the rule tests, and in those that it is given (events:import, --events)',
    detect: (query, signal) =>
      held.inTurn(async ({ seeded, read, ingested }) => {
        const files = [...seeded, ...read, ...ingested];
        const tables = await tablesOf(tree);
        const [found] = await findAll([query], { range: query.range, files, tables, signal });
        return found ?? NOTHING;
      }),
    detectLive: (queries, signal) =>
      held.inTurn(async ({ ingested }) => {
        const [first] = queries;
        if (first === undefined) return [];
        const tables = await tablesOf(tree);
        return findAll(queries, { range: first.range, files: ingested, tables, signal }, 'around');
      }),
  };
}

async function tablesOf(tree: FileTree | undefined): Promise<readonly DataTable[]> {
  if (tree === undefined) return [];
  const { readTables } = await import('../lib/repo/tables.ts');
  return (await readTables(tree)).tables;
}

const NOTHING: Findings = { detections: [], errors: [] };

async function findAll(
  queries: readonly DetectorQuery[],
  {
    range,
    files,
    tables,
    signal,
  }: {
    readonly range: TimeRange;
    readonly files: readonly HeldFile[];
    readonly tables: readonly DataTable[];
    readonly signal: AbortSignal;
  },
  reach: 'within' | 'around' = 'within',
): Promise<readonly Findings[]> {
  signal.throwIfAborted();
  const [{ analyze }, { compileRule }, { windowMs }, { openEngine }] = await Promise.all([
    import('../lib/yaral/analyze.ts'),
    import('../lib/evaluate/compile.ts'),
    import('../lib/evaluate/rule-window.ts'),
    import('../lib/duckdb/engine.ts'),
  ]);
  const prepared = queries.map((query) => {
    const source = { path: 'rule', text: query.text };
    const analysis = analyze(source);
    const { lists, alerting = false, version } = query;
    // Google's test runs do not suppress (yara-l §4.8).
    const options = { lists, tables, alerting, suppression: version !== undefined };
    const compiled = compileRule(source, analysis, options);
    return { query, compiled, widthMs: windowMs(analysis) };
  });
  const reads = prepared.flatMap(({ compiled }) => compiled.query?.reads ?? []);
  const engine = await openEngine({ maxDetections: MOST, maxSampled: MOST });
  try {
    await engine.load(
      files.map(({ path, source }) => ({ kind: 'file' as const, path, source })),
      reads,
    );
    const widest = Math.max(0, ...prepared.map(({ widthMs }) => widthMs));
    const around = reach === 'around' ? 2 * widest : 0;
    await engine.ask('DELETE FROM udm_events WHERE t < $1 OR t >= $2', [
      { type: 'BIGINT', value: BigInt(range.from.getTime() - around) * 1000n },
      { type: 'BIGINT', value: BigInt(range.to.getTime() + around) * 1000n },
    ]);
    const findings: Findings[] = [];
    for (const { query, compiled } of prepared) {
      findings.push(
        compiled.query === undefined
          ? { detections: [], errors: compiled.diagnostics.map((one) => ruleError(one, range)) }
          : await runOne(query, compiled.query),
      );
    }
    return findings;
  } finally {
    engine.close();
  }

  async function runOne(query: DetectorQuery, compiled: CompiledQuery): Promise<Findings> {
    const { detections, total, errors } = await engine.run(compiled, signal);
    const touching = detections.map(({ detection }) => detection).filter(touches);
    const wanted = touching.slice(-query.atMost);
    return {
      detections: wanted,
      errors: [
        ...errors.map((text): RuleError => ({ text, window: range })),
        ...(total > detections.length ? [tooMany(total)] : []),
      ],
    };
  }

  /** Those around which a live rule looked further are not of the new events. */
  function touches({ window }: Detection): boolean {
    return reach === 'within' || (window.from < range.to && window.to >= range.from);
  }

  function tooMany(total: number): RuleError {
    const text = `the rule gives ${total} detections in this range, of which the first ${MOST} are looked at`;
    return { text, window: range };
  }
}

/** What cannot be evaluated on this machine is an error of the rule in the run, with its place in the text. */
function ruleError(
  {
    message,
    line,
    column,
  }: { readonly message: string; readonly line: number; readonly column: number },
  window: TimeRange,
): RuleError {
  return { text: `${message} (line ${line}, column ${column})`, window };
}
