import type { Call, Node } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { ungrouped } from '../symbols-names.ts';
import { childrenOf } from '../walk.ts';
import { isAggregate } from './outcome-words.ts';

/** Joins through arithmetic (SEM004), and functions that mix fields of several events (SEM020, SEM021). */
export const checkJoinValues: Validation = (context) => {
  const { symbols, reporter } = context;
  const bound = new Set<Node>();
  const through = new Set<Node>();
  for (const { name, bindings, events } of symbols.placeholders.values()) {
    for (const { value, names, node } of bindings) {
      if (value.kind === 'call') {
        bound.add(value);
        if (names.events.size > 1) {
          reporter.report('SEM020', value.span, { name, events: [...names.events] });
        }
      } else if (value.kind === 'arithmetic' && events.size > 1) through.add(node);
    }
  }
  for (const node of arithmeticJoins(context)) through.add(node);
  for (const { span } of through) reporter.report('SEM004', span, {});
  reportMixtures(context, bound);
};

/** `$e1.port = $e2.port + 1`, at any depth of `events`. */
function arithmeticJoins({ symbols }: CheckContext): readonly Node[] {
  return symbols.index.of('comparison', 'events').filter((node) => {
    const sides = [ungrouped(node.left), ungrouped(node.right)];
    if (node.operator !== '=' || sides.every(({ kind }) => kind !== 'arithmetic')) return false;
    const names = new Set<string>();
    collectEvents(node, names);
    return names.size > 1;
  });
}

/** Functions whose fields must come from one event (yara-l §5). */
const OF_ONE_EVENT = /^(?:strings|math|re|arrays)\./;

function reportMixtures({ rule, symbols, reporter }: CheckContext, bound: ReadonlySet<Node>): void {
  const roots = new Set(symbols.uses.flatMap(({ name, role }) => (role === 'field' ? [name] : [])));
  // Most rules have one event, and nothing to mix.
  if (roots.size < 2) return;
  const visit = (node: Node): void => {
    if (bound.has(node)) return;
    if (node.kind === 'call' && OF_ONE_EVENT.test(node.name)) {
      reportMixture(node);
      for (const inner of aggregatesBelow(node)) visit(inner);
    } else for (const child of childrenOf(node)) visit(child);
  };
  const reportMixture = (call: Call): void => {
    const names = new Set<string>();
    collectEvents(call, names);
    if (names.size < 2) return;
    reporter.report('SEM021', call.span, { found: call.name, events: [...names] });
  };
  visit(rule);
}

/** Event variables at or below a node; what an aggregate has made of them is a value of its own. */
function collectEvents(node: Node, names: Set<string>): void {
  if (node.kind === 'path' && node.root !== undefined) names.add(node.root.name);
  for (const child of childrenOf(node)) {
    if (child.kind !== 'call' || !isAggregate(child.name)) collectEvents(child, names);
  }
}

function aggregatesBelow(node: Node): readonly Node[] {
  return childrenOf(node).flatMap((child) =>
    child.kind === 'call' && isAggregate(child.name) ? [child] : aggregatesBelow(child),
  );
}
