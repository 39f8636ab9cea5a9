import { dependenciesOf } from './usage.ts';
import type { Variable } from '../yaral/ast.ts';
import { columnName, leafName, storedName } from './columns.ts';
import { makeEmitter } from './emit.ts';
import type { Emitter } from './emitter.ts';
import { tableColumn, tableRange, type Bound, type MemberRows } from './rows.ts';
import { unfolded, type RulePlan } from './rule-plan.ts';
import type { Environment, Scope } from './scope.ts';
import { raw, sql, type Sql } from './sql.ts';
import { Unsupported, value, zeroOf, type Value } from './value.ts';

/** All members of a rule, and what holds between them. */
export interface Joined {
  readonly members: readonly MemberRows[];
  readonly required: readonly MemberRows[];
  readonly optional: readonly MemberRows[];
  /** Writes expressions over rows in which all members stand side by side. */
  readonly emitter: Emitter;
  /** Predicates of `events` between members, and equalities of their placeholders. */
  readonly links: readonly Link[];
  /** Where a placeholder is read from. */
  readonly boundOf: (name: string) => Bound | undefined;
}

export interface Link {
  readonly members: ReadonlySet<string>;
  readonly sql: Sql;
  /** The placeholder that has one value in both; undefined for a predicate. */
  readonly placeholder: string | undefined;
}

/** Sets the rows of members side by side (yara-l §4.6). */
export function joinMembers(
  plan: RulePlan,
  members: readonly MemberRows[],
  environment: Environment,
): Joined {
  const required = members.filter((one) => !one.plan.optional);
  const optional = members.filter((one) => one.plan.optional);
  const ordered = [...required, ...optional];
  const memberOf = (id: string): MemberRows | undefined =>
    members.find((one) => one.plan.id === id);
  const homeOf = (name: string): MemberRows | undefined =>
    ordered.find((one) => one.bound.has(name));
  const boundOf = (name: string): Bound | undefined => homeOf(name)?.bound.get(name);

  const variable = (node: Variable): Value => {
    const home = homeOf(node.name);
    const here = home?.bound.get(node.name);
    if (here !== undefined) {
      return value(here.type, missing(home, here.column, zeroOf(here.type)));
    }
    // Bound to something of several events: computed where they meet.
    const joint = plan.placeholders
      .get(node.name)
      ?.bindings.find(({ conditional }) => !conditional);
    if (joint !== undefined) return emitter.emit(joint.value);
    throw new Unsupported(`$${node.name} here`, node.span, 'bind it to a field');
  };
  const scope: Scope = {
    leaf: (reference) => {
      const member = memberOf(reference.variable);
      const piece = leafName(member?.plan.index ?? 0, reference, member?.plan.prefixes ?? []);
      const zero = reference.part === undefined ? zeroOf(reference.type) : raw('0');
      const deep = reference.prefixes.some((one) => !member?.plan.prefixes.includes(one));
      return deep ? piece : missing(member, piece, zero);
    },
    whole: (reference) =>
      storedName(memberOf(reference.variable)?.plan.index ?? 0, reference.column),
    keys: (reference) =>
      columnName(memberOf(reference.variable)?.plan.index ?? 0, reference.keys?.path ?? ''),
    variable,
    count: () => raw('0'),
    aggregate: undefined,
    tableColumn: (node) =>
      tableColumn(environment, node, memberOf(`%${node.name}`)?.plan.index ?? 0),
    tableRange: (node) => tableRange(environment, node, memberOf(`%${node.name}`)?.plan.index ?? 0),
    window: undefined,
  };
  const emitter = makeEmitter(environment, scope);
  return {
    members,
    required,
    optional,
    emitter,
    boundOf,
    links: [...equalities(plan, ordered), ...predicates(plan, ordered, emitter, homeOf)],
  };
}

/** What a group may lack reads as zero where it is absent. */
function missing(member: MemberRows | undefined, piece: Sql, zero: Sql): Sql {
  return member?.plan.optional === true ? sql`coalesce(${piece}, ${zero})` : piece;
}

/** A placeholder has one value in all members that bind it. */
function equalities(plan: RulePlan, ordered: readonly MemberRows[]): readonly Link[] {
  return [...plan.placeholders.keys()].flatMap((name) => {
    const [home, ...others] = ordered.filter((one) => one.bound.has(name));
    const first = home?.bound.get(name);
    if (home === undefined || first === undefined) return [];
    return others.flatMap((other) => {
      const second = other.bound.get(name);
      if (second === undefined) return [];
      const fold = first.fold || second.fold;
      return {
        members: new Set([home.plan.id, other.plan.id]),
        placeholder: name,
        sql: fold
          ? sql`lower(${first.column}) = lower(${second.column})`
          : sql`${first.column} = ${second.column}`,
      };
    });
  });
}

function predicates(
  plan: RulePlan,
  ordered: readonly MemberRows[],
  emitter: Emitter,
  homeOf: (name: string) => MemberRows | undefined,
): readonly Link[] {
  const definitions = new Set(
    [...plan.placeholders.values()].flatMap(({ name, bindings }) =>
      // Each member's own first binding is its column; a joint one is computed where it is read.
      ordered
        .flatMap((member) => {
          const own = bindings.find(
            ({ members, conditional }) =>
              !conditional && members.size === 1 && members.has(member.plan.id),
          );
          return own === undefined ? [] : [own.node];
        })
        .concat(
          homeOf(name) === undefined
            ? (bindings.find(({ conditional }) => !conditional)?.node ?? [])
            : [],
        ),
    ),
  );
  return plan.demands.flatMap(({ node, members, bare }) => {
    if (definitions.has(unfolded(node))) return [];
    const local = ordered.some(
      (one) =>
        [...members].every((id) => id === one.plan.id) &&
        [...bare].every((name) => one.bound.has(name)),
    );
    if (local && members.size + bare.size > 0) return [];
    const all = new Set(members);
    for (const name of bare) {
      for (const id of membersOf(plan, name, homeOf)) all.add(id);
    }
    return { members: all, placeholder: undefined, sql: emitter.emit(node).sql };
  });
}

function membersOf(
  plan: RulePlan,
  name: string,
  homeOf: (name: string) => MemberRows | undefined,
): readonly string[] {
  const home = homeOf(name);
  if (home !== undefined) return [home.plan.id];
  const joint = plan.placeholders.get(name)?.bindings.find(({ conditional }) => !conditional);
  if (joint === undefined) return [];
  const { members, bare } = dependenciesOf(joint.value);
  return [...members, ...[...bare].flatMap((one) => membersOf(plan, one, homeOf))];
}
