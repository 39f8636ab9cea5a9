import { UserError } from '../lib/errors.ts';
import type { TestView } from '../lib/report/test-words.ts';
import { testsFail, testsSentence } from '../lib/report/test-words.ts';
import { VERSION } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { paint } from './paint.ts';
import { pathFrom, pathFromTop, type RuleFiles } from './rule-files.ts';

const FORMATS = ['text', 'json', 'junit', 'github'] as const;

export const testCommand = defineCommand({
  name: 'test',
  words: '[path..]',
  summary: 'run the cases of rules: given these events, expect these detections',
  options: {
    format: {
      choices: FORMATS,
      default: 'text' as const,
      describe: 'how the results are written',
    },
    changed: {
      type: 'boolean',
      default: false,
      describe: 'only rules that differ from the default branch, or whose tests or lists do',
    },
    explain: {
      type: 'boolean',
      default: false,
      describe: 'of a failed case: which line of the rule which event fulfils, and the SQL',
    },
    watch: {
      type: 'boolean',
      default: false,
      describe: 'run again whenever a rule, a test or a list is saved; Ctrl-C ends it',
    },
    record: {
      type: 'string',
      describe: 'make a case of a detection of this rule, redacted, and add it to its test file',
      requiresArg: true,
    },
    from: {
      type: 'string',
      describe: 'with --record: a file of detections, or of events that the rule fires on',
      requiresArg: true,
    },
    env: {
      type: 'string',
      describe: 'with --record: take a detection of this environment',
      requiresArg: true,
    },
    detection: {
      type: 'string',
      describe: 'with --record: the id of the detection; the newest without it',
      requiresArg: true,
    },
    case: {
      type: 'string',
      describe: 'with --record: what the case is called',
      requiresArg: true,
    },
  },
  examples: [
    ['chron test', 'the cases of all rules; exit 3 if one fails'],
    ['chron test rules/okta --explain', 'why a case of this folder fails'],
    ['chron test --changed --format junit', 'in a pull request, for the test report'],
    [
      'chron test --record okta_mfa_fatigue --env prod',
      'its newest detection there as another case, redacted',
    ],
  ],
  async run(args, context) {
    if (args.record !== undefined) return record({ ...args, rule: args.record }, context);
    refuseWithoutRecord(args);
    const { findTestFiles, testFiles } = await import('./testing.ts');
    const stop = new AbortController();
    const { signal } = stop;
    const forget = context.onInterrupt(() => stop.abort());
    const once = async (words: readonly string[]): Promise<ExitCode> => {
      const all = await findTestFiles(words, context);
      const files = args.changed ? await narrowed(all, context) : all;
      const view =
        files === undefined ? NOTHING : await testFiles(files, { explain: args.explain, signal });
      if (files === undefined && args.format === 'text') return EXIT.ok;
      context.out.write(await rendered(view, args.format, all, context));
      if (files !== undefined && args.format !== 'text')
        context.err.write(`${testsSentence(view)}\n`);
      return testsFail(view) ? EXIT.invalid : EXIT.ok;
    };
    try {
      const code = await once(args.positionals);
      if (!args.watch) return code;
      const { watchRules } = await import('./watching.ts');
      const { root } = await findTestFiles(args.positionals, context);
      return await watchRules({ root, context, run: once, words: args.positionals, signal });
    } catch (error) {
      if (signal.aborted) return EXIT.interrupted;
      throw error;
    } finally {
      forget();
    }
  },
});

interface Recorder {
  readonly from: string | undefined;
  readonly env: string | undefined;
  readonly detection: string | undefined;
  readonly case: string | undefined;
}

/** Throws UserError where options of `--record` stand without it. */
function refuseWithoutRecord({ from, env, detection, case: name }: Recorder): void {
  const given = { from, env, detection, case: name };
  const [stray] = Object.entries(given).filter(([, value]) => value !== undefined);
  if (stray === undefined) return;
  throw new UserError(`--${stray[0]} is of --record`, {
    hint: 'chron test --record RULE --from FILE',
  });
}

async function record(
  {
    rule,
    positionals,
    watch,
    changed,
    ...given
  }: Recorder & {
    readonly rule: string;
    readonly positionals: readonly string[];
    readonly watch: boolean;
    readonly changed: boolean;
  },
  context: Context,
): Promise<ExitCode> {
  if (positionals.length > 0 || watch || changed) {
    throw new UserError('--record makes a case, and runs none', {
      hint: 'leave paths, --changed and --watch out',
    });
  }
  if ((given.from === undefined) === (given.env === undefined)) {
    throw new UserError('where does the detection come from?', {
      hint: 'say --from FILE or --env ENVIRONMENT, one of them',
    });
  }
  const { recordTest } = await import('./recording.ts');
  const stop = new AbortController();
  const forget = context.onInterrupt(() => stop.abort());
  const { from, env, detection, case: name } = given;
  try {
    return await recordTest({ rule, from, env, detection, name, signal: stop.signal }, context);
  } catch (error) {
    if (stop.signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    forget();
  }
}

/** What there is to say where nothing is tested: a report is a report, empty or not. */
const NOTHING: TestView = { chron: VERSION, results: [], problems: [] };

/** Of the files asked for those that the branch has touched; undefined, and said so, if there are none. */
async function narrowed(files: RuleFiles, context: Context): Promise<RuleFiles | undefined> {
  const { narrowTests } = await import('./changed-tests.ts');
  const { base, files: touched } = await narrowTests(files);
  if (touched !== undefined) return touched;
  context.err.write(`nothing to test: no rule, test or list differs from ${base}\n`);
  return undefined;
}

async function rendered(
  view: TestView,
  format: (typeof FORMATS)[number],
  { root }: RuleFiles,
  context: Context,
): Promise<string> {
  if (format === 'text') {
    const { testText } = await import('../lib/report/test-text.ts');
    return paint(testText(view, pathFrom(context.cwd, root)), context, context.out);
  }
  const { testDiagnostics, testJson, testJunit } = await import('../lib/report/test-formats.ts');
  switch (format) {
    case 'json':
      return testJson(view);
    case 'junit':
      return testJunit(view);
    case 'github': {
      const { checkAnnotations } = await import('../lib/report/github-annotations.ts');
      return checkAnnotations({ diagnostics: testDiagnostics(view) }, new Map(), pathFromTop(root));
    }
  }
}
