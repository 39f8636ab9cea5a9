import type { Span } from '../diagnostics/diagnostic.ts';
import type { Expression, Node, Path } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { childrenOf } from './walk.ts';

/**
 * Reports what is grammatical but no condition (PAR020): a literal between `and`, `or`, `not` or as a statement, and,
 * in rules, a field without an event variable. `predicate` says that the expression itself must be a condition.
 */
export function checkPredicates(cursor: Cursor, expression: Expression, predicate: boolean): void {
  if (predicate) reportLiteral(cursor, expression, undefined);
  if (cursor.doubtful) checkBelow(cursor, expression, undefined);
  cursor.doubtful = false;
}

/** Whether an expression is a literal, and so no condition. */
export function isBareLiteral(expression: Expression): boolean {
  return LITERALS.has(bare(expression).kind);
}

function bare(expression: Expression): Expression {
  return expression.kind === 'nocase' ? expression.operand : expression;
}

function checkBelow(cursor: Cursor, node: Node, parent: Node | undefined): void {
  if (node.kind === 'logical') {
    for (const [index, operand] of node.operands.entries()) {
      reportLiteral(cursor, operand, node.operands[index - 1]);
    }
  } else if (node.kind === 'not') reportLiteral(cursor, node.operand, undefined);
  else if (node.kind === 'path' && node.root === undefined && cursor.reading.form === 'rule') {
    reportField(cursor, node, parent);
  }
  for (const child of childrenOf(node)) checkBelow(cursor, child, node);
}

const LITERALS: ReadonlySet<string> = new Set(
  'string regex integer float duration null list-reference'.split(' '),
);

function reportLiteral(cursor: Cursor, operand: Expression, before: Expression | undefined): void {
  const { kind, span } = bare(operand);
  if (!LITERALS.has(kind) || cursor.excuses(span)) return;
  const found = sourceOf(cursor, span);
  const compared = before === undefined ? undefined : bare(before);
  const instead =
    compared?.kind === 'comparison'
      ? `${sourceOf(cursor, compared.left.span)} ${compared.operator} ${found}`
      : undefined;
  cursor.reporter.report('PAR020', span, { found, what: 'literal', instead });
}

/** Paths that stand alone in rules too. */
const ALONE: ReadonlySet<string> = new Set(['window_start', 'window_end']);

function reportField(cursor: Cursor, path: Path, parent: Node | undefined): void {
  if (parent?.kind === 'named-argument' || cursor.excuses(path.span)) return;
  const found = sourceOf(cursor, path.span);
  if (ALONE.has(found.toLowerCase())) return;
  const field = path.segments.length > 1;
  const instead = field
    ? `$e.${found} for a field of $e`
    : `$${found} for a variable, "${found}" for a text`;
  cursor.reporter.report('PAR020', path.span, { found, what: 'field', instead });
}

function sourceOf(cursor: Cursor, { start, end }: Span): string {
  return cursor.reporter.source.text.slice(start, end);
}
