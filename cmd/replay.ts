import { resolve } from 'node:path';
import { renderDiagnostic } from '../lib/diagnostics/render-diagnostic.ts';
import { UserError } from '../lib/errors.ts';
import type { ReplayResult } from '../lib/model/replay-result.ts';
import { nearest } from '../lib/text.ts';
import { VERSION } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { EXIT } from './exit.ts';
import { COMMON_OPTIONS } from './options.ts';
import { paint } from './paint.ts';
import { openProgress } from './progress.ts';
import { sayLines } from './say.ts';

const FORMATS = ['text', 'json', 'markdown'] as const;
/** Detections of one rule that are looked at for their day: more than a fortnight may have (backstory-v2 §5.3). */
const MOST = 200_000;

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
    format: {
      choices: FORMATS,
      default: 'text' as const,
      describe: 'how the result is written',
    },
    samples: { type: 'number', default: 3, describe: 'detections of each rule to show' },
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
    const { findEventFiles } = await import('./replay-files.ts');
    const files = findEventFiles(args.positionals, context.cwd);
    const entities = findEventFiles(args.entities, context.cwd);
    const { rules, lists, tables, incomplete } = await readRulesFor(args.rule, context);
    const { replay } = await import('../lib/replay/replay.ts');
    const { openEngine } = await import('../lib/duckdb/engine.ts');
    const stop = new AbortController();
    const forget = context.onInterrupt(() => stop.abort());
    const typed = new Map(
      [...files, ...entities].map((path) => [resolve(context.cwd, path), path]),
    );
    try {
      const result = await replay(rules, {
        inputs: [
          ...files.map((path) => ({ kind: 'file' as const, path: resolve(context.cwd, path) })),
          ...entities.map((path) => ({
            kind: 'file' as const,
            source: 'graph' as const,
            path: resolve(context.cwd, path),
          })),
        ],
        lists,
        tables,
        samples: Math.max(0, Math.floor(args.samples)),
        openEngine: () => openEngine({ maxDetections: MOST, maxSampled: 0 }),
        progress: openProgress(context, { quiet: args.quiet }),
        signal: stop.signal,
      });
      const shown = asTyped(result, typed);
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

async function readRulesFor(names: readonly string[] | undefined, context: Context) {
  const [{ findRuleFiles }, { readRules }, { readLists }, { readTables }, { analyze }] =
    await Promise.all([
      import('./rule-files.ts'),
      import('../lib/repo/rules.ts'),
      import('../lib/repo/lists.ts'),
      import('../lib/repo/tables.ts'),
      import('../lib/yaral/analyze.ts'),
    ]);
  const { tree } = await findRuleFiles([], context);
  const [read, lists, tables] = [
    await readRules(tree),
    await readLists(tree),
    await readTables(tree),
  ];
  const { rules } = read;
  // Of a rule that has a name its own line says why it did not run; of a list that is read chron check says the rest.
  const paths = new Set([...rules, ...lists.lists].map(({ path }) => path));
  const unread = read.diagnostics.filter(({ path }) => !paths.has(path));
  const others = lists.diagnostics.filter(({ path }) => !paths.has(path));
  const texts = new Map([...read.texts, ...lists.texts, ...tables.texts]);
  for (const one of [...unread, ...others, ...tables.diagnostics]) {
    const text = texts.get(one.path) ?? '';
    sayLines(context, renderDiagnostic(one, text));
  }
  const known = new Set(rules.map(({ name }) => name));
  for (const name of names ?? []) {
    if (known.has(name)) continue;
    const meant = nearest(name, known);
    throw new UserError(`there is no rule "${name}"`, {
      hint: meant === undefined ? 'names are those that rules declare' : `did you mean ${meant}?`,
    });
  }
  const wanted = rules.filter(({ name }) => names === undefined || names.includes(name));
  return {
    lists: lists.lists,
    tables: tables.tables,
    /** A rule that was asked for has no name, or another has the same. */
    incomplete: names === undefined && unread.some(({ severity }) => severity === 'error'),
    rules: wanted.map(({ name, path, text }) => {
      const source = { path, text };
      return { name, source, analysis: analyze(source) };
    }),
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
