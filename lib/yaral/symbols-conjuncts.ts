import type { Comparison, Expression, Variable } from './ast.ts';
import { namesIn, ungrouped, type NamesIn } from './symbols-names.ts';

/** One of the demands of `events` that must all hold: a statement, or a part of one between `and`. */
export interface Conjunct {
  /** Without parentheses around it. */
  readonly node: Expression;
}

/** `$name = value` or `value = $name` in `events`, where no function holds it. */
export interface Equation {
  /** The placeholder, without `$`. */
  readonly name: string;
  readonly node: Comparison;
  /** The other side, without parentheses. */
  readonly value: Expression;
  /** What the other side depends on. */
  readonly names: NamesIn;
  /** The other side has a field or a column of a data table, so it gives the placeholder a value. */
  readonly binds: boolean;
  /** It stands below `or` or `not`. */
  readonly conditional: boolean;
}

/** Takes statements apart at every `and` that is not below `or` or `not`. */
export function conjunctsOf(statements: readonly Expression[]): readonly Conjunct[] {
  const found: Conjunct[] = [];
  const visit = (statement: Expression): void => {
    const node = ungrouped(statement);
    if (node.kind !== 'logical' || node.operator !== 'and') found.push({ node });
    else for (const operand of node.operands) visit(operand);
  };
  for (const statement of statements) visit(statement);
  return found;
}

/** The equations of placeholders in conjuncts, those below `or` and `not` too. */
export function equationsIn(conjuncts: readonly Conjunct[]): readonly Equation[] {
  const found: Equation[] = [];
  const visit = (expression: Expression, conditional: boolean): void => {
    const here = ungrouped(expression);
    if (here.kind === 'comparison') {
      if (here.operator === '=') collectSides(here, conditional, found);
    } else if (here.kind === 'nocase') visit(here.operand, conditional);
    else if (here.kind === 'not') visit(here.operand, true);
    else if (here.kind === 'logical') for (const operand of here.operands) visit(operand, true);
  };
  for (const { node } of conjuncts) visit(node, false);
  return found;
}

/** `$a = $b` is an equation of both, and binds neither (yara-l §3.1). */
function collectSides(node: Comparison, conditional: boolean, found: Equation[]): void {
  const left = ungrouped(node.left);
  const right = ungrouped(node.right);
  if (left.kind === 'variable') found.push(equationOf(left, right, { node, conditional }));
  if (right.kind === 'variable') found.push(equationOf(right, left, { node, conditional }));
}

function equationOf(
  { name }: Variable,
  value: Expression,
  { node, conditional }: Pick<Equation, 'node' | 'conditional'>,
): Equation {
  const names = namesIn(value);
  const binds = names.events.size > 0 || names.tables.size > 0;
  return { name, node, value, names, binds, conditional };
}
