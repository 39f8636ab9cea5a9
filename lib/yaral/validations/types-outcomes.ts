import type { CheckContext } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { typeName, type Type } from '../types.ts';

/** TYP020, TYP022: an outcome is a number, a string or a list, and `$risk_score` a number. */
export function checkOutcomeTypes({ symbols, reporter, typeOf }: CheckContext): void {
  for (const { variable, value } of symbols.index.of('assignment')) {
    const { name } = variable;
    const type = typeOf(value);
    if (NO_VALUES.has(type.kind)) {
      reporter.report('TYP020', ungrouped(value).span, { name, type: typeName(type) });
    } else if (name === 'risk_score' && NO_SCORES.has(type.kind)) {
      reporter.report('TYP022', ungrouped(value).span, { type: typeName(type) });
    }
  }
}

const NO_VALUES: ReadonlySet<Type['kind']> = new Set<Type['kind']>([
  'bool',
  'regex',
  'duration',
  'reference',
  'event',
  'null',
]);

const NO_SCORES: ReadonlySet<Type['kind']> = new Set<Type['kind']>([
  'string',
  'enum',
  'bytes',
  'list',
]);
