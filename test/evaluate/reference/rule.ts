import { PATHS, type FieldName, type Plain } from './rows.ts';

/** A rule as invented: what its text says, in a form that plain loops can follow. */
export interface PlainRule {
  readonly variables: readonly PlainVariable[];
  /** `$a.field op $b.field`, between the two variables. */
  readonly joins: readonly {
    readonly left: FieldName;
    readonly sign: '=' | '!=';
    readonly right: FieldName;
  }[];
  /** The first happens not after the second. */
  readonly ordered: boolean;
  readonly keys: readonly string[];
  readonly window: PlainWindow | undefined;
  readonly outcomes: readonly PlainOutcome[];
  readonly demands: readonly Demand[];
  readonly allowZeros: boolean;
}

export interface PlainVariable {
  readonly name: string;
  readonly tests: readonly Test[];
  /** `$placeholder = $variable.field`. */
  readonly bindings: readonly { readonly placeholder: string; readonly field: FieldName }[];
  readonly absent: boolean;
}

export interface Test {
  readonly field: FieldName;
  readonly quantifier: 'any' | 'all' | undefined;
  readonly sign: '=' | '!=' | '<' | '>';
  readonly value: Plain;
  readonly negated: boolean;
  readonly nocase: boolean;
  /** Or this. */
  readonly or: Test | undefined;
}

export interface PlainWindow {
  readonly kind: 'hop' | 'tumbling' | 'after' | 'before';
  readonly minutes: number;
}

export interface PlainOutcome {
  readonly aggregate: 'count' | 'count_distinct' | 'sum' | 'max' | 'min' | 'array_distinct';
  readonly variable: string;
  readonly field: FieldName;
}

export type Demand =
  | { readonly kind: 'exists' | 'absent'; readonly name: string }
  | { readonly kind: 'count'; readonly name: string; readonly above: number }
  | { readonly kind: 'outcome'; readonly at: number; readonly above: number };

/** The text of the rule. */
export function textOf(rule: PlainRule): string {
  const [first, second] = rule.variables;
  const events = rule.variables.flatMap(({ name, tests, bindings }) => [
    ...tests.map((test) => testText(name, test)),
    ...bindings.map(({ placeholder, field }) => `$${name}.${PATHS[field]} = $${placeholder}`),
  ]);
  const joins = rule.joins.map(
    ({ left, sign, right }) =>
      `$${first?.name ?? ''}.${PATHS[left]} ${sign} $${second?.name ?? ''}.${PATHS[right]}`,
  );
  const time = 'metadata.event_timestamp.seconds';
  const order = rule.ordered
    ? [`$${first?.name ?? ''}.${time} <= $${second?.name ?? ''}.${time}`]
    : [];
  const lines = [
    'rule invented {',
    '  meta:',
    '    author = "test"',
    '  events:',
    ...[...events, ...joins, ...order].map((line) => `    ${line}`),
  ];
  if (rule.window !== undefined) {
    lines.push(
      '  match:',
      `    ${rule.keys.map((key) => `$${key}`).join(', ')} ${windowText(rule)}`,
    );
  }
  if (rule.outcomes.length > 0) {
    lines.push('  outcome:');
    rule.outcomes.forEach(({ aggregate, variable, field }, at) =>
      lines.push(`    $o${at} = ${aggregate}($${variable}.${PATHS[field]})`),
    );
  }
  lines.push('  condition:', `    ${rule.demands.map(demandText).join(' and ')}`);
  if (rule.allowZeros) lines.push('  options:', '    allow_zero_values = true');
  return [...lines, '}', ''].join('\n');
}

function testText(name: string, test: Test): string {
  const one = simpleText(name, test);
  return test.or === undefined ? one : `(${one} or ${simpleText(name, test.or)})`;
}

function simpleText(name: string, test: Test): string {
  const { field, quantifier, sign, value, negated, nocase } = test;
  const literal = typeof value === 'number' ? String(value) : JSON.stringify(value);
  const path = `${quantifier === undefined ? '' : `${quantifier} `}$${name}.${PATHS[field]}`;
  return `${negated ? 'not ' : ''}${path} ${sign} ${literal}${nocase ? ' nocase' : ''}`;
}

function windowText({ window, variables: [first] }: PlainRule): string {
  if (window === undefined) return '';
  const { kind, minutes } = window;
  if (kind === 'tumbling') return `by ${minutes}m`;
  return kind === 'hop' ? `over ${minutes}m` : `over ${minutes}m ${kind} $${first?.name ?? ''}`;
}

function demandText(demand: Demand): string {
  switch (demand.kind) {
    case 'exists':
      return `$${demand.name}`;
    case 'absent':
      return `!$${demand.name}`;
    case 'count':
      return `#${demand.name} > ${demand.above}`;
    case 'outcome':
      return `$o${demand.at} > ${demand.above}`;
  }
}
