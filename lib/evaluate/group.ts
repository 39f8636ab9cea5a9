import type { Assignment, Call, Expression, Variable } from '../yaral/ast.ts';
import { ungrouped } from '../yaral/symbols-names.ts';
import { plainArguments } from '../yaral/types-call.ts';
import { emitAggregate, overGroupValue, type AggregateStyle } from './aggregates.ts';
import { columnName } from './columns.ts';
import { makeEmitter } from './emit.ts';
import type { Joined } from './join.ts';
import type { RulePlan } from './rule-plan.ts';
import { conjuncts } from './rule-plan.ts';
import type { Environment, Scope } from './scope.ts';
import { list, name, raw, sql, type Sql } from './sql.ts';
import { Unsupported, asText, value, type Value } from './value.ts';
import { nodesOf } from '../yaral/walk.ts';
import { isAggregate } from './call.ts';
import { dependenciesOf } from './usage.ts';

/** What is computed of a group of rows: first its aggregates, then outcome by outcome, then whether the condition holds. */
export interface GroupColumns {
  /** `expression AS "a0"`: over the rows. */
  readonly aggregates: readonly Sql[];
  /** Level by level: outcomes that need no other, those that need them, and so on. */
  readonly levels: readonly (readonly Sql[])[];
  /** Where each outcome's value is, as text. */
  readonly outcomes: readonly Sql[];
  readonly condition: Sql | undefined;
}

export interface GroupStyle extends AggregateStyle {
  /** What the columns' names begin with, so that those of frames and those of groups differ. */
  readonly prefix: string;
  readonly window: Scope['window'];
  /** Columns that hold the match values. */
  readonly keys: ReadonlyMap<string, Value>;
  /** All outcomes, or only those that the condition needs. */
  readonly everything: boolean;
}

/** Writes what a group comes to. */
export function groupColumns(
  plan: RulePlan,
  joined: Joined,
  environment: Environment,
  style: GroupStyle,
): GroupColumns {
  const aggregates = new Map<string, Sql>();
  const known = new Map<string, Value>();
  const column = (key: string, piece: Sql): Sql => {
    const at = `${style.prefix}${aggregates.size}`;
    const written = JSON.stringify(piece.parts, (_, one: unknown) =>
      typeof one === 'bigint' ? `${one}n` : one,
    );
    const id = `${key} ${written}`;
    const found = names.get(id);
    if (found !== undefined) return name(found);
    names.set(id, at);
    aggregates.set(at, sql`${piece} AS ${name(at)}`);
    return name(at);
  };
  const names = new Map<string, string>();
  const levels: Sql[][] = [];
  const levelOf = new Map<string, number>();
  const outcomes = new Map<string, Value>();
  const assignments = new Map(
    plan.symbols.index.of('assignment').map((one) => [one.variable.name, one] as const),
  );
  const rowScope = (aggregated: Call | undefined): Partial<Scope> => ({
    variable: (node) => {
      if (plan.placeholders.has(node.name)) return joined.emitter.scope.variable(node);
      const assignment = assignments.get(node.name);
      if (assignment === undefined || aggregated === undefined) return unknown(node);
      return row(aggregated).emit(assignment.value);
    },
    window: style.window,
  });
  const row = (aggregated: Call | undefined): typeof joined.emitter =>
    joined.emitter.within(rowScope(aggregated));

  const aggregate = (call: Call): Value => {
    const [argument] = plainArguments(call);
    if (argument !== undefined && dependsOnAggregates(argument, assignments)) {
      const given = overGroupValue(call, self.emit(argument));
      if (given !== undefined) return given;
      throw new Unsupported(
        `${call.name} of an outcome that is aggregated already`,
        call.span,
        'use the outcome itself',
      );
    }
    const emitted = emitAggregate(row(call), call, style);
    return style.single ? emitted : { ...emitted, sql: column(call.name, emitted.sql) };
  };
  /** What stands bare in a group of copies of one event: the first copy's. */
  const anyOf = (given: Value): Value =>
    style.single
      ? given
      : { ...given, sql: column('any', sql`any_value(${given.sql})${style.over}`) };

  const variable = (node: Variable): Value => {
    const key = style.keys.get(node.name);
    if (key !== undefined) return key;
    const assignment = assignments.get(node.name);
    if (assignment !== undefined) return outcome(assignment);
    if (inCondition && (plan.symbols.events.has(node.name) || plan.placeholders.has(node.name))) {
      return value({ kind: 'bool' }, sql`${count(node.name)} > 0`);
    }
    if (plan.placeholders.has(node.name)) return anyOf(joined.emitter.scope.variable(node));
    return unknown(node);
  };
  const count = (of: string): Sql => {
    const member = joined.members.find((one) => one.plan.id === of);
    if (member !== undefined) {
      const { index } = member.plan;
      if (style.single) return raw('1');
      const simple = joined.members.length === 1 && !member.copies && !member.plan.optional;
      return column(
        'count',
        simple
          ? sql`count(*)${style.over}`
          : sql`count(DISTINCT ${columnName(index, 'rid')})${style.over}`,
      );
    }
    const bound = joined.boundOf(of);
    if (style.single) return raw('1');
    if (bound !== undefined)
      return column('count', sql`count(DISTINCT ${bound.column})${style.over}`);
    const here = known.get(of) ?? joined.emitter.scope.variable(variableNamed(of, plan));
    known.set(of, here);
    return column('count', sql`count(DISTINCT ${here.sql})${style.over}`);
  };
  let inCondition = false;
  const scope: Scope = {
    ...joined.emitter.scope,
    variable,
    count,
    aggregate,
    window: style.window,
    leaf: (reference, node) =>
      style.single
        ? joined.emitter.scope.leaf(reference, node)
        : column('any', sql`any_value(${joined.emitter.scope.leaf(reference, node)})${style.over}`),
    whole: (reference, node) =>
      style.single
        ? joined.emitter.scope.whole(reference, node)
        : column(
            'any',
            sql`any_value(${joined.emitter.scope.whole(reference, node)})${style.over}`,
          ),
    keys: (reference, node) =>
      style.single
        ? joined.emitter.scope.keys(reference, node)
        : column('any', sql`any_value(${joined.emitter.scope.keys(reference, node)})${style.over}`),
  };
  const self = makeEmitter(environment, scope);

  const outcome = ({ variable: named, value: written }: Assignment): Value => {
    const done = outcomes.get(named.name);
    if (done !== undefined) return done;
    const before = inCondition;
    inCondition = false;
    const emitted = self.emit(written);
    inCondition = before;
    const needs = [...dependenciesOf(written).bare].flatMap((one) => levelOf.get(one) ?? []);
    const level = needs.length === 0 ? 0 : Math.max(...needs) + 1;
    const at = name(`${style.prefix}o${outcomes.size}`);
    const columns = levels[level] ?? [];
    levels[level] = columns;
    columns.push(sql`${emitted.sql} AS ${at}`);
    levelOf.set(named.name, level);
    const result = { ...emitted, sql: at };
    outcomes.set(named.name, result);
    return result;
  };
  const texts = style.everything
    ? [...assignments.values()].map((one) => asText(outcome(one)))
    : [];
  inCondition = true;
  const tests = conjuncts(plan.condition.expression).filter(
    (one) => !style.single || !isOwnEvent(one, plan),
  );
  const condition =
    plan.existence && !joined.members.some((one) => one.plan.optional)
      ? undefined
      : tests.length === 0
        ? undefined
        : sql`${list(
            tests.map((one) => sql`(${self.emit(one).sql})`),
            ' AND ',
          )}`;
  return { aggregates: [...aggregates.values()], levels, outcomes: texts, condition };
}

/** `$e` of a rule without match: the event at hand is there. */
function isOwnEvent(node: Expression, plan: RulePlan): boolean {
  const here = ungrouped(node);
  return here.kind === 'variable' && plan.symbols.events.has(here.name);
}

function dependsOnAggregates(
  node: Expression,
  assignments: ReadonlyMap<string, Assignment>,
): boolean {
  const { bare } = dependenciesOf(node);
  return [...bare].some((one) => {
    const assignment = assignments.get(one);
    return (
      assignment !== undefined &&
      (hasAggregate(assignment.value) || dependsOnAggregates(assignment.value, assignments))
    );
  });
}

function hasAggregate(node: Expression): boolean {
  return nodesOf(node, 'call').some(isAggregate);
}

function variableNamed(of: string, plan: RulePlan): Variable {
  const found = plan.symbols.placeholders.get(of)?.first;
  if (found !== undefined) return found;
  throw new Unsupported(`#${of}`, plan.condition.span, 'count an event variable or a placeholder');
}

function unknown(node: Variable): Value {
  throw new Unsupported(`$${node.name} here`, node.span, 'name a match variable or an outcome');
}
