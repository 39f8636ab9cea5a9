import type { Expression } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import type { EventVariable } from '../symbols.ts';
import { fieldName } from './field.ts';
import type { Lint } from './lint.ts';

/** Google advises to narrow by these first: events are told apart by them before anything else is read (yara-l §3.3, lint). */
const FILTERS: ReadonlySet<string> = new Set([
  'metadata.event_type',
  'metadata.log_type',
  'metadata.base_labels.log_types',
]);

/** These keep events of other products out, but every event is read for it. */
const PRODUCTS: ReadonlySet<string> = new Set([
  'metadata.vendor_name',
  'metadata.product_name',
  'metadata.product_event_type',
]);

export const eventFilter: Lint = {
  id: 'CHR110',
  title: 'an event variable without a filter on event type or log type',
  severity: 'warning',
  text:
    'Without metadata.event_type or metadata.log_type the rule is run over every event of the tenant: it is slow, its hunts are, ' +
    'and fields of other products can match by accident. A filter counts if it must hold: not below not, and in every branch ' +
    'of an or. Where a vendor or product is demanded only the cost is left, and this is but an info.',
  bad: '$e.principal.hostname = "bastion"',
  good: '$e.metadata.event_type = "USER_LOGIN"\n$e.principal.hostname = "bastion" nocase',
  fixable: false,
  find: ({ symbols }) => {
    const open = new Map<string, EventVariable>();
    for (const one of symbols.events.values()) if (one.source === 'udm') open.set(one.name, one);
    for (const { node } of symbols.conjuncts) {
      for (const name of narrowedBy(node, FILTERS)) open.delete(name);
      // Filters are written first.
      if (open.size === 0) return [];
    }
    const bound = new Set(symbols.conjuncts.flatMap(({ node }) => narrowedBy(node, PRODUCTS)));
    return Array.from(open.values(), ({ name, first }) => ({
      span: first.span,
      message: `nothing narrows $${name} to an event type or a log type`,
      hint: `add $${name}.metadata.event_type = "…" or $${name}.metadata.log_type = "…"`,
      ...(bound.has(name) ? { minor: true } : {}),
    }));
  },
};

/** The event variables that a condition narrows by one of the fields whenever it holds. */
function narrowedBy(expression: Expression, fields: ReadonlySet<string>): readonly string[] {
  const here = ungrouped(expression);
  if (here.kind === 'nocase') return narrowedBy(here.operand, fields);
  if (here.kind === 'logical') {
    if (here.operator === 'and') return here.operands.flatMap((one) => narrowedBy(one, fields));
    return here.operands
      .map((operand) => narrowedBy(operand, fields))
      .reduce((names, others) => names.filter((name) => others.includes(name)));
  }
  if (here.kind === 'comparison') {
    if (here.operator === '!=') return NONE;
    const left = variableOf(here.left, fields);
    const right = variableOf(here.right, fields);
    return left.length === 0 ? right : [...left, ...right];
  }
  if (here.kind === 'membership') return here.negated ? NONE : variableOf(here.subject, fields);
  return here.kind === 'call' && here.name === 're.regex' ? variableOf(here, fields) : NONE;
}

const NONE: readonly string[] = [];

/** The variable whose field an expression reads, if it is one of the fields; through functions too. */
function variableOf(expression: Expression, fields: ReadonlySet<string>): readonly string[] {
  const here = ungrouped(expression);
  if (here.kind === 'quantified') return variableOf(here.operand, fields);
  if (here.kind === 'call') {
    const first = here.arguments[0];
    return first === undefined || first.kind === 'named-argument'
      ? NONE
      : variableOf(first, fields);
  }
  const last = here.kind === 'path' ? here.segments.at(-1) : undefined;
  if (here.kind !== 'path' || last?.kind !== 'field' || !ENDS.has(last.name)) return NONE;
  return fields.has(fieldName(here)) ? [here.root?.name ?? ''] : NONE;
}

/** The last words of all fields that narrow, so that most paths need not be spelt out. */
const ENDS: ReadonlySet<string> = new Set(
  [...FILTERS, ...PRODUCTS].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);
