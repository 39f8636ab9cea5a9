import type { Call, Comparison, Expression, Node, RegexLiteral, StringLiteral } from '../ast.ts';
import type { NodeIndex } from '../symbols-index.ts';
import { ungrouped } from '../symbols-names.ts';
import { readPattern, type Pattern } from './pattern.ts';

/** A text tested against a regular expression: `$e.f = /…/`, `$e.f != /…/`, `re.regex($e.f, …)`. */
export interface PatternTest {
  readonly node: Comparison | Call;
  /** What is tested. */
  readonly subject: Expression;
  readonly literal: RegexLiteral | StringLiteral;
  /** What RE2 gets. */
  readonly written: string;
  /** The expression taken apart, once, when it is asked for; undefined where that goes beyond us. */
  readonly pattern: () => Pattern | undefined;
  /** `nocase` follows. */
  readonly nocase: boolean;
  /** The rule wants what does not match: below `not`, or with `!=`; twice is not at all. */
  readonly excludes: boolean;
}

/** All of a rule's, in any section. */
export function patternTestsIn(index: NodeIndex): readonly PatternTest[] {
  const comparisons = index.of('regex').flatMap((literal) => {
    const node = index.parentOf(literal);
    if (node?.kind !== 'comparison' || (node.operator !== '=' && node.operator !== '!=')) return [];
    const subject = node.right === literal ? node.left : node.right;
    return [{ node, literal, subject }];
  });
  const calls = index.of('call').flatMap((node) => {
    if (node.name !== 're.regex' || node.arguments.length !== 2) return [];
    const [subject, given] = node.arguments;
    if (subject === undefined || subject.kind === 'named-argument') return [];
    const literal =
      given === undefined || given.kind === 'named-argument' ? given : ungrouped(given);
    return literal?.kind === 'regex' || literal?.kind === 'string'
      ? [{ node, literal, subject }]
      : [];
  });
  return [...comparisons, ...calls]
    .map((test): PatternTest => {
      const { literal, node } = test;
      const written = literal.kind === 'regex' ? literal.pattern : literal.value;
      let pattern: Pattern | undefined | 'unread' = 'unread';
      return {
        ...test,
        written,
        // No getter: an engine keeps the shape of an object with one, and with it the tree, until its next great clearing.
        pattern: () => (pattern === 'unread' ? (pattern = readPattern(written)) : pattern),
        nocase: index.parentOf(node)?.kind === 'nocase',
        excludes: excludes(node, index),
      };
    })
    .toSorted((before, after) => before.node.span.start - after.node.span.start);
}

/** Whether a rule wants an expression to be false: `!=` and every `not` above it turn the meaning round. */
export function excludes(node: Expression, index: NodeIndex): boolean {
  let turned = node.kind === 'comparison' && node.operator === '!=';
  if (node.kind === 'membership' && node.negated) turned = true;
  for (let here: Node | undefined = index.parentOf(node); here !== undefined;) {
    // What a function makes of a condition is its own business.
    if (here.kind === 'call' || here.kind === 'events') return turned;
    if (here.kind === 'not') turned = !turned;
    here = index.parentOf(here);
  }
  return turned;
}
