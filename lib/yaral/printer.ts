import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import { parse, type Parsed } from './parser.ts';
import { TokenFeed } from './printer-feed.ts';
import { render } from './printer-render.ts';
import { printRules } from './printer-rule.ts';

/**
 * A text of rules in chron's style (yara-l §8): two blanks a level, `and` and `or` at the ends of lines, one statement
 * a line, keywords in lower case. All comments stay, and so does the meaning: the tree is the same but for positions.
 * A text with errors is not formatted; then only the diagnostics come back.
 */
export function format(source: Source): {
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const reporter = new Reporter(source);
  const parsed = parse(source, reporter);
  const { diagnostics } = reporter;
  const whole = diagnostics.every(({ severity }) => severity !== 'error');
  return { text: whole ? print(parsed, source.text) : undefined, diagnostics };
}

/** Lays out a tree that was parsed from `text` without an error. */
export function print({ file, tokens }: Parsed, text: string): string {
  return render(printRules(new TokenFeed(tokens, text), file, (offset) => columnOf(text, offset)));
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
