import type { Expression, Path } from '../ast.ts';
import { sectionOf } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import { nodesOf } from '../walk.ts';
import { fieldName, pathRead } from './field.ts';
import type { Finding, Lint, LintContext } from './lint.ts';

/** Never empty in an event that the service has stored. */
const ALWAYS_SET: ReadonlySet<string> = new Set([
  'metadata.id',
  'metadata.log_type',
  'metadata.event_type',
  'metadata.event_timestamp.seconds',
  'metadata.ingested_timestamp.seconds',
]);

export const emptyJoin: Lint = {
  id: 'CHR124',
  title: 'a join that also joins what is empty',
  severity: 'warning',
  text:
    'A field that is not set reads as "" or 0, and "" = "" holds: two events that both lack the joined field are joined. Only ' +
    'match variables that are bound to a plain field are kept from being empty (unless allow_zero_values is true). ' +
    'Demand a value on one side: $a.principal.hostname != "".',
  bad: '$a.metadata.event_type = "USER_LOGIN"\n$a.principal.ip = $ip\n$b.metadata.event_type = "USER_LOGOUT"\n$b.principal.ip = $ip\n$a.principal.hostname = $b.principal.hostname\nmatch:\n  $ip over 1h\ncondition:\n  $a and $b',
  good: '$a.metadata.event_type = "USER_LOGIN"\n$a.principal.ip = $ip\n$b.metadata.event_type = "USER_LOGOUT"\n$b.principal.ip = $ip\n$a.principal.hostname = $b.principal.hostname\n$a.principal.hostname != ""\nmatch:\n  $ip over 1h\ncondition:\n  $a and $b',
  fixable: false,
  find: (context) => {
    const { conjuncts, events } = context.symbols;
    if (events.size < 2) return [];
    const guarded = new Set<string>();
    for (const { node } of conjuncts) for (const name of guards(node)) guarded.add(name);
    return [...directJoins(context, guarded), ...placeholderJoins(context, guarded)];
  },
};

/** `$a.f = $b.g`. */
function directJoins(context: LintContext, guarded: ReadonlySet<string>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { node } of context.symbols.conjuncts) {
    const here = node.kind === 'nocase' ? ungrouped(node.operand) : node;
    if (here.kind !== 'comparison' || here.operator !== '=') continue;
    const left = ungrouped(here.left);
    const right = ungrouped(here.right);
    if (left.kind !== 'path' || right.kind !== 'path') continue;
    if (left.root === undefined || right.root === undefined) continue;
    if (left.root.name === right.root.name) continue;
    if (isSafe(left, context, guarded) || isSafe(right, context, guarded)) continue;
    const zero = zeroOf(left, context);
    if (zero === undefined) continue;
    findings.push(finding(here, 'both fields', `$${left.root.name}.${fieldName(left)}`, zero));
  }
  return findings;
}

/** `$a.f = $p` and `$b.g = $p`, where $p is no match variable that the service guards. */
function placeholderJoins(context: LintContext, guarded: ReadonlySet<string>): readonly Finding[] {
  const { placeholders, matches } = context.symbols;
  const findings: Finding[] = [];
  for (const { name, bindings, events, first } of placeholders.values()) {
    if (events.size < 2 || guarded.has(`$${name}`)) continue;
    const path = bindings.map(({ value }) => value).find((value) => value.kind === 'path');
    if (matches.has(name) && path !== undefined && !allowsZeroes(context)) continue;
    // A value made by a function counts as guarded if what it is made from is.
    const read = bindings.flatMap(({ value }) => nodesOf(value, 'path'));
    if (read.some((one) => isSafe(one, context, guarded))) continue;
    const zero = path === undefined ? '""' : zeroOf(path, context);
    if (zero === undefined) continue;
    findings.push(finding(first, `all that is bound to $${name}`, `$${name}`, zero));
  }
  return findings;
}

function finding(node: Expression, what: string, guard: string, zero: string): Finding {
  return {
    span: node.span,
    message: `this join holds too where ${what} is empty`.replace(
      'both fields is',
      'both fields are',
    ),
    hint: `add ${guard} != ${zero}`,
  };
}

function isSafe(path: Path, { fields }: LintContext, guarded: ReadonlySet<string>): boolean {
  return (
    ALWAYS_SET.has(fieldName(path)) ||
    guarded.has(keyOf(path)) ||
    fields(path)?.type.kind === 'enum'
  );
}

/** What an unset field reads as, to be written in a rule; undefined where nothing sensible can be. */
function zeroOf(path: Path, { fields }: LintContext): string | undefined {
  const type = fields(path)?.type;
  if (type?.kind !== 'scalar' || type.name === 'bool') return undefined;
  return type.name === 'string' || type.name === 'bytes' ? '""' : '0';
}

function allowsZeroes({ rule }: LintContext): boolean {
  return (
    sectionOf(rule, 'options')?.entries.some(
      ({ key, value }) =>
        key.text === 'allow_zero_values' && value.kind === 'boolean' && value.value,
    ) ?? false
  );
}

function keyOf(path: Path): string {
  return `${path.root?.name ?? ''}.${fieldName(path)}`;
}

/** Fields and placeholders that a condition demands to be something: `!= ""`, `= "x"`, `> 0`, a list, a pattern. */
function guards(expression: Expression): readonly string[] {
  const here = ungrouped(expression);
  if (here.kind === 'nocase') return guards(here.operand);
  if (here.kind === 'not') return guardsOfNot(here.operand);
  if (here.kind === 'comparison') return guardsOfSides(here.operator, here.left, here.right);
  if (here.kind === 'membership') return here.negated ? NONE : namesOf(here.subject);
  if (here.kind === 'null-test') return here.negated ? namesOf(here.subject) : NONE;
  if (here.kind === 'logical') {
    const each = here.operands.map((operand) => guards(operand));
    if (here.operator === 'and') return each.flat();
    const [first, ...others] = each;
    return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
  }
  if (here.kind !== 'call' || !CONDITIONS.has(here.name)) return NONE;
  const subject = here.arguments[0];
  return subject === undefined || subject.kind === 'named-argument' ? NONE : namesOf(subject);
}

const NONE: readonly string[] = [];

/** Functions that an empty text does not satisfy, but for patterns that match anything. */
const CONDITIONS: ReadonlySet<string> = new Set(['re.regex', 'net.ip_in_range_cidr']);

/** `not $e.f = ""`. */
function guardsOfNot(operand: Expression): readonly string[] {
  const here = ungrouped(operand);
  if (here.kind === 'null-test') return here.negated ? NONE : namesOf(here.subject);
  if (here.kind !== 'comparison' || here.operator !== '=') return NONE;
  return guardsOfSides('!=', here.left, here.right);
}

function guardsOfSides(operator: string, left: Expression, right: Expression): readonly string[] {
  const from = ungrouped(left);
  const to = ungrouped(right);
  const value = valueOf(from) === undefined ? to : from;
  const other = value === to ? from : to;
  const found = valueOf(value);
  if (found === undefined) return NONE;
  const empty = found === '' || found === 0;
  const demands = operator === '=' ? !empty : operator === '!=' ? empty : true;
  return demands ? namesOf(other) : NONE;
}

/** A literal's value; a pattern counts as one that an empty text does not meet. */
function valueOf(node: Expression): string | number | undefined {
  if (node.kind === 'string' || node.kind === 'integer') return node.value;
  return node.kind === 'regex' ? node.pattern : undefined;
}

function namesOf(expression: Expression): readonly string[] {
  const here = ungrouped(expression);
  if (here.kind === 'variable') return [`$${here.name}`];
  const path = pathRead(here);
  return path === undefined ? NONE : [keyOf(path)];
}
