import type { Expression, Path } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import { fieldName } from './field.ts';
import type { Lint } from './lint.ts';

/** By these the service keeps events apart, so that it need not read all of them. */
const FILTERS: ReadonlySet<string> = new Set([
  'metadata.event_type',
  'metadata.log_type',
  'metadata.base_labels.log_types',
]);

export const eventFilter: Lint = {
  id: 'CHR110',
  title: 'an event variable without a filter on event type or log type',
  severity: 'warning',
  text:
    'Without metadata.event_type or metadata.log_type the rule is run over every event of the tenant: it is slow, its hunts are, ' +
    'and fields of other products can match by accident. Vendor and product names do not narrow what is read. ' +
    'A filter counts if it must hold: not below not, and in every branch of an or.',
  bad: '$e.principal.hostname = "bastion"',
  good: '$e.metadata.event_type = "USER_LOGIN"\n$e.principal.hostname = "bastion" nocase',
  fixable: false,
  find: ({ symbols }) => {
    const filtered = new Set(symbols.conjuncts.flatMap(({ node }) => [...filteredBy(node)]));
    return [...symbols.events.values()].flatMap(({ name, source, first }) => {
      if (source !== 'udm' || filtered.has(name)) return [];
      return [
        {
          span: first.span,
          message: `nothing narrows $${name} to an event type or a log type`,
          hint: `add $${name}.metadata.event_type = "…" or $${name}.metadata.log_type = "…"`,
        },
      ];
    });
  },
};

/** The event variables that a condition narrows whenever it holds. */
function filteredBy(expression: Expression): ReadonlySet<string> {
  const here = ungrouped(expression);
  if (here.kind === 'nocase') return filteredBy(here.operand);
  if (here.kind === 'logical') {
    const [first, ...others] = here.operands.map((operand) => filteredBy(operand));
    if (first === undefined) return NONE;
    return here.operator === 'and'
      ? new Set([...first, ...others.flatMap((names) => [...names])])
      : new Set([...first].filter((name) => others.every((names) => names.has(name))));
  }
  if (here.kind === 'comparison') {
    if (here.operator === '!=') return NONE;
    return new Set([...variableOf(here.left), ...variableOf(here.right)]);
  }
  if (here.kind === 'membership') return here.negated ? NONE : variableOf(here.subject);
  if (here.kind !== 'call' || here.name !== 're.regex') return NONE;
  const [subject] = here.arguments;
  return subject === undefined || subject.kind === 'named-argument' ? NONE : variableOf(subject);
}

const NONE: ReadonlySet<string> = new Set();

function variableOf(expression: Expression): ReadonlySet<string> {
  const here = ungrouped(expression);
  if (here.kind === 'quantified') return variableOf(here.operand);
  return isFilter(here) ? new Set([here.root?.name ?? '']) : NONE;
}

function isFilter(expression: Expression): expression is Path {
  return expression.kind === 'path' && FILTERS.has(fieldName(expression));
}
