import type { Expression, Nocase } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { typeName, type Type } from '../types.ts';

/** TYP004, TYP008, TYP014: `nocase` stands after a comparison of text. */
export function checkNocase(context: CheckContext): void {
  for (const node of context.symbols.index.of('nocase')) checkOne(context, node);
}

function checkOne(context: CheckContext, node: Nocase): void {
  const { reporter, typeOf } = context;
  const operand = ungrouped(node.operand);
  // The word itself is what is wrong.
  const { end } = node.span;
  const span = { start: end - 'nocase'.length, end };
  if (operand.kind === 'membership' && operand.mode === 'cidr') {
    reporter.report('TYP014', span, {});
    return;
  }
  const ordered =
    operand.kind === 'comparison' && operand.operator !== '=' && operand.operator !== '!=';
  const sides = comparedIn(operand);
  if (sides === undefined) {
    // Of what is no condition at all that is said.
    if (typeOf(operand).kind !== 'unknown') {
      reporter.report('TYP008', span, { why: 'expression', type: typeName(typeOf(operand)) });
    }
    return;
  }
  if (ordered) {
    reporter.report('TYP008', span, { why: 'operator', type: '' });
    return;
  }
  const types = sides.map(typeOf);
  const enumerated = types.find((type) => type.kind === 'enum');
  const other = types.find(isNoText);
  if (enumerated?.kind === 'enum') {
    reporter.report('TYP004', span, { what: 'nocase', name: enumerated.name });
  } else if (other !== undefined) {
    reporter.report('TYP008', span, { why: 'type', type: typeName(other) });
  }
}

/** What `nocase` would fold; undefined where it cannot stand. */
function comparedIn(operand: Expression): readonly Expression[] | undefined {
  if (operand.kind === 'comparison') return [operand.left, operand.right];
  if (operand.kind === 'membership') return [operand.subject];
  if (operand.kind === 'call') return FOLDING.has(operand.name) ? [] : undefined;
  return operand.kind === 'invalid' ? [] : undefined;
}

/** Calls that compare text. */
const FOLDING: ReadonlySet<string> = new Set([
  're.regex',
  'strings.contains',
  'strings.starts_with',
  'strings.ends_with',
]);

function isNoText({ kind }: Type): boolean {
  return ['int', 'uint', 'float', 'bool', 'bytes', 'list', 'duration'].includes(kind);
}
