import type { Arithmetic, Comparison, Expression, Membership, NOf, Path } from '../yaral/ast.ts';
import { ungrouped } from '../yaral/symbols-names.ts';
import { hasQuantifier, quantifiersIn } from './quantifier.ts';
import type { Emitter } from './emitter.ts';
import { compareValues, type Side } from './compare.ts';
import { emitCall } from './call.ts';
import { kindOf, listTest } from './membership.ts';
import { emitOr } from './or-chain.ts';
import { searchPattern } from './pattern.ts';
import { referenceOf } from './reference.ts';
import { readReference, readWhole } from './read.ts';
import type { Environment, Scope } from './scope.ts';
import { allOf, bool, float, integer, list, raw, sql, text } from './sql.ts';
import { BOOL, FLOAT, INT, STRING, Unsupported, asText, numeric, value, zeroOf } from './value.ts';
import type { Value } from './value.ts';

export function makeEmitter(
  environment: Environment,
  scope: Scope,
  replaced: ReadonlyMap<Expression, Value> = new Map(),
): Emitter {
  const self: Emitter = {
    environment,
    scope,
    emit: (node, fold = false) => replaced.get(node) ?? emitNode(self, node, fold),
    emitList: (node) => {
      const inner = ungrouped(node);
      if (inner.kind === 'path' && inner.root !== undefined) {
        const whole = readWhole(self, inner);
        if (whole !== undefined) return whole;
      }
      const given = self.emit(node);
      return given.type.kind === 'list'
        ? given
        : value({ kind: 'list', element: given.type }, sql`[${given.sql}]`);
    },
    within: (changes, more = new Map()) =>
      makeEmitter(environment, { ...scope, ...changes }, new Map([...replaced, ...more])),
  };
  return self;
}

function emitNode(self: Emitter, node: Expression, fold: boolean): Value {
  switch (node.kind) {
    case 'group': {
      const inner = self.emit(node.expression, fold);
      return { ...inner, sql: sql`(${inner.sql})` };
    }
    case 'nocase':
      return self.emit(node.operand, true);
    case 'logical':
      return value(
        BOOL,
        node.operator === 'and'
          ? sql`(${allOf(node.operands.map((one) => self.emit(one, fold).sql))})`
          : emitOr(self, node.operands, fold),
      );
    case 'not':
      return value(BOOL, sql`NOT (${self.emit(node.operand, fold).sql})`);
    case 'comparison':
      return quantified(self, node, (inner) => emitComparison(inner, node, fold));
    case 'membership':
      return quantified(self, node, (inner) => emitMembership(inner, node, fold));
    case 'null-test': {
      const subject = self.emit(node.subject);
      const sign = raw(node.negated ? '<>' : '=');
      return value(BOOL, sql`${subject.sql} ${sign} ${zeroOf(subject.type)}`);
    }
    case 'arithmetic':
      return emitArithmetic(self, node);
    case 'negation': {
      const operand = self.emit(node.operand);
      return { ...operand, sql: sql`(-${operand.sql})` };
    }
    case 'absence': {
      const inner = ungrouped(node.operand);
      if (inner.kind !== 'variable') return value(BOOL, sql`NOT (${self.emit(inner).sql})`);
      return value(BOOL, sql`${self.scope.count(inner.name)} = 0`);
    }
    case 'quantified':
      // Its predicate is written around it; alone it is a truth value of its own.
      return quantified(self, node, (inner) => inner.emit(node.operand));
    case 'n-of':
      return emitNOf(self, node);
    case 'list':
      return emitListLiteral(self, node.items);
    case 'variable':
      return self.scope.variable(node);
    case 'count':
      return value(INT, self.scope.count(node.name));
    case 'path':
      return emitPath(self, node);
    case 'call': {
      const call = (inner: Emitter): Value => emitCall(inner, node, fold);
      return hasQuantifier(node) && isBool(self, node) ? quantified(self, node, call) : call(self);
    }
    case 'list-reference':
      return self.scope.tableColumn(node);
    case 'string':
      return value(STRING, text(node.value));
    case 'regex':
      return value(STRING, text(node.pattern));
    case 'integer':
      return value(INT, integer(BigInt(node.text.replace(/^\+/, ''))));
    case 'float':
      return value(FLOAT, float(node.value));
    case 'boolean':
      return value(BOOL, bool(node.value));
    case 'null':
      return value(STRING, text(''));
    case 'duration':
    case 'table-call':
    case 'invalid':
      throw new Unsupported('this expression', node.span, 'write a field, a variable or a literal');
  }
}

function isBool({ environment }: Emitter, node: Expression): boolean {
  return environment.types.get(node)?.kind === 'bool';
}

function emitPath(self: Emitter, node: Path): Value {
  const { window } = self.scope;
  if (node.root !== undefined) return readReference(self, referenceOf(node), node);
  const [word] = node.segments;
  const named = word?.kind === 'field' ? word.name : '';
  if (window !== undefined && named === 'window_start') {
    return value({ kind: 'time' }, window.start);
  }
  if (window !== undefined && named === 'window_end') return value({ kind: 'time' }, window.end);
  throw new Unsupported(`"${named}"`, node.span, 'write a field of an event variable');
}

function emitComparison(self: Emitter, node: Comparison, fold: boolean): Value {
  const left = ungrouped(node.left);
  const right = ungrouped(node.right);
  const [regex, subject] = left.kind === 'regex' ? [left, right] : [right, left];
  if (regex.kind === 'regex') {
    const tested = asText(self.emit(subject));
    const found = sql`regexp_matches(${tested}, ${text(searchPattern(regex.pattern, fold))})`;
    return value(BOOL, node.operator === '!=' ? sql`NOT ${found}` : found);
  }
  const side = (one: Expression): Side => ({ ...self.emit(one), node: one });
  if (left.kind === 'null' || right.kind === 'null') {
    const tested = self.emit(left.kind === 'null' ? right : left);
    const sign = raw(node.operator === '!=' ? '<>' : '=');
    return value(BOOL, sql`${tested.sql} ${sign} ${zeroOf(tested.type)}`);
  }
  return compareValues(node.operator, side(left), side(right), fold);
}

function emitMembership(self: Emitter, node: Membership, fold: boolean): Value {
  const subject = asText(self.emit(node.subject));
  const { list: tested } = node;
  if (tested.kind === 'invalid') throw new Unsupported('this list', tested.span, 'name a list');
  const content =
    tested.kind === 'list-reference'
      ? kindOf(node, self.environment.lookups.content(tested))
      : kindOf(node, { kind: 'string', values: tested.items.flatMap(literalText) });
  const found = listTest(subject, content, fold, self.environment, self.scope);
  return value(BOOL, node.negated ? sql`NOT (${found})` : found);
}

function literalText(node: Expression): readonly string[] {
  const here = ungrouped(node);
  if (here.kind === 'string') return [here.value];
  if (here.kind === 'regex') return [here.pattern];
  if (here.kind === 'integer' || here.kind === 'float') return [here.text];
  throw new Unsupported('a list with more than literals', node.span, 'compare one by one with or');
}

function emitArithmetic(self: Emitter, node: Arithmetic): Value {
  const left = numeric(self.emit(node.left));
  const right = numeric(self.emit(node.right));
  if (node.operator === '/') {
    return value(
      FLOAT,
      sql`coalesce((${left.sql})::DOUBLE / nullif((${right.sql})::DOUBLE, 0), 0)`,
    );
  }
  if (node.operator === '%') {
    return value(INT, sql`coalesce((${left.sql}) % nullif(${right.sql}, 0), 0)`);
  }
  const sign = raw(node.operator);
  if (left.type.kind === 'float' || right.type.kind === 'float') {
    return value(FLOAT, sql`(${left.sql} ${sign} ${right.sql})`);
  }
  // Wide enough for any product of two fields (yara-l §4.12).
  return value(INT, sql`((${left.sql})::HUGEINT ${sign} (${right.sql})::HUGEINT)`);
}

function emitListLiteral(self: Emitter, items: readonly Expression[]): Value {
  const values = items.map((one) => self.emit(one));
  const element = values[0]?.type ?? STRING;
  return value({ kind: 'list', element }, sql`[${list(values.map((one) => one.sql))}]`);
}

function emitNOf(self: Emitter, node: NOf): Value {
  if (node.list.kind !== 'list') throw new Unsupported('this list', node.span, 'name variables');
  const tests = node.list.items.map((one) => sql`(${self.emit(one).sql})::INTEGER`);
  const wanted = node.count === 'any' ? 1 : node.count === 'all' ? tests.length : node.count.value;
  return value(BOOL, sql`(${list(tests, ' + ', '0')}) >= ${integer(wanted)}`);
}

/**
 * `any` and `all` look at every element of the whole event, apart from its copies (yara-l §4.4): the predicate they
 * stand in is tested for each.
 */
function quantified(self: Emitter, node: Expression, emit: (inner: Emitter) => Value): Value {
  const [found, second] = quantifiersIn(node);
  if (found === undefined) return emit(self);
  if (second !== undefined) {
    const hint = 'compare with a value that is not a list';
    throw new Unsupported(`a second ${second.quantifier} in one comparison`, second.span, hint);
  }
  const operand = ungrouped(found.operand);
  const whole = operand.kind === 'path' ? readWhole(self, operand) : undefined;
  if (whole === undefined || whole.type.kind !== 'list') {
    const same = new Map([[found, self.emit(found.operand)] as const]);
    return emit(self.within({}, same));
  }
  const element = raw(self.scope.lambda === true ? 'zz' : 'z');
  const inner = self.within(
    { lambda: true },
    new Map<Expression, Value>([[found, value(whole.type.element, element)]]),
  );
  const test = emit(inner).sql;
  const kept = found.quantifier === 'any' ? test : sql`NOT (${test})`;
  const sign = raw(found.quantifier === 'any' ? '> 0' : '= 0');
  return value(BOOL, sql`len(list_filter(${whole.sql}, lambda ${element}: ${kept})) ${sign}`);
}
