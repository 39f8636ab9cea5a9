import { Reporter } from '../diagnostics/reporter.ts';
import { sectionOf, type Expression, type Rule } from './ast.ts';
import { fieldName, pathRead } from './lints/field.ts';
import { parse } from './parser.ts';
import { ungrouped } from './symbols-names.ts';
import { secondsOf } from './validations/match-window.ts';
import { walk } from './walk.ts';

/** What is to be known of a text before it is run over the past in pieces. */
export interface RunFacts {
  /** How far a detection looks back, in milliseconds: the length of the window, 0 without one. */
  readonly reachMs: number;
  /** Values of `metadata.log_type` that events must have or may have, in the order of the text, each once. */
  readonly logTypes: readonly string[];
}

/** Reads them from a text, as far as it can be parsed: from no rule comes no window and no log type. */
export function runFacts(text: string): RunFacts {
  const source = { path: 'rule', text };
  const [rule] = parse(source, new Reporter(source)).file.rules;
  if (rule === undefined) return { reachMs: 0, logTypes: [] };
  const window = sectionOf(rule, 'match')?.window;
  return {
    reachMs: window === undefined ? 0 : Math.round(secondsOf(window.length) * 1000),
    logTypes: logTypesOf(rule),
  };
}

/** What stands below `not` keeps a log type out, and names none. */
function logTypesOf(rule: Rule): readonly string[] {
  const events = sectionOf(rule, 'events');
  const found = new Set<string>();
  if (events === undefined) return [];
  walk(events, {
    enter: (node, ancestors) => {
      if (node.kind === 'not') return 'skip';
      // log types are upper-case words; who compares without case may have written it otherwise
      const caseless = ancestors.at(-1)?.kind === 'nocase';
      const values = node.kind === 'comparison' || node.kind === 'membership' ? namedIn(node) : [];
      for (const value of values) found.add(caseless ? value.toUpperCase() : value);
      return undefined;
    },
  });
  return [...found];
}

function namedIn(
  node: Extract<Expression, { kind: 'comparison' | 'membership' }>,
): readonly string[] {
  if (node.kind === 'membership') {
    const listed = node.list.kind === 'list' && !node.negated && node.mode === 'plain';
    return listed && isLogType(node.subject) ? node.list.items.flatMap(textOf) : [];
  }
  if (node.operator !== '=') return [];
  const { left, right } = node;
  if (isLogType(left)) return textOf(right);
  return isLogType(right) ? textOf(left) : [];
}

function isLogType(expression: Expression): boolean {
  const path = pathRead(expression);
  return path !== undefined && fieldName(path) === 'metadata.log_type';
}

function textOf(expression: Expression): readonly string[] {
  const here = ungrouped(expression);
  return here.kind === 'string' ? [here.value] : [];
}
