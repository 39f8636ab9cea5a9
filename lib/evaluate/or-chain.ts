import type { Expression } from '../yaral/ast.ts';
import { ungrouped } from '../yaral/symbols-names.ts';
import type { Emitter } from './emitter.ts';
import { hasQuantifier } from './quantifier.ts';
import { alternations, escaped, searchPattern } from './pattern.ts';
import { list, renderSql, sql, text, type Sql } from './sql.ts';
import { asText } from './value.ts';

/** One alternative that can be put together with others about the same value. */
interface Alternative {
  readonly subject: Expression;
  readonly fold: boolean;
  readonly equal: string | undefined;
  readonly pattern: string;
}

interface Chain {
  readonly subject: Sql;
  readonly fold: boolean;
  readonly equals: string[];
  readonly patterns: string[];
}

/**
 * A chain of `or`. Equations of one value become one `IN`, searches in it one pattern: thirty patterns one by one take
 * twenty times as long (evaluation §2).
 */
export function emitOr(self: Emitter, operands: readonly Expression[], fold: boolean): Sql {
  const chains = new Map<string, Chain>();
  const tests: Sql[] = [];
  for (const operand of flattened(operands)) {
    const one = alternativeOf(self, operand, fold);
    if (one === undefined) {
      tests.push(self.emit(operand, fold).sql);
      continue;
    }
    const subject = asText(self.emit(one.subject));
    const { sql: written, params } = renderSql(subject);
    const key = JSON.stringify([one.fold, written, params.map(({ value }) => String(value))]);
    const chain = chains.get(key) ?? { subject, fold: one.fold, equals: [], patterns: [] };
    chains.set(key, chain);
    if (one.equal === undefined) chain.patterns.push(one.pattern);
    else chain.equals.push(one.equal);
  }
  for (const { subject, fold: folded, equals, patterns } of chains.values()) {
    const alone = equals.length > 0 && patterns.length === 0;
    if (alone) {
      const tested = folded ? sql`lower(${subject})` : subject;
      const wanted = equals.map((one) => (folded ? sql`lower(${text(one)})` : text(one)));
      tests.push(
        wanted.length === 1
          ? sql`${tested} = ${list(wanted)}`
          : sql`${tested} IN (${list(wanted)})`,
      );
      continue;
    }
    const all = [
      ...equals.map((one) => searchPattern(`\\A${escaped(one)}\\z`, folded)),
      ...patterns,
    ];
    for (const pattern of alternations(all)) {
      tests.push(sql`regexp_matches(${subject}, ${text(pattern)})`);
    }
  }
  return sql`(${list(
    tests.map((test) => sql`(${test})`),
    ' OR ',
  )})`;
}

function flattened(operands: readonly Expression[]): readonly Expression[] {
  return operands.flatMap((operand) => {
    const here = ungrouped(operand);
    return here.kind === 'logical' && here.operator === 'or' ? flattened(here.operands) : [operand];
  });
}

function alternativeOf(
  self: Emitter,
  operand: Expression,
  given: boolean,
): Alternative | undefined {
  let here = ungrouped(operand);
  let fold = given;
  while (here.kind === 'nocase') {
    fold = true;
    here = ungrouped(here.operand);
  }
  if (hasQuantifier(here)) return undefined;
  const { types } = self.environment;
  const isString = (node: Expression): boolean => types.get(node)?.kind === 'string';
  if (here.kind === 'comparison' && here.operator === '=') {
    const left = ungrouped(here.left);
    const right = ungrouped(here.right);
    const [subject, literal] = isLiteral(left) ? [right, left] : [left, right];
    if (isLiteral(subject) || !isString(subject)) return undefined;
    if (literal.kind === 'string') {
      return { subject, fold, equal: literal.value, pattern: '' };
    }
    if (literal.kind === 'regex') {
      return { subject, fold, equal: undefined, pattern: searchPattern(literal.pattern, fold) };
    }
  }
  if (here.kind !== 'call') return undefined;
  const [subject, argument] = here.arguments;
  if (subject === undefined || argument === undefined) return undefined;
  if (subject.kind === 'named-argument' || argument.kind === 'named-argument') return undefined;
  const literal = ungrouped(argument);
  if (!isString(subject) || isLiteral(ungrouped(subject))) return undefined;
  if (here.name === 're.regex' && (literal.kind === 'string' || literal.kind === 'regex')) {
    const pattern = literal.kind === 'string' ? literal.value : literal.pattern;
    return { subject, fold, equal: undefined, pattern: searchPattern(pattern, fold) };
  }
  if (here.name === 'strings.contains' && literal.kind === 'string' && !fold) {
    return { subject, fold, equal: undefined, pattern: escaped(literal.value) };
  }
  return undefined;
}

function isLiteral({ kind }: Expression): boolean {
  return kind === 'string' || kind === 'regex';
}
