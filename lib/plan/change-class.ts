import { Reporter } from '../diagnostics/reporter.ts';
import { sectionOf, type Node, type Rule, type Section } from '../yaral/ast.ts';
import { parse } from '../yaral/parser.ts';
import { sameTree } from '../yaral/same-tree.ts';
import { nodesOf } from '../yaral/walk.ts';

/**
 * What a new text of a rule changes, the weightiest first (design §5: what needs no measuring is only meta, comments
 * and formatting). `logic` is what decides whether and when there is a detection: events, condition, keys of match,
 * options, and outcomes that the condition looks at. `window` is the time of match alone, `outcome` what a detection
 * carries, `severity` that one key of meta, `name` the declared name.
 */
export const CHANGE_CLASSES = [
  'logic',
  'window',
  'outcome',
  'severity',
  'meta',
  'name',
  'formatting',
] as const;

export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/**
 * Tells what differs between two texts of one rule, weightiest first; `formatting` alone for comments, white space and
 * spelling of keywords; empty for equal texts. A text that does not parse counts as another logic: what is not
 * understood is not harmless.
 */
export function changeClasses(before: string, after: string): readonly ChangeClass[] {
  if (before === after) return [];
  const [one, other] = [ruleOf(before), ruleOf(after)];
  if (one === undefined || other === undefined) return ['logic'];
  const found = CHANGE_CLASSES.filter((name) => name !== 'formatting' && TESTS[name](one, other));
  return found.length === 0 ? ['formatting'] : found;
}

/** Whether a version with these changes may go live unmeasured: nothing in it decides over a detection. */
export function isHarmless(classes: readonly ChangeClass[]): boolean {
  return classes.every((name) => HARMLESS.has(name));
}

const HARMLESS: ReadonlySet<ChangeClass> = new Set(['severity', 'meta', 'name', 'formatting']);

const TESTS: Readonly<
  Record<Exclude<ChangeClass, 'formatting'>, (before: Rule, after: Rule) => boolean>
> = {
  logic: (before, after) =>
    DECIDING.some((kind) => differ(before, after, kind)) ||
    !sameAll(sectionOf(before, 'match')?.keys ?? [], sectionOf(after, 'match')?.keys ?? []) ||
    hasMatch(before) !== hasMatch(after) ||
    decidingOutcomesDiffer(before, after),
  window: (before, after) => {
    const [one, other] = [sectionOf(before, 'match')?.window, sectionOf(after, 'match')?.window];
    return one === undefined || other === undefined ? one !== other : !sameTree(one, other);
  },
  outcome: (before, after) => differ(before, after, 'outcome'),
  severity: (before, after) => metaOf(before, 'severity') !== metaOf(after, 'severity'),
  meta: (before, after) => otherMeta(before) !== otherMeta(after),
  name: (before, after) => before.name.text !== after.name.text,
};

const DECIDING = ['setup', 'events', 'condition', 'options', 'export'] as const;

function ruleOf(text: string): Rule | undefined {
  const source = { path: '', text };
  const reporter = new Reporter(source);
  const [rule, second] = parse(source, reporter).file.rules;
  const broken = reporter.diagnostics.some(({ severity }) => severity === 'error');
  return broken || second !== undefined ? undefined : rule;
}

function differ(before: Rule, after: Rule, kind: Section['kind']): boolean {
  const [one, other] = [sectionOf(before, kind), sectionOf(after, kind)];
  return one === undefined || other === undefined ? one !== other : !sameTree(one, other);
}

function sameAll(before: readonly Node[], after: readonly Node[]): boolean {
  return (
    before.length === after.length &&
    before.every((node, index) => {
      const other = after[index];
      return other !== undefined && sameTree(node, other);
    })
  );
}

function hasMatch(rule: Rule): boolean {
  return sectionOf(rule, 'match') !== undefined;
}

/** The service suppresses by this outcome (yara-l §3.3 OPT004), so it decides over detections as the condition does. */
const SUPPRESSION_KEY = '$suppression_key';

/** Outcomes that the condition looks at, itself or through other outcomes. */
function decidingOutcomesDiffer(before: Rule, after: Rule): boolean {
  const [one, other] = [outcomesOf(before), outcomesOf(after)];
  const names = new Set([...decidingNames(before, one), ...decidingNames(after, other)]);
  return [...names].some((name) => {
    const [value, wanted] = [one.get(name), other.get(name)];
    return value === undefined || wanted === undefined
      ? value !== wanted
      : !sameTree(value, wanted);
  });
}

function outcomesOf(rule: Rule): ReadonlyMap<string, Node> {
  const assignments = sectionOf(rule, 'outcome')?.assignments ?? [];
  return new Map(assignments.map(({ variable, value }) => [`$${variable.name}`, value]));
}

function decidingNames(rule: Rule, outcomes: ReadonlyMap<string, Node>): ReadonlySet<string> {
  const condition = sectionOf(rule, 'condition');
  const waiting = [
    SUPPRESSION_KEY,
    ...(condition === undefined ? [] : namesIn(condition.expression)),
  ];
  const found = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const value = outcomes.get(name);
    if (value === undefined || found.has(name)) continue;
    found.add(name);
    waiting.push(...namesIn(value));
  }
  return found;
}

function namesIn(node: Node): readonly string[] {
  return nodesOf(node, 'variable').map(({ name }) => `$${name}`);
}

function metaOf(rule: Rule, key: string): string | undefined {
  return metaEntries(rule).get(key);
}

function otherMeta(rule: Rule): string {
  const others = [...metaEntries(rule)].filter(([key]) => key !== 'severity');
  return JSON.stringify(others.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function metaEntries(rule: Rule): ReadonlyMap<string, string> {
  const entries = sectionOf(rule, 'meta')?.entries ?? [];
  return new Map(entries.map(({ key, value }) => [key.text, JSON.stringify(bare(value))]));
}

/** A literal without its place. */
function bare(value: object): unknown {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'span'));
}
