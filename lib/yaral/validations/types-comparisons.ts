import type { Comparison, Expression, Membership } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { compareTypes } from '../types-compare.ts';
import { isNumber, typeName, type Type } from '../types.ts';
import { shortSource, sourceOf } from './types-source.ts';

/** TYP001 to TYP005, CMP003: both sides of a comparison go together. */
export function checkComparisons(context: CheckContext): void {
  const { symbols } = context;
  const demands = new Set(symbols.index.of('comparison', 'condition'));
  for (const node of symbols.index.of('comparison')) {
    if (demands.has(node) && !isOfOutcomes(node, context)) continue;
    checkComparison(context, node);
  }
  for (const node of symbols.index.of('membership')) checkMembership(context, node);
}

/** What a condition may not name at all, and how it may compare lists and text, is said by other checks. */
function isOfOutcomes({ operator, left, right }: Comparison, context: CheckContext): boolean {
  const { symbols, typeOf } = context;
  const ordered = operator !== '=' && operator !== '!=';
  return [ungrouped(left), ungrouped(right)].every((side) => {
    if (side.kind === 'path' || side.kind === 'count') return false;
    const type = typeOf(side);
    if (type.kind === 'list') return false;
    if (side.kind !== 'variable') return true;
    return symbols.outcomes.has(side.name) && !(ordered && type.kind === 'string');
  });
}

function checkComparison(context: CheckContext, node: Comparison): void {
  const { reporter, typeOf } = context;
  const { operator } = node;
  const left = ungrouped(node.left);
  const right = ungrouped(node.right);
  if (isConstant(left) && isConstant(right)) {
    reporter.report('TYP002', node.span, {});
    return;
  }
  const before = typeOf(left);
  const after = typeOf(right);
  const literal = left.kind === 'string' || right.kind === 'string';
  const fault = compareTypes(operator, before, after, { literal });
  if (fault === undefined) return;
  // The constant is what is wrong, if one side is one.
  const constant = isConstant(left) ? left : isConstant(right) ? right : undefined;
  const other = constant === left ? right : left;
  const { span } = constant ?? node;
  switch (fault) {
    case 'incompatible': {
      const words = {
        left: typeName(typeOf(other)),
        right: typeName(constant === left ? before : after),
      };
      reporter.report('TYP001', span, { ...words, instead: instead(context, other, constant) });
      return;
    }
    case 'regex': {
      const field = shortSource(reporter, other.span, 'value');
      const text =
        isNumber(typeOf(other)) && constant !== undefined
          ? `strings.concat(${field}, "") ${operator} ${sourceOf(reporter, constant.span)}`
          : undefined;
      reporter.report('TYP003', span, { type: typeName(typeOf(other)), instead: text });
      return;
    }
    case 'regex-enum':
      reporter.report('TYP004', span, {
        what: 'a regular expression',
        name: enumName(before, after),
      });
      return;
    case 'unordered': {
      const type =
        [before, after].find((side) => !isNumber(side) && side.kind !== 'string') ?? before;
      reporter.report('TYP005', node.span, { type: typeName(type), operator });
      return;
    }
    case 'undocumented':
      reporter.report('CMP003', node.span, { operator });
      return;
  }
}

function enumName(...types: readonly Type[]): string {
  return types.flatMap((type) => (type.kind === 'enum' ? [type.name] : []))[0] ?? 'an enum';
}

/** What was probably meant by a constant of the wrong type. */
function instead(
  { reporter, typeOf }: CheckContext,
  other: Expression,
  constant: Expression | undefined,
): string | undefined {
  if (constant === undefined) return undefined;
  const type = typeOf(other);
  const written = sourceOf(reporter, constant.span);
  if (
    constant.kind === 'string' &&
    isNumber(type) &&
    /^(\d+(\.\d+)?|0x[\da-f]{1,12})$/i.test(constant.value)
  ) {
    return `${Number(constant.value)} without quotes`;
  }
  if (
    constant.kind === 'string' &&
    type.kind === 'bool' &&
    /^(true|false)$/i.test(constant.value)
  ) {
    return `${constant.value.toLowerCase()} without quotes`;
  }
  if (type.kind === 'string' && NUMBERS.has(constant.kind)) return `"${written}"`;
  if (constant.kind === 'list-reference') return `in ${written}`;
  return constant.kind === 'null' ? 'is null, or compare with the empty value' : undefined;
}

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'float', 'duration', 'boolean']);

const CONSTANTS: ReadonlySet<string> = new Set(
  'string regex integer float duration boolean null'.split(' '),
);

function isConstant(expression: Expression): boolean {
  if (expression.kind === 'negation') return isConstant(ungrouped(expression.operand));
  return (
    CONSTANTS.has(expression.kind) ||
    (expression.kind === 'list-reference' && expression.column === undefined)
  );
}

/** Lists hold text: numbers must be written out before they are looked for (yara-l §5.13). */
function checkMembership(context: CheckContext, { subject, mode, list }: Membership): void {
  const { reporter, typeOf } = context;
  const type = typeOf(subject);
  if (type.kind === 'enum' && mode === 'regex') {
    reporter.report('TYP004', subject.span, { what: 'a regular expression', name: type.name });
    return;
  }
  if (list.kind === 'list') {
    for (const item of list.items) {
      const fault = compareTypes('=', type, typeOf(item), { literal: true });
      if (fault !== 'incompatible') continue;
      const facts = { left: typeName(type), right: typeName(typeOf(item)) };
      reporter.report('TYP001', item.span, { ...facts, instead: instead(context, subject, item) });
    }
    return;
  }
  const column = list.kind !== 'list-reference' || list.column !== undefined;
  if (column || (!isNumber(type) && type.kind !== 'bool' && type.kind !== 'list')) return;
  const test = `${mode === 'plain' ? 'in' : `in ${mode}`} ${sourceOf(reporter, list.span)}`;
  const written = shortSource(reporter, subject.span, 'value');
  const text = isNumber(type) ? `strings.concat(${written}, "") ${test}` : undefined;
  if (mode === 'regex')
    reporter.report('TYP003', subject.span, { type: typeName(type), instead: text });
  else
    reporter.report('TYP001', subject.span, {
      left: typeName(type),
      right: 'a list of strings',
      instead: text,
    });
}
