import type { Comparison, Expression, Quantified } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { namesIn, ungrouped } from '../symbols-names.ts';
import { plainArguments } from '../types-call.ts';
import { shortSource, sourceOf } from './types-source.ts';

/** FLD009, FLD010, FLD013: `any` and `all` stand before a repeated field. */
export function checkQuantified(context: CheckContext): void {
  const { symbols, fieldOf, reporter } = context;
  for (const node of symbols.index.of('quantified')) {
    const { quantifier } = node;
    const operand = ungrouped(node.operand);
    const found = shortSource(reporter, operand.span, 'this');
    if (operand.kind === 'path') {
      const { found: path, repeated } = fieldOf(operand);
      const read = operand.segments.find(({ kind }) => kind !== 'field')?.kind;
      if (path === undefined || (path.fault !== undefined && path.fault !== 'unindexed')) continue;
      if (read !== undefined) {
        const what = read === 'key' ? 'key' : 'index';
        reporter.report('FLD009', node.span, { quantifier, found, what });
      } else if (!repeated) reporter.report('FLD010', node.span, { quantifier, found });
    } else if (operand.kind === 'variable') {
      // An outcome under a quantifier is reported as such.
      if (symbols.outcomes.has(operand.name)) continue;
      reporter.report('FLD010', node.span, { quantifier, found });
    } else if (operand.kind !== 'invalid') {
      const instead = inside(context, node, operand);
      reporter.report('FLD013', node.span, { quantifier, found, instead });
    }
  }
}

/** The call with the quantifier where it belongs: before the first of its arguments that is repeated. */
function inside(
  { fieldOf, reporter }: CheckContext,
  { quantifier }: Quantified,
  operand: Expression,
): string | undefined {
  if (operand.kind !== 'call') return undefined;
  const argument = plainArguments(operand).find(
    (passed) => passed.kind === 'path' && fieldOf(passed).repeated,
  );
  if (argument === undefined || operand.span.end - operand.span.start > 100) return undefined;
  const { start, end } = operand.span;
  const before = sourceOf(reporter, { start, end: argument.span.start });
  const after = sourceOf(reporter, { start: argument.span.start, end });
  return `${before}${quantifier} ${after}`;
}

/** FLD011, FLD012: a quantified field is compared with a value, in no join, binding or list test. */
export function checkQuantifiedTests(context: CheckContext): void {
  const { symbols, reporter } = context;
  if (symbols.index.of('quantified').length === 0) return;
  for (const comparison of symbols.index.of('comparison', 'events')) {
    checkSides(context, comparison);
  }
  for (const { subject, mode, list, negated } of symbols.index.of('membership')) {
    const quantified = ungrouped(subject);
    if (quantified.kind !== 'quantified') continue;
    const { quantifier, operand } = quantified;
    const found = shortSource(reporter, operand.span, 'the field');
    const test = `${mode === 'plain' ? 'in' : `in ${mode}`} ${shortSource(reporter, list.span, 'the list')}`;
    const instead = `${negated ? 'not ' : ''}${found} ${test}`;
    reporter.report('FLD012', quantified.span, { quantifier, found, instead });
  }
}

function checkSides({ symbols, reporter }: CheckContext, { left, right }: Comparison): void {
  for (const [side, other] of [
    [ungrouped(left), ungrouped(right)],
    [ungrouped(right), ungrouped(left)],
  ]) {
    if (side?.kind !== 'quantified' || other === undefined) continue;
    const own = namesIn(side).events;
    const others = [...namesIn(other).events].filter((name) => !own.has(name));
    const placeholder = other.kind === 'variable' && !symbols.events.has(other.name);
    if (others.length === 0 && !placeholder) continue;
    const { quantifier, operand } = side;
    const found = shortSource(reporter, operand.span, 'the field');
    const what = placeholder ? 'placeholder' : 'join';
    reporter.report('FLD011', side.span, { quantifier, found, what });
    return;
  }
}
