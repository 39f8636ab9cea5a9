import { join } from 'node:path';
import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../lib/diagnostics/render-diagnostic.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import { replaceText } from '../lib/repo/write-text.ts';
import { formatText, type Unformatted } from '../lib/report/format-text.ts';
import { format } from '../lib/yaral/printer.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit.ts';
import { paint } from './paint.ts';
import { findRuleFiles, pathFrom } from './rule-files.ts';
import { sayLines } from './say.ts';

export const fmtCommand = defineCommand({
  name: 'fmt',
  words: '[path..]',
  summary: 'put rules into the one style, keeping every comment',
  options: {
    check: {
      type: 'boolean',
      default: false,
      describe: 'write nothing; show what would change, and exit 3 if anything would',
    },
  },
  examples: [
    ['chron fmt', 'all of rules/, in place, with LF line ends as .gitattributes has it'],
    ['chron fmt --check rules/aws', 'in CI: exit 3 for a file that is not formatted'],
  ],
  async run(args, context) {
    const { root, tree, asked } = await findRuleFiles(args.positionals, context);
    const { sources, diagnostics } = await readRuleTexts(tree, asked);
    const shown = pathFrom(context.cwd, root);
    const unformatted: Unformatted[] = [];
    const broken = new Set(diagnostics.map(({ path }) => path));
    const say = (diagnostic: Diagnostic, text: string): void => {
      const path = shown(diagnostic.path);
      sayLines(context, `${renderDiagnostic({ ...diagnostic, path }, text)}\n`);
    };
    for (const diagnostic of diagnostics) say(diagnostic, '');
    for (const source of sources) {
      const { text, diagnostics: found } = format(source);
      if (text === undefined) {
        broken.add(source.path);
        for (const one of found) if (one.severity === 'error') say(one, source.text);
      } else if (text !== source.text) {
        unformatted.push({ path: source.path, before: source.text, after: text });
      }
    }
    if (!args.check)
      for (const { path, after } of unformatted) replaceText(join(root, path), after);
    const view = {
      files: sources.length + diagnostics.length,
      unformatted,
      broken: broken.size,
      checkOnly: args.check,
    };
    const width = context.out.terminal ? context.out.columns : undefined;
    context.out.write(paint(formatText(view, shown, width), context, context.out));
    const failed = broken.size > 0 || (args.check && unformatted.length > 0);
    return failed ? EXIT.invalid : EXIT.ok;
  },
});
