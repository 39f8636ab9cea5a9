import type { Expression, Path } from '../ast.ts';
import type { EventVariable, Symbols } from '../symbols.ts';

/**
 * A statement that would join a variable with others, as advice: with a placeholder that those have if they have one,
 * by the field that it is bound to.
 */
export function joiningStatement(
  { name, source }: EventVariable,
  others: readonly EventVariable[],
  { placeholders }: Symbols,
): string {
  const names = new Set(others.map((other) => other.name));
  for (const placeholder of placeholders.values()) {
    for (const { value, names: used } of placeholder.bindings) {
      if (!isPlain(value) || ![...used.events].every((event) => names.has(event))) continue;
      return `$${name}${tailFor(value, source)} = $${placeholder.name}`;
    }
  }
  const [other] = others;
  const tail = source === 'graph' ? '.graph.entity.hostname' : '.principal.hostname';
  return `$${name}${tail} = $${other?.name ?? 'e'}.principal.hostname`;
}

function isPlain(value: Expression): value is Path {
  return value.kind === 'path' && value.root !== undefined;
}

/** The path without its variable; of an event for an entity, and the other way round, only an example. */
function tailFor({ segments }: Path, source: EventVariable['source']): string {
  const fields = segments.flatMap((segment) => (segment.kind === 'field' ? [segment.name] : []));
  const plain = fields.length === segments.length;
  const foreign = fields[0] === 'graph' || fields[0] === 'detection';
  if (!plain || foreign !== (source !== 'udm')) {
    return source === 'graph' ? '.graph.entity.hostname' : '.principal.hostname';
  }
  return `.${fields.join('.')}`;
}
