import { valuesNear } from '../../udm/near.ts';
import { enumNamed } from '../../udm/schema.ts';
import type { Expression, StringLiteral } from '../ast.ts';
import type { CheckContext } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';

/** FLD014, FLD015: a literal that stands against an enum is one of its values, and not a deprecated one. */
export function checkEnumValues(context: CheckContext): void {
  const { symbols } = context;
  for (const { left, right } of symbols.index.of('comparison')) {
    checkValue(context, left, right);
    checkValue(context, right, left);
  }
  for (const { subject, list } of symbols.index.of('membership')) {
    if (list.kind !== 'list') continue;
    for (const item of list.items) checkValue(context, subject, item);
  }
}

function checkValue(
  { reporter, typeOf }: CheckContext,
  subject: Expression,
  expression: Expression,
): void {
  const literal = ungrouped(expression);
  if (literal.kind !== 'string') return;
  const type = typeOf(subject);
  if (type.kind !== 'enum') return;
  const { name } = type;
  const known = enumNamed(name);
  const found = literal.value;
  if (known === undefined) return;
  if (!known.values.has(found)) {
    const near = reporter.keepsErrors ? valuesNear(name, found) : [];
    const instead = near.map((value) => quoted(value, literal));
    reporter.report('FLD014', literal.span, { found, name, instead });
  } else if (known.deprecated.has(found)) {
    reporter.report('FLD015', literal.span, { found, name });
  }
}

function quoted(value: string, { form }: StringLiteral): string {
  return form === 'raw' ? `\`${value}\`` : `"${value}"`;
}
