import type { Comparison, Expression, Path } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import { fieldName } from './field.ts';
import type { Finding, Lint, LintContext } from './lint.ts';
import { excludes } from './pattern-test.ts';

export const repeatedNegation: Lint = {
  id: 'CHR122',
  title: '!= or not on a repeated field',
  severity: 'warning',
  text:
    'A condition on a repeated field asks whether some element meets it. So $e.principal.ip != "10.0.0.1" holds for an event ' +
    'from 10.0.0.1 that has a second address, and for one without any. Where no element may be it, write all: ' +
    'all $e.principal.ip != "10.0.0.1". Where one element is meant, bind it to a placeholder first, or test the same field ' +
    'elsewhere in events: all tests of one event then look at the same element.',
  bad: '$e.metadata.event_type = "NETWORK_CONNECTION"\n$e.principal.ip != "10.0.0.1"',
  good: '$e.metadata.event_type = "NETWORK_CONNECTION"\nall $e.principal.ip != "10.0.0.1"',
  fixable: false,
  find: (context) => {
    const { index } = context.symbols;
    const tests: readonly Expression[] = [
      ...index.of('comparison', 'events'),
      ...index.of('membership', 'events'),
      ...index.of('call', 'events'),
    ];
    const negated = tests.flatMap((node) => {
      const subject = subjectOf(node, context);
      return subject !== undefined && excludes(node, index) ? [{ node, subject }] : [];
    });
    if (negated.length === 0) return [];
    const held = elementsHeld(context, new Set(negated.map(({ subject }) => subject)));
    return negated.flatMap(({ node, subject }) =>
      held.has(elementOf(subject)) ? [] : findingAt(node, subject),
    );
  },
};

/** The repeated field that a condition tests against something fixed; undefined for other conditions. */
function subjectOf(node: Expression, { fields }: LintContext): Path | undefined {
  const path = testedPath(node);
  const found = path === undefined ? undefined : fields(path);
  return found !== undefined && found.repeated > 0 && !found.map ? path : undefined;
}

/** Functions that are conditions on their first argument. */
const CONDITIONS: ReadonlySet<string> = new Set(['re.regex', 'net.ip_in_range_cidr']);

function testedPath(node: Expression): Path | undefined {
  if (node.kind === 'membership') return plainPath(node.subject);
  if (node.kind === 'comparison') return comparedPath(node);
  if (node.kind !== 'call' || !CONDITIONS.has(node.name)) return undefined;
  const [subject] = node.arguments;
  return subject === undefined || subject.kind === 'named-argument'
    ? undefined
    : plainPath(subject);
}

/** `!= ""` asks for an element that is there, and says what it means. */
function comparedPath({ operator, left, right }: Comparison): Path | undefined {
  if (operator !== '=' && operator !== '!=') return undefined;
  const [from, to] = [ungrouped(left), ungrouped(right)];
  for (const [path, value] of [
    [from, to],
    [to, from],
  ] as const) {
    const fixed = value.kind === 'regex' || (value.kind === 'string' && value.value !== '');
    if (fixed) return plainPath(path);
  }
  return undefined;
}

function plainPath(expression: Expression): Path | undefined {
  const here = ungrouped(expression);
  return here.kind === 'path' && here.root !== undefined ? here : undefined;
}

/** Elements of events that something else in `events` holds on to, so that a negated test is about that one. */
function elementsHeld(
  { symbols, fields }: LintContext,
  negated: ReadonlySet<Path>,
): ReadonlySet<string> {
  const held = new Set<string>();
  for (const { paths } of symbols.events.values()) {
    for (const path of paths) {
      if (negated.has(path) || symbols.index.parentOf(path)?.kind === 'quantified') continue;
      if ((fields(path)?.repeated ?? 0) > 0) held.add(elementOf(path));
    }
  }
  return held;
}

/** The variable and the field: two tests of one such look at the same element (yara-l §4.4). */
function elementOf(path: Path): string {
  return `${path.root?.name ?? ''} ${fieldName(path)}`;
}

function findingAt(node: Expression, subject: Path): readonly Finding[] {
  const name = `$${subject.root?.name ?? ''}.${fieldName(subject)}`;
  return [
    {
      span: node.span,
      message: `this holds as soon as one element of ${name} is something else`,
      hint:
        node.kind === 'membership'
          ? `bind it first: ${name} = $element, and test $element`
          : node.kind === 'call'
            ? `write not ${node.name}(any ${name}, …) if no element may be it`
            : `write all ${name} != … if no element may be it`,
    },
  ];
}
