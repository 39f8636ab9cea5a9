import type { Expression, Path } from '../ast.ts';
import { sectionOf } from '../ast.ts';
import type { Conjunct } from '../symbols-conjuncts.ts';
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
    if (context.symbols.events.size < 2) return [];
    const guarded = new Set(context.symbols.conjuncts.flatMap(({ node }) => [...guards(node)]));
    return [...directJoins(context, guarded), ...placeholderJoins(context, guarded)];
  },
};

/** `$a.f = $b.g`. */
function directJoins(context: LintContext, guarded: ReadonlySet<string>): readonly Finding[] {
  return context.symbols.conjuncts.flatMap(({ node }: Conjunct) => {
    const here = node.kind === 'nocase' ? ungrouped(node.operand) : node;
    if (here.kind !== 'comparison' || here.operator !== '=') return [];
    const [left, right] = [ungrouped(here.left), ungrouped(here.right)];
    if (left.kind !== 'path' || right.kind !== 'path') return [];
    if (left.root === undefined || right.root === undefined) return [];
    if (left.root.name === right.root.name) return [];
    if ([left, right].some((path) => isSafe(path, context, guarded))) return [];
    const zero = zeroOf(left, context);
    if (zero === undefined) return [];
    return [finding(here, 'both fields', `$${left.root.name}.${fieldName(left)}`, zero)];
  });
}

/** `$a.f = $p` and `$b.g = $p`, where $p is no match variable that the service guards. */
function placeholderJoins(context: LintContext, guarded: ReadonlySet<string>): readonly Finding[] {
  const { placeholders, matches } = context.symbols;
  const zeroes = allowsZeroes(context);
  return [...placeholders.values()].flatMap(({ name, bindings, events, first }) => {
    if (events.size < 2 || guarded.has(`$${name}`)) return [];
    const plain = bindings.flatMap(({ value }) => (value.kind === 'path' ? [value] : []));
    if (matches.has(name) && plain.length > 0 && !zeroes) return [];
    // A value made by a function counts as guarded if what it is made from is.
    const read = bindings.flatMap(({ value }) => nodesOf(value, 'path'));
    if (read.some((path) => isSafe(path, context, guarded))) return [];
    const [path] = plain;
    const zero = path === undefined ? '""' : zeroOf(path, context);
    if (zero === undefined) return [];
    return [finding(first, `all that is bound to $${name}`, `$${name}`, zero)];
  });
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
  if (here.kind === 'membership') return here.negated ? [] : namesOf(here.subject);
  if (here.kind === 'null-test') return here.negated ? namesOf(here.subject) : [];
  if (here.kind === 'logical') {
    const each = here.operands.map((operand) => guards(operand));
    if (here.operator === 'and') return each.flat();
    const [first, ...others] = each;
    return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
  }
  if (here.kind !== 'call' || !CONDITIONS.has(here.name)) return [];
  const [subject] = here.arguments;
  return subject === undefined || subject.kind === 'named-argument' ? [] : namesOf(subject);
}

/** Functions that an empty text does not satisfy, but for patterns that match anything. */
const CONDITIONS: ReadonlySet<string> = new Set(['re.regex', 'net.ip_in_range_cidr']);

/** `not $e.f = ""`. */
function guardsOfNot(operand: Expression): readonly string[] {
  const here = ungrouped(operand);
  if (here.kind === 'null-test') return here.negated ? [] : namesOf(here.subject);
  if (here.kind !== 'comparison' || here.operator !== '=') return [];
  return guardsOfSides('!=', here.left, here.right);
}

function guardsOfSides(operator: string, left: Expression, right: Expression): readonly string[] {
  const [from, to] = [ungrouped(left), ungrouped(right)];
  const value = valueOf(from) === undefined ? to : from;
  const other = value === to ? from : to;
  const found = valueOf(value);
  if (found === undefined) return [];
  const empty = found === '' || found === 0;
  const demands = operator === '=' ? !empty : operator === '!=' ? empty : true;
  return demands ? namesOf(other) : [];
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
  return path === undefined ? [] : [keyOf(path)];
}
