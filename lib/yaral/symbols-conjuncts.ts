import type { Comparison, Expression } from './ast.ts';
import { namesIn, ungrouped, type NamesIn } from './symbols-names.ts';

/** One of the demands of `events` that must all hold: a statement, or a part of one between `and`. */
export interface Conjunct {
  /** Without parentheses around it. */
  readonly node: Expression;
  readonly names: NamesIn;
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
  return statements.flatMap((statement) => {
    const node = ungrouped(statement);
    return node.kind === 'logical' && node.operator === 'and'
      ? conjunctsOf(node.operands)
      : [{ node, names: namesIn(node) }];
  });
}

/** The equations of placeholders in a conjunct, those below `or` and `not` too. */
export function equationsIn({ node }: Conjunct): readonly Equation[] {
  const found: Equation[] = [];
  const visit = (expression: Expression, conditional: boolean): void => {
    const here = ungrouped(expression);
    if (here.kind === 'nocase') visit(here.operand, conditional);
    else if (here.kind === 'not') visit(here.operand, true);
    else if (here.kind === 'logical') for (const operand of here.operands) visit(operand, true);
    else if (here.kind === 'comparison' && here.operator === '=')
      found.push(...sidesOf(here, conditional));
  };
  visit(node, false);
  return found;
}

/** `$a = $b` is an equation of both, and binds neither (yara-l §3.1). */
function sidesOf(node: Comparison, conditional: boolean): readonly Equation[] {
  const left = ungrouped(node.left);
  const right = ungrouped(node.right);
  return [
    [left, right],
    [right, left],
  ].flatMap(([variable, value]) => {
    if (variable?.kind !== 'variable' || value === undefined) return [];
    const names = namesIn(value);
    const binds = names.events.size > 0 || names.tables.size > 0;
    return [{ name: variable.name, node, value, names, binds, conditional }];
  });
}
