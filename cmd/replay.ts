import { resolve } from 'node:path';
import { UserError } from '../lib/errors.ts';
import type { Detection, TimeRange } from '../lib/model/detection.ts';
import type { ReplayResult } from '../lib/model/replay-result.ts';
import { VERSION } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { EXIT } from './exit.ts';
import { COMMON_OPTIONS } from './options.ts';
import { paint } from './paint.ts';
import { openProgress } from './progress.ts';
import { needReport, REPORT_OPTIONS, writeNoiseReport } from './write-noise-report.ts';

const FORMATS = ['text', 'json', 'markdown'] as const;
/** Detections of one rule that are looked at for their day: more than a fortnight may have (backstory-v2 §5.3). */
const MOST = 200_000;
/** For a report: whose they are is told by their events. */
const SAMPLED = 20_000;

export const replayCommand = defineCommand({
  name: 'replay',
  words: '[path..]',
  summary: 'run rules over an export of events, on this machine',
  options: {
    rule: {
      type: 'string',
      array: true,
      describe: 'only these rules, by name',
      requiresArg: true,
    },
    entities: {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'an export of entities, for rules that read the graph',
      requiresArg: true,
    },
    detections: {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'a file of detections as the service gives them, for rules that read them',
      requiresArg: true,
    },
    format: {
      choices: FORMATS,
      default: 'text' as const,
      describe: 'how the result is written',
    },
    samples: { type: 'number', default: 3, describe: 'detections of each rule to show' },
    ...REPORT_OPTIONS,
    quiet: COMMON_OPTIONS.quiet,
  },
  examples: [
    ['chron replay export.ndjson.gz', 'all rules over one file'],
    ["chron replay 'exports/*.parquet' --rule okta_mfa_fatigue", 'one rule over a folder of files'],
  ],
  async run(args, context) {
    if (args.positionals.length === 0) {
      throw new UserError('name at least one export of events', { hint: 'chron replay --help' });
    }
    needReport(args);
    const { findEventFiles } = await import('./replay-files.ts');
    const files = findEventFiles(args.positionals, context.cwd);
    const entities = findEventFiles(args.entities, context.cwd);
    const detections = findEventFiles(args.detections, context.cwd);
    const { readRulesFor } = await import('./replay-rules.ts');
    const { root, rules, lists, tables, incomplete } = await readRulesFor(args.rule, context);
    const { replay } = await import('../lib/replay/replay.ts');
    const { openEngine } = await import('../lib/duckdb/engine.ts');
    const stop = new AbortController();
    const forget = context.onInterrupt(() => stop.abort());
    const typed = new Map(
      [...files, ...entities, ...detections].map((path) => [resolve(context.cwd, path), path]),
    );
    const found = new Map<string, readonly Detection[]>();
    let range: TimeRange | undefined;
    try {
      const result = await replay(rules, {
        inputs: [
          ...files.map((path) => ({ kind: 'file' as const, path: resolve(context.cwd, path) })),
          ...entities.map((path) => ({
            kind: 'file' as const,
            source: 'graph' as const,
            path: resolve(context.cwd, path),
          })),
          ...detections.map((path) => ({
            kind: 'file' as const,
            source: 'detection' as const,
            path: resolve(context.cwd, path),
          })),
        ],
        lists,
        tables,
        samples: Math.max(0, Math.floor(args.samples)),
        openEngine: async () => {
          if (args.report === undefined) return openEngine({ maxDetections: MOST, maxSampled: 0 });
          const engine = await openEngine({ maxDetections: MOST, maxSampled: SAMPLED });
          return {
            ...engine,
            load: async (inputs, reads) => {
              const loaded = await engine.load(inputs, reads);
              const { rangeOfEvents } = await import('./replay-noise.ts');
              range = await rangeOfEvents(engine);
              return loaded;
            },
          };
        },
        progress: openProgress(context, { quiet: args.quiet }),
        signal: stop.signal,
        onFound: args.report === undefined ? undefined : (rule, all) => void found.set(rule, all),
      });
      const shown = asTyped(result, typed);
      const { report: folder, reveal } = args;
      if (folder !== undefined && range !== undefined) {
        const [{ gitOf }, { replayNoise }] = await Promise.all([
          import('./git-state.ts'),
          import('./replay-noise.ts'),
        ]);
        const texts = new Map(rules.map(({ name, source }) => [name, source.text]));
        const facts = { created: context.clock.now(), git: await gitOf(root) };
        const noise = replayNoise({ result: shown, found, range, texts, ...facts });
        await writeNoiseReport(noise, { folder, several: false, reveal }, context);
      }
      const { ruleFailed } = await import('../lib/report/replay-text.ts');
      context.out.write(await rendered(shown, args.format, context));
      if (result.events === 0) throw nothingRead(shown);
      return incomplete || result.rules.some(ruleFailed) ? EXIT.invalid : EXIT.ok;
    } catch (error) {
      if (stop.signal.aborted) return EXIT.interrupted;
      throw error;
    } finally {
      forget();
    }
  },
});

function nothingRead({ problems: [first] }: ReplayResult): UserError {
  const hint =
    first === undefined ? 'the export is empty' : `${first.path}:${first.line}: ${first.message}`;
  return new UserError('not one event could be read', { hint });
}

/** With the paths that were typed, not where they lie. */
function asTyped(result: ReplayResult, typed: ReadonlyMap<string, string>): ReplayResult {
  const shown = (path: string): string => typed.get(path) ?? path;
  return {
    ...result,
    files: result.files.map(shown),
    problems: result.problems.map((one) => ({ ...one, path: shown(one.path) })),
  };
}

async function rendered(
  result: ReplayResult,
  format: (typeof FORMATS)[number],
  context: Context,
): Promise<string> {
  const { replayJson, replayMarkdown, replayText } = await import('../lib/report/replay-text.ts');
  switch (format) {
    case 'text':
      return paint(replayText(result), context, context.out);
    case 'json':
      return replayJson(result, VERSION);
    case 'markdown':
      return replayMarkdown(result);
  }
}
