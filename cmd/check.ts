import { join } from 'node:path';
import {
  fails,
  type CheckView,
  type Explanations,
  type FixedFile,
} from '../lib/report/check-view.ts';
import { checkText, closingLines, fixedLines } from '../lib/report/diagnostics-text.ts';
import { defineCommand, type Context } from './command.ts';
import { checkFiles, type Checking } from './checking.ts';
import { VERSION } from './chron.ts';
import { suitV8 } from './v8-flags.ts';
import { EXIT } from './exit.ts';
import { paint } from './paint.ts';
import { findRuleFiles, pathFrom, pathFromTop, type RuleFiles } from './rule-files.ts';

const FORMATS = ['text', 'json', 'sarif', 'junit', 'github'] as const;

export const checkCommand = defineCommand({
  name: 'check',
  words: '[path..]',
  summary: 'find what is wrong with rules and lists, without a tenant',
  options: {
    format: {
      choices: FORMATS,
      default: 'text' as const,
      describe: 'how the findings are written',
    },
    changed: {
      type: 'boolean',
      default: false,
      describe: 'only what differs from the default branch, committed or not',
    },
    strict: {
      type: 'boolean',
      default: false,
      describe: 'warnings fail, and limits on which the reference disagrees are errors',
    },
    fix: {
      type: 'boolean',
      default: false,
      describe: 'correct what is safe to correct, and say what (writes LF line ends)',
    },
  },
  examples: [
    ['chron check', 'all of rules/'],
    ['chron check rules/aws --strict', 'one folder; exit 3 for warnings too'],
    ['chron check --changed --format github', 'in a pull request: annotations at the lines'],
  ],
  async run(args, context) {
    suitV8('forgetful');
    const all = await findRuleFiles(args.positionals, context);
    const files = args.changed ? await narrowed(all, context) : all;
    if (files === undefined) return EXIT.ok;
    const before = await checkFiles(files, args.strict);
    const fixed = args.fix ? await fix(before, files) : [];
    const checking = fixed.length === 0 ? before : await checkFiles(files, args.strict);
    const view: CheckView = {
      chron: VERSION,
      paths: checking.paths,
      diagnostics: checking.diagnostics,
      texts: checking.texts,
      strict: args.strict,
      fixed,
      fixable: checking.diagnostics.filter((one) => one.fix !== undefined).length,
    };
    context.out.write(await rendered(view, args.format, files, context));
    if (args.format !== 'text') {
      const said = [...fixedLines(fixed, pathFrom(context.cwd, files.root)), ...closingLines(view)];
      context.err.write(paint(said, context, context.err));
    }
    return fails(view) ? EXIT.invalid : EXIT.ok;
  },
});

/** Of the files asked for those that the branch has touched; undefined, and said so, if there are none. */
async function narrowed(files: RuleFiles, context: Context): Promise<RuleFiles | undefined> {
  const { narrowToChanged } = await import('./changed.ts');
  const { base, files: touched } = await narrowToChanged(files);
  if (touched !== undefined) return touched;
  context.err.write(`nothing to check: no rule, list or data table differs from ${base}\n`);
  return undefined;
}

async function fix(
  { sources, diagnostics, diagnose }: Checking,
  { root }: RuleFiles,
): Promise<readonly FixedFile[]> {
  const wanting = new Set(
    diagnostics.filter((one) => one.fix !== undefined).map(({ path }) => path),
  );
  const { fixAll } = await import('../lib/yaral/fix.ts');
  const { replaceText } = await import('../lib/repo/write-text.ts');
  return sources.flatMap((source): FixedFile[] => {
    if (!wanting.has(source.path)) return [];
    const { text, ids } = fixAll(source, diagnose);
    if (text === source.text) return [];
    replaceText(join(root, source.path), text);
    return [{ path: source.path, ids }];
  });
}

async function rendered(
  view: CheckView,
  format: (typeof FORMATS)[number],
  { root }: RuleFiles,
  context: Context,
): Promise<string> {
  switch (format) {
    case 'text':
      return paint(checkText(view, pathFrom(context.cwd, root)), context, context.out);
    case 'json':
      return (await import('../lib/report/diagnostics-json.ts')).checkJson(view);
    case 'junit':
      return (await import('../lib/report/junit.ts')).checkJunit(view);
    case 'sarif': {
      const { checkSarif } = await import('../lib/report/sarif.ts');
      return checkSarif(view, await loadExplanations(), pathFromTop(root));
    }
    case 'github': {
      const { checkAnnotations } = await import('../lib/report/github-annotations.ts');
      return checkAnnotations(view, await loadExplanations(), pathFromTop(root));
    }
  }
}

async function loadExplanations(): Promise<Explanations> {
  return (await import('./explanations.ts')).EXPLANATIONS;
}
