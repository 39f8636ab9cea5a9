import type { Comparison, Expression, Path } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import { fieldName, lastWord } from './field.ts';
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
    const negated: Negated[] = [];
    for (const kind of TESTS) {
      for (const node of index.of(kind)) {
        if (node.kind === 'call' && !CONDITIONS.has(node.name)) continue;
        if (!excludes(node, index) || index.sectionOf(node) !== 'events') continue;
        const subject = subjectOf(node, context);
        if (subject !== undefined) negated.push({ node, subject });
      }
    }
    if (negated.length === 0) return [];
    const held = elementsHeld(context, new Set(negated.map(({ subject }) => subject)));
    return negated
      .filter(({ subject }) => !held.has(elementOf(subject)))
      .map(({ node, subject }) => findingAt(node, subject));
  },
};

const TESTS = ['comparison', 'membership', 'call'] as const;

interface Negated {
  readonly node: Expression;
  readonly subject: Path;
}

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
  const subject = node.arguments[0];
  return subject === undefined || subject.kind === 'named-argument'
    ? undefined
    : plainPath(subject);
}

/** `!= ""` asks for an element that is there, and says what it means. */
function comparedPath({ operator, left, right }: Comparison): Path | undefined {
  if (operator !== '=' && operator !== '!=') return undefined;
  const from = ungrouped(left);
  const to = ungrouped(right);
  if (isFixed(to)) return plainPath(from);
  return isFixed(from) ? plainPath(to) : undefined;
}

function isFixed(value: Expression): boolean {
  return value.kind === 'regex' || (value.kind === 'string' && value.value !== '');
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
  const words = new Set(Array.from(negated, lastWord));
  const quantified = symbols.index.of('quantified');
  const held = new Set<string>();
  for (const { paths } of symbols.events.values()) {
    for (const path of paths) {
      // Nobody asks for the others.
      if (!words.has(lastWord(path)) || negated.has(path)) continue;
      if (quantified.some(({ operand }) => operand === path)) continue;
      if ((fields(path)?.repeated ?? 0) > 0) held.add(elementOf(path));
    }
  }
  return held;
}

/** The variable and the field: two tests of one such look at the same element (yara-l §4.4). */
function elementOf(path: Path): string {
  return `${path.root?.name ?? ''} ${fieldName(path)}`;
}

function findingAt(node: Expression, subject: Path): Finding {
  const name = `$${subject.root?.name ?? ''}.${fieldName(subject)}`;
  return {
    span: node.span,
    message: `this holds as soon as one element of ${name} is something else`,
    hint:
      node.kind === 'membership'
        ? `bind it first: ${name} = $element, and test $element`
        : node.kind === 'call'
          ? `write not ${node.name}(any ${name}, …) if no element may be it`
          : `write all ${name} != … if no element may be it`,
  };
}
