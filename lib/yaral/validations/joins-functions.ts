import type { Call, Node, Path } from '../ast.ts';
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
  if (symbols.index.of('arithmetic').length === 0) return [];
  return symbols.index.of('comparison', 'events').filter((node) => {
    const sides = [ungrouped(node.left), ungrouped(node.right)];
    if (node.operator !== '=' || sides.every(({ kind }) => kind !== 'arithmetic')) return false;
    return eventsBelow(node).size > 1;
  });
}

/** Functions whose fields must come from one event (yara-l §5). */
const OF_ONE_EVENT = /^(?:strings|math|re|arrays)\./;

function reportMixtures({ rule, symbols, reporter }: CheckContext, bound: ReadonlySet<Node>): void {
  const named = symbols.index.of('path').find(({ root }) => root !== undefined)?.root?.name;
  const alone = ({ root }: Path): boolean => root === undefined || root.name === named;
  // Most rules have one event, and nothing to mix; most others do not mix them.
  if (symbols.index.of('path').every(alone) || !symbols.index.of('call').some(mixes)) return;
  const visit = (node: Node): void => {
    if (bound.has(node)) return;
    if (node.kind === 'call' && OF_ONE_EVENT.test(node.name)) {
      if (mixes(node)) reportMixture(node);
      for (const inner of aggregatesBelow(node)) visit(inner);
    } else for (const child of childrenOf(node)) visit(child);
  };
  const reportMixture = (call: Call): void => {
    const events = [...eventsBelow(call)];
    reporter.report('SEM021', call.span, { found: call.name, events });
  };
  visit(rule);
}

function mixes(call: Call): boolean {
  return OF_ONE_EVENT.test(call.name) && eventsBelow(call).size > 1;
}

/** Event variables at or below a node; what an aggregate has made of them is a value of its own. */
function eventsBelow(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  collectEvents(node, names);
  return names;
}

function collectEvents(node: Node, names: Set<string>): void {
  if (node.kind === 'string') return;
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
