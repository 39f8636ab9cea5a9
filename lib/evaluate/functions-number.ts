import type { Emit } from './emitter.ts';
import { rangeOf } from './cidr.ts';
import { rangesOf } from './lookups.ts';
import { rangeTest } from './membership.ts';
import { bool, list, raw, sql, type Sql } from './sql.ts';
import { BOOL, BYTES, FLOAT, INT, STRING, asText, isNumeric, value, zeroOf } from './value.ts';
import type { Value } from './value.ts';

/** A number that came out finite, else 0 (yara-l §5.3). */
function finite(piece: Sql): Value {
  return value(FLOAT, sql`finite_or_zero(try(${piece}))`);
}

function rounded(direction: 'ceil' | 'floor'): Emit {
  return (input) =>
    value(
      INT,
      sql`coalesce(try_cast(${raw(direction)}((${input.number(0).sql})::DOUBLE) AS BIGINT), 0)`,
    );
}

const double = (given: Value): Sql => sql`(${given.sql})::DOUBLE`;

/** Numbers, casts, hashes and addresses, yara-l §5.3, §5.5, §5.6, and `if`. */
export const NUMBER_EMITS: Readonly<Record<string, Emit>> = {
  'math.abs': (input) => {
    const given = input.number(0);
    return { ...given, sql: sql`abs(${given.sql})` };
  },
  'math.ceil': rounded('ceil'),
  'math.floor': rounded('floor'),
  'math.round': (input) => {
    const given = input.number(0);
    if (input.size < 2)
      return value(INT, sql`coalesce(try_cast(round(${double(given)}) AS HUGEINT), 0)`);
    return value(FLOAT, sql`round(${double(given)}, (${input.integer(1)})::INTEGER)`);
  },
  'math.log': (input) => {
    const given = double(input.number(0));
    return finite(sql`CASE WHEN ${given} > 0 THEN ln(${given}) ELSE 0 END`);
  },
  'math.pow': (input) => finite(sql`pow(${double(input.number(0))}, ${double(input.number(1))})`),
  'math.sqrt': (input) => {
    const given = double(input.number(0));
    return finite(sql`CASE WHEN ${given} >= 0 THEN sqrt(${given}) ELSE 0 END`);
  },
  'math.random': () => value(FLOAT, raw('random()')),
  'math.is_increasing': (input) => {
    const [first, second, third] = [input.number(0), input.number(1), input.number(2)];
    return value(BOOL, sql`(${first.sql} < ${second.sql} AND ${second.sql} < ${third.sql})`);
  },
  'math.geo_distance': (input) =>
    value(FLOAT, sql`geo_distance(${list([0, 1, 2, 3].map((at) => double(input.number(at))))})`),
  'cast.as_bool': (input) => {
    const given = input.value(0);
    if (given.type.kind === 'bool') return given;
    return value(BOOL, sql`(lower(${asText(given)}) IN ('1', 'true'))`);
  },
  'cast.as_int': (input) => {
    const given = input.value(0);
    if (given.type.kind === 'int') return given;
    return value(INT, sql`int_of(${asText(given)})`);
  },
  'cast.as_float': (input) => {
    const given = input.value(0);
    if (isNumeric(given.type)) return value(FLOAT, double(given));
    return value(FLOAT, sql`finite_or_zero(try_cast(${asText(given)} AS DOUBLE))`);
  },
  'cast.as_string': (input) => {
    const given = input.value(0);
    const otherwise = input.size > 1 ? input.text(1) : raw("''");
    if (given.type.kind === 'bytes') {
      return value(STRING, sql`coalesce(try(decode(from_base64(${given.sql}))), ${otherwise})`);
    }
    // What does not fit 64 bits is no integer of the language (yara-l §5.5).
    if (given.type.kind === 'int') {
      return value(STRING, sql`coalesce(try_cast(${given.sql} AS BIGINT)::VARCHAR, ${otherwise})`);
    }
    return value(STRING, asText(given));
  },
  'bytes.to_base64': (input) => {
    const given = input.value(0);
    if (given.type.kind === 'bytes') return value(STRING, given.sql);
    return value(STRING, sql`to_base64(encode(${asText(given)}))`);
  },
  'hash.sha256': (input) => value(STRING, sql`sha256(${bytesOf(input.value(0))})`),
  'hash.fingerprint2011': (input) => value(INT, fingerprint(input.value(0))),
  'optimization.sample_rate': (input) =>
    value(
      BOOL,
      sql`coalesce(${fingerprint(input.value(0))} % nullif(${input.integer(2)}, 0) < ${input.integer(1)}, false)`,
    ),
  'net.ip_in_range_cidr': (input) => {
    const literal = input.literal(1);
    const address = input.text(0);
    if (literal !== undefined) {
      const range = rangeOf(literal);
      return value(BOOL, range === undefined ? bool(false) : rangeTest(address, [range]));
    }
    const node = input.node(1);
    if (node?.kind === 'list-reference' && input.self.scope.lambda !== true) {
      const { low, high } = input.self.scope.tableRange(node);
      return value(BOOL, sql`coalesce(ip_key(${address}) BETWEEN ${low} AND ${high}, false)`);
    }
    if (node?.kind === 'list-reference') {
      const { values } = input.self.environment.lookups.content(node);
      return value(BOOL, rangeTest(address, rangesOf(values)));
    }
    return value(BOOL, sql`ip_in_range(${list([address, input.text(1)])})`);
  },
  if: (input) => {
    const then = input.value(1);
    const otherwise = input.size > 2 ? input.value(2) : undefined;
    const type =
      otherwise !== undefined && then.type.kind !== otherwise.type.kind
        ? isNumeric(then.type) && isNumeric(otherwise.type)
          ? FLOAT
          : STRING
        : then.type;
    const written = (one: Value): Sql => (type === STRING ? asText(one) : one.sql);
    const last = otherwise === undefined ? zeroOf(type) : written(otherwise);
    return value(type, sql`CASE WHEN ${input.value(0).sql} THEN ${written(then)} ELSE ${last} END`);
  },
};

/** The bytes that a hash is taken of: those that base64 stands for, or a text's. */
function bytesOf(given: Value): Sql {
  return given.type.kind === BYTES.kind
    ? sql`from_base64(${given.sql})`
    : sql`encode(${asText(given)})`;
}

function fingerprint(given: Value): Sql {
  return sql`fingerprint2011(${bytesOf(given)})`;
}
