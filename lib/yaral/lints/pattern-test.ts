import type { Call, Comparison, Expression, Node, RegexLiteral, StringLiteral } from '../ast.ts';
import type { NodeIndex } from '../symbols-index.ts';
import { ungrouped } from '../symbols-names.ts';

/** A text tested against a regular expression: `$e.f = /…/`, `$e.f != /…/`, `re.regex($e.f, …)`. */
export interface PatternTest {
  readonly node: Comparison | Call;
  /** What is tested. */
  readonly subject: Expression;
  readonly literal: RegexLiteral | StringLiteral;
  /** What RE2 gets. */
  readonly written: string;
}

/** All of a rule's, in any section. */
export function patternTestsIn(index: NodeIndex): readonly PatternTest[] {
  const tests: PatternTest[] = [];
  if (index.of('regex').length > 0) addComparisons(index.of('comparison'), tests);
  addCalls(index.of('call'), tests);
  return tests.toSorted((before, after) => before.node.span.start - after.node.span.start);
}

function addComparisons(nodes: readonly Comparison[], tests: PatternTest[]): void {
  for (const node of nodes) {
    const { operator, left, right } = node;
    if (operator !== '=' && operator !== '!=') continue;
    if (left.kind === 'regex') tests.push(testOf(node, right, left));
    if (right.kind === 'regex') tests.push(testOf(node, left, right));
  }
}

function addCalls(nodes: readonly Call[], tests: PatternTest[]): void {
  for (const node of nodes) {
    if (node.name !== 're.regex' || node.arguments.length !== 2) continue;
    const subject = node.arguments[0];
    const given = node.arguments[1];
    if (subject === undefined || subject.kind === 'named-argument') continue;
    if (given === undefined || given.kind === 'named-argument') continue;
    const literal = ungrouped(given);
    if (literal.kind === 'regex' || literal.kind === 'string') {
      tests.push(testOf(node, subject, literal));
    }
  }
}

function testOf(
  node: Comparison | Call,
  subject: Expression,
  literal: RegexLiteral | StringLiteral,
): PatternTest {
  const written = literal.kind === 'regex' ? literal.pattern : literal.value;
  return { node, subject, literal, written };
}

/** Whether `nocase` follows an expression, parentheses between them or not. */
export function isCaseless(node: Expression, index: NodeIndex): boolean {
  for (const { operand } of index.of('nocase')) if (ungrouped(operand) === node) return true;
  return false;
}

/**
 * Whether a rule wants an expression to be false: `!=` and every `not` above it turn the meaning round; twice is not at
 * all.
 */
export function excludes(node: Expression, index: NodeIndex): boolean {
  let turned = node.kind === 'comparison' && node.operator === '!=';
  if (node.kind === 'membership' && node.negated) turned = true;
  // Few stand below a `not`, and there is no need to go up from the others.
  if (!standsBelow(index.of('not'), node)) return turned;
  for (let here: Node | undefined = index.parentOf(node); here !== undefined;) {
    // What a function makes of a condition is its own business.
    if (here.kind === 'call' || here.kind === 'events') return turned;
    if (here.kind === 'not') turned = !turned;
    here = index.parentOf(here);
  }
  return turned;
}

function standsBelow(nodes: readonly Node[], { span }: Node): boolean {
  for (const above of nodes) {
    if (above.span.start <= span.start && span.end <= above.span.end) return true;
  }
  return false;
}
