import type {
  GraphAppend,
  GraphFilter,
  MatchSection,
  Rule,
  RuleFile,
  Section,
  Window,
} from './ast.ts';
import {
  concat,
  concatAll,
  EMPTY,
  group,
  HARD,
  indent,
  LINE,
  NOTHING,
  SOFT,
  SPACE,
  type Doc,
} from './printer-doc.ts';
import { printExpression, printInner, printValue } from './printer-expression.ts';
import type { TokenFeed } from './printer-feed.ts';

/** A whole file; comments behind the last rule come last. */
export function printRules(feed: TokenFeed, { rules }: RuleFile, columns: ColumnOf): Doc {
  const printed = rules.map((rule, index) =>
    concat(...(index === 0 ? [] : [HARD, EMPTY]), printRule(feed, rule, columns)),
  );
  return concat(concatAll(printed), HARD, feed.takeComments());
}

/** The column, from 0, of an offset in the source. */
export type ColumnOf = (offset: number) => number;

/** `rule NAME {`, an empty line before each section, `}` at the first column. */
function printRule(feed: TokenFeed, rule: Rule, columns: ColumnOf): Doc {
  const head = concat(feed.take(true), SPACE, feed.take(), SPACE, feed.take());
  const sections = rule.sections.map((section, index) => {
    const column = columns(section.head.start);
    const end = index === 0 ? NOTHING : feed.takeCommentsOfSectionBefore(column);
    return concat(indent(indent(HARD, end)), indent(HARD, EMPTY, printSection(feed, section)));
  });
  const end = feed.takeComments();
  return concat(head, concatAll(sections), indent(indent(HARD, end)), HARD, feed.take());
}

function printSection(feed: TokenFeed, section: Section): Doc {
  const head = concat(feed.take(true), feed.take());
  return concat(head, indent(concatAll(linesOf(feed, section))));
}

function linesOf(feed: TokenFeed, section: Section): readonly Doc[] {
  switch (section.kind) {
    case 'meta':
    case 'options':
      return lines(feed, section.entries, ({ value }) =>
        concat(feed.take(), SPACE, feed.take(), SPACE, printExpression(feed, value)),
      );
    case 'setup':
      return lines(feed, section.operations, (operation) => printOperation(feed, operation));
    case 'events':
      return lines(feed, section.statements, (statement) => printExpression(feed, statement));
    case 'match':
      return lines(feed, [section], (match) => printMatch(feed, match));
    case 'outcome':
      return lines(feed, section.assignments, ({ value }) =>
        concat(feed.take(), SPACE, feed.take(), printValue(feed, value)),
      );
    case 'condition':
      return lines(feed, [section.expression], (expression) => printInner(feed, expression));
    case 'export':
      return lines(feed, section.calls, (call) => printExpression(feed, call));
  }
}

/** Each on a line, the comments before it above. */
function lines<T>(feed: TokenFeed, items: readonly T[], print: (item: T) => Doc): readonly Doc[] {
  return items.map((item) => concat(HARD, feed.takeComments(), print(item)));
}

function printOperation(feed: TokenFeed, operation: GraphFilter | GraphAppend): Doc {
  const word = feed.take(true);
  const open = feed.take();
  if (operation.kind === 'graph-append') {
    const variable = concat(feed.take(), feed.take());
    return concat(word, SPACE, open, variable, SPACE, feed.take(), feed.take());
  }
  const condition = printInner(feed, operation.condition);
  return concat(word, group(concat(open, indent(SOFT, condition), SOFT, feed.take())));
}

/** `$a, $b over 5m` on one line where it fits. */
function printMatch(feed: TokenFeed, { keys, window }: MatchSection): Doc {
  const parts: Doc[] = [];
  for (const [index, key] of keys.entries()) {
    if (index > 0) parts.push(feed.take(), LINE);
    parts.push(printExpression(feed, key));
  }
  if (window !== undefined) parts.push(SPACE, printWindow(feed, window));
  return group(concatAll(parts));
}

function printWindow(feed: TokenFeed, { form, first, length, pivot }: Window): Doc {
  const words = [feed.take(true)];
  if (form === 'every') words.push(feed.take(true));
  if (first) words.push(feed.take(true));
  words.push(feed.take(true));
  if (/^\d+\s/.test(length.text)) words.push(feed.take(true));
  if (pivot !== undefined) words.push(feed.take(true), feed.take());
  return concat(...words.flatMap((word, index) => (index === 0 ? [word] : [SPACE, word])));
}
