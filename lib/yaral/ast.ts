import type { Span } from '../diagnostics/diagnostic.ts';

/** Every node knows where it stands. */
interface Placed {
  readonly span: Span;
}

/** A text of rules: usually exactly one. */
export interface RuleFile extends Placed {
  readonly kind: 'file';
  readonly rules: readonly Rule[];
}

export interface Rule extends Placed {
  readonly kind: 'rule';
  /** As written, even where it is no legal name. */
  readonly name: Name;
  /** In the order of the text; after an error a section may stand twice or be missing. */
  readonly sections: readonly Section[];
}

/** A word that names something and is no expression: a rule, a meta key. */
export interface Name extends Placed {
  readonly kind: 'name';
  readonly text: string;
}

interface Headed extends Placed {
  /** Where the section's word stands. */
  readonly head: Span;
}

export interface MetaSection extends Headed {
  readonly kind: 'meta';
  readonly entries: readonly Entry[];
}

export interface OptionsSection extends Headed {
  readonly kind: 'options';
  readonly entries: readonly Entry[];
}

/** `key = value` in meta and options. */
export interface Entry extends Placed {
  readonly kind: 'entry';
  readonly key: Name;
  readonly value: Literal | Invalid;
}

export interface SetupSection extends Headed {
  readonly kind: 'setup';
  readonly operations: readonly (GraphFilter | GraphAppend)[];
}

/** `graph_override(cond)` or `graph_exclude(cond)`. */
export interface GraphFilter extends Placed {
  readonly kind: 'graph-filter';
  readonly operation: 'graph_override' | 'graph_exclude';
  readonly condition: Expression;
}

/** `graph_append [$g, %table]`. */
export interface GraphAppend extends Placed {
  readonly kind: 'graph-append';
  readonly variable: Variable;
  readonly table: ListReference;
}

export interface EventsSection extends Headed {
  readonly kind: 'events';
  /** All must hold: adjacent statements are ANDed, looser than any `or`. */
  readonly statements: readonly Expression[];
  /** Searches only. */
  readonly joins: readonly Join[];
}

/** `left outer join expr`, of searches. */
export interface Join extends Placed {
  readonly kind: 'join';
  readonly side: 'left' | 'right';
  readonly outer: boolean;
  readonly condition: Expression;
}

export interface MatchSection extends Headed {
  readonly kind: 'match';
  /** In a rule each should be a variable; the grammar takes any path. */
  readonly keys: readonly Expression[];
  /** Undefined in searches without one, and after an error. */
  readonly window: Window | undefined;
}

/** `over` is a hop window, or a sliding one with a pivot; `by` is tumbling, and `every` the same as searches write it. */
export interface Window extends Placed {
  readonly kind: 'window';
  readonly form: 'over' | 'by' | 'every';
  readonly first: boolean;
  readonly length: DurationLiteral;
  readonly pivot: Pivot | undefined;
}

export interface Pivot extends Placed {
  readonly kind: 'pivot';
  readonly side: 'before' | 'after';
  readonly variable: Variable;
}

export interface OutcomeSection extends Headed {
  readonly kind: 'outcome';
  readonly assignments: readonly Assignment[];
}

/** `$variable = value`. */
export interface Assignment extends Placed {
  readonly kind: 'assignment';
  readonly variable: Variable;
  readonly value: Expression;
}

export interface ConditionSection extends Headed {
  readonly kind: 'condition';
  readonly expression: Expression;
}

export interface ExportSection extends Headed {
  readonly kind: 'export';
  readonly calls: readonly TableCall[];
}

/** Sections of a rule. */
export type Section =
  | MetaSection
  | SetupSection
  | EventsSection
  | MatchSection
  | OutcomeSection
  | ConditionSection
  | OptionsSection
  | ExportSection;

/** A search or dashboard query; its named stages come first. */
export interface Query extends Placed {
  readonly kind: 'query';
  readonly stages: readonly Stage[];
  readonly sections: readonly QuerySection[];
}

export interface Stage extends Placed {
  readonly kind: 'stage';
  readonly name: Name;
  readonly sections: readonly QuerySection[];
}

export interface FieldsSection extends Headed {
  readonly kind: 'dedup' | 'select' | 'unselect';
  readonly fields: readonly Expression[];
}

export interface OrderSection extends Headed {
  readonly kind: 'order';
  readonly keys: readonly OrderKey[];
}

export interface OrderKey extends Placed {
  readonly kind: 'order-key';
  readonly field: Expression;
  readonly direction: 'asc' | 'desc';
}

export interface LimitSection extends Headed {
  readonly kind: 'limit';
  readonly count: IntegerLiteral | Invalid;
}

export type QuerySection =
  | EventsSection
  | MatchSection
  | OutcomeSection
  | ConditionSection
  | FieldsSection
  | OrderSection
  | LimitSection
  | ExportSection;

/** A chain of `and` or of `or`, two operands or more: `a or b or c` is one node. */
export interface Logical extends Placed {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Expression[];
}

export interface Not extends Placed {
  readonly kind: 'not';
  readonly operand: Expression;
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison extends Placed {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `subject [not] in [regex|cidr] %list` or `in ["a", "b"]`. */
export interface Membership extends Placed {
  readonly kind: 'membership';
  readonly subject: Expression;
  readonly negated: boolean;
  readonly mode: 'plain' | 'regex' | 'cidr';
  readonly list: ListReference | List | Invalid;
}

/** `subject is [not] null`. */
export interface NullTest extends Placed {
  readonly kind: 'null-test';
  readonly subject: Expression;
  readonly negated: boolean;
}

/** `operand nocase`: the operand is the whole comparison, membership test or call on its left. */
export interface Nocase extends Placed {
  readonly kind: 'nocase';
  readonly operand: Expression;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

export interface Arithmetic extends Placed {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `-operand`. */
export interface Negation extends Placed {
  readonly kind: 'negation';
  readonly operand: Expression;
}

/** `!$e` in a condition: the event must not exist. */
export interface Absence extends Placed {
  readonly kind: 'absence';
  readonly operand: Expression;
}

/** `any $e.repeated` or `all $e.repeated`. */
export interface Quantified extends Placed {
  readonly kind: 'quantified';
  readonly quantifier: 'any' | 'all';
  readonly operand: Expression;
}

/** `2 of [$e1, $e2, $e3]` in a condition. */
export interface NOf extends Placed {
  readonly kind: 'n-of';
  readonly count: IntegerLiteral | 'any' | 'all';
  readonly list: List | Invalid;
}

export interface List extends Placed {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

/** Parentheses, kept because what they hold together matters to formatter and checker. */
export interface Group extends Placed {
  readonly kind: 'group';
  readonly expression: Expression;
}

/** `$name` alone: an event, placeholder, match or outcome variable. */
export interface Variable extends Placed {
  readonly kind: 'variable';
  /** Without the `$`. */
  readonly name: string;
}

/** `#name`. */
export interface Count extends Placed {
  readonly kind: 'count';
  readonly name: string;
}

/** `$e.principal.ip[0]`, or without a variable in searches and arguments; `window_start` too. */
export interface Path extends Placed {
  readonly kind: 'path';
  readonly root: Variable | undefined;
  readonly segments: readonly Segment[];
}

/** A step of a path. Which indexes are legal is for the checker to say. */
export type Segment = FieldSegment | IndexSegment | KeySegment;

export interface FieldSegment extends Placed {
  readonly kind: 'field';
  readonly name: string;
}

/** `[0]`. */
export interface IndexSegment extends Placed {
  readonly kind: 'index';
  readonly index: Expression;
}

/** `["key"]`. */
export interface KeySegment extends Placed {
  readonly kind: 'key';
  readonly key: StringLiteral;
}

/** A function with its arguments; `if(…)` and aggregates are calls too. */
export interface Call extends Placed {
  readonly kind: 'call';
  /** `strings.concat`, as written. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Argument[];
}

/** `%table.write_row(column: $outcome)`. */
export interface TableCall extends Placed {
  readonly kind: 'table-call';
  readonly table: ListReference;
  readonly arguments: readonly Argument[];
}

export type Argument = Expression | NamedArgument;

/** `target.user.userid: $user` in a call. */
export interface NamedArgument extends Placed {
  readonly kind: 'named-argument';
  readonly name: Path;
  readonly value: Expression | Star;
}

/** `*` as the value of an argument. */
export interface Star extends Placed {
  readonly kind: 'star';
}

/** `%list`, or `%table.column`. */
export interface ListReference extends Placed {
  readonly kind: 'list-reference';
  readonly name: string;
  readonly column: string | undefined;
}

export interface StringLiteral extends Placed {
  readonly kind: 'string';
  readonly form: 'quoted' | 'raw' | 'bytes';
  /** As written, quotes included. */
  readonly text: string;
  /** What it stands for. */
  readonly value: string;
}

export interface RegexLiteral extends Placed {
  readonly kind: 'regex';
  readonly text: string;
  /** For RE2: only the slash is unescaped. */
  readonly pattern: string;
}

export interface IntegerLiteral extends Placed {
  readonly kind: 'integer';
  readonly text: string;
  /** Rounded above 2^53; `text` is exact. */
  readonly value: number;
}

export interface FloatLiteral extends Placed {
  readonly kind: 'float';
  readonly text: string;
  readonly value: number;
}

export type DurationUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'mo';

export interface DurationLiteral extends Placed {
  readonly kind: 'duration';
  readonly text: string;
  readonly amount: number;
  readonly unit: DurationUnit;
}

export interface BooleanLiteral extends Placed {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullLiteral extends Placed {
  readonly kind: 'null';
}

export type Literal =
  | StringLiteral
  | RegexLiteral
  | IntegerLiteral
  | FloatLiteral
  | DurationLiteral
  | BooleanLiteral
  | NullLiteral;

/** Stands where something could not be read. It has been reported: say nothing more about it. */
export interface Invalid extends Placed {
  readonly kind: 'invalid';
}

export type Expression =
  | Logical
  | Not
  | Comparison
  | Membership
  | NullTest
  | Nocase
  | Arithmetic
  | Negation
  | Absence
  | Quantified
  | NOf
  | List
  | Group
  | Variable
  | Count
  | Path
  | Call
  | TableCall
  | ListReference
  | Literal
  | Invalid;

/** Every node there is. */
export type Node =
  | RuleFile
  | Rule
  | Name
  | Section
  | QuerySection
  | Entry
  | GraphFilter
  | GraphAppend
  | Join
  | Window
  | Pivot
  | Assignment
  | Query
  | Stage
  | OrderKey
  | Segment
  | NamedArgument
  | Star
  | Expression;

/** The first section of a kind, if the rule has one. */
export function sectionOf<K extends Section['kind']>(
  rule: Rule,
  kind: K,
): Extract<Section, { readonly kind: K }> | undefined {
  const { sections } = rule;
  // Asked for all the time: neither a function nor an iterator is made for it.
  for (let at = 0; at < sections.length; at += 1) {
    const section = sections[at];
    if (section !== undefined && isOf(section, kind)) return section;
  }
  return undefined;
}

function isOf<K extends Section['kind']>(
  section: Section,
  kind: K,
): section is Extract<Section, { readonly kind: K }> {
  return section.kind === kind;
}
