import { Reporter } from '../../lib/diagnostics/reporter.ts';
import { parse, type Parsed } from '../../lib/yaral/parser.ts';
import { format } from '../../lib/yaral/printer.ts';
import { sameTree } from '../../lib/yaral/same-tree.ts';

/** What is wrong with the formatting of a text that has no errors; empty if nothing is. */
export function faultsOfFormat(text: string): readonly string[] {
  const path = 'a.yaral';
  const once = format({ path, text }).text;
  if (once === undefined) return ['is not formatted'];
  const twice = format({ path, text: once }).text;
  const [before, after] = [read(text), read(once)];
  return [
    ...(twice === once ? [] : ['is formatted otherwise the second time']),
    ...(sameTree(before.file, after.file) ? [] : ['has another tree']),
    ...(commentsOf(before) === commentsOf(after) ? [] : ['has other comments']),
    ...(/[ \t]\n/.test(withoutStrings(once, after)) ? ['has blanks at the ends of lines'] : []),
    ...(/[^\n]\n$/.test(once) ? [] : ['does not end with one line end']),
  ];
}

function read(text: string): Parsed {
  const source = { path: 'a.yaral', text };
  return parse(source, new Reporter(source));
}

/** All comments, without the white space that moves with them. A comment may change sides with an operator. */
function commentsOf({ tokens }: Parsed): string {
  return tokens
    .filter(({ kind }) => kind === 'line-comment' || kind === 'block-comment')
    .map(({ text }) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .join('\n'),
    )
    .join('\n');
}

function withoutStrings(text: string, { tokens }: Parsed): string {
  let rest = text;
  for (const token of tokens.toReversed()) {
    if (token.kind === 'raw-string')
      rest = `${rest.slice(0, token.start)}x${rest.slice(token.end)}`;
  }
  return rest;
}
