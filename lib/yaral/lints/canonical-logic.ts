import { compareText } from '../../text.ts';
import { sectionOf, type Expression, type Node, type Rule, type Window } from '../ast.ts';
import type { NodeIndex } from '../symbols-index.ts';
import { nodesOf } from '../walk.ts';
import { writeNode, type NameOf } from './logic-node.ts';

/** The parts of a rule that say what it detects. */
export interface Logic {
  readonly rule: Rule;
  /** What `events` demands, as the symbols have it. */
  readonly conjuncts: readonly { readonly node: Expression }[];
}

/** What a rule detects, as texts to compare. */
export interface LogicText {
  /**
   * Without the names of variables. Order where it means nothing, parentheses and the spelling of literals are gone too.
   * Rules with the same text may yet differ in which variable stands where.
   */
  readonly blank: string;
  /** With variables numbered as they come: two rules that share it detect the same. Others may too. */
  readonly numbered: string;
}

/**
 * Writes down events, match, condition and the options that change what comes out, and those outcomes that the condition
 * asks for.
 */
export function writeLogic(logic: Logic): LogicText {
  const lines = linesOf(logic);
  const numbers = new Map<string, string>();
  const nameOf = (name: string): string => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const number = `$${numbers.size}`;
    numbers.set(name, number);
    return number;
  };
  // Numbers follow the order without names, or they would depend on them; lines that were alike come in either order.
  const texts = lines.map((line) => line.named(nameOf));
  return {
    blank: lines.map(({ text }) => text).join('\n'),
    numbered: texts.toSorted(compareText).join('\n'),
  };
}

/** The texts that `events` names, sorted: rules that share `writeLogic` share this. */
export function sketchLogic({ index }: { readonly index: NodeIndex }): string {
  const texts = index.of('string', 'events').map(({ value }) => value);
  // Any order will do that is the same everywhere, and this one needs no call for each pair.
  return texts.toSorted().join('\n');
}

interface Line {
  readonly text: string;
  readonly named: (nameOf: NameOf) => string;
}

const blank: NameOf = () => '$';

function lineOf(named: (nameOf: NameOf) => string): Line {
  return { text: named(blank), named };
}

function linesOf({ rule, conjuncts }: Logic): readonly Line[] {
  const match = sectionOf(rule, 'match');
  const window = match?.window;
  const condition = sectionOf(rule, 'condition');
  return [
    ...sorted(conjuncts.map(({ node }) => lineOf((nameOf) => writeNode(node, nameOf)))),
    ...sorted(
      (match?.keys ?? []).map((node) => lineOf((nameOf) => `key ${writeNode(node, nameOf)}`)),
    ),
    ...(window === undefined ? [] : [lineOf((nameOf) => windowText(window, nameOf))]),
    ...(condition === undefined
      ? []
      : [lineOf((nameOf) => `if ${writeNode(condition.expression, nameOf)}`)]),
    ...askedOutcomes(rule),
    ...optionLines(rule),
  ];
}

function sorted(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((before, after) => compareText(before.text, after.text));
}

/** Outcomes that the condition depends on, through others too. */
function askedOutcomes(rule: Rule): readonly Line[] {
  const condition = sectionOf(rule, 'condition');
  const outcome = sectionOf(rule, 'outcome');
  if (condition === undefined || outcome === undefined) return [];
  const asked = new Set(variablesIn(condition));
  const lines: Line[] = [];
  for (const { variable, value } of outcome.assignments.toReversed()) {
    if (!asked.has(variable.name)) continue;
    for (const other of variablesIn(value)) asked.add(other);
    lines.push(lineOf((nameOf) => `${nameOf(variable.name)} := ${writeNode(value, nameOf)}`));
  }
  return lines.toReversed();
}

function variablesIn(node: Node): readonly string[] {
  return [...nodesOf(node, 'variable'), ...nodesOf(node, 'count')].map(({ name }) => name);
}

function optionLines(rule: Rule): readonly Line[] {
  const entries = rule.sections.flatMap((section) =>
    section.kind === 'options' ? section.entries : [],
  );
  return sorted(
    entries.map(({ key, value }) => lineOf(() => `${key.text} = ${writeNode(value, blank)}`)),
  );
}

function windowText({ form, length, pivot }: Window, nameOf: NameOf): string {
  const side = pivot === undefined ? '' : ` ${pivot.side} ${nameOf(pivot.variable.name)}`;
  return `${form === 'every' ? 'by' : form} ${length.amount * SECONDS[length.unit]}${side}`;
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, mo: 2_592_000 } as const;
