import { isDeepStrictEqual } from 'node:util';

/** The part of JSON Schema that docs/plan-schema.json uses. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

const KNOWN = new Set(
  (
    '$schema $ref $defs title description type const enum oneOf ' +
    'properties required additionalProperties items minimum maximum pattern'
  ).split(' '),
);

/** What of a value is not as its schema says, as `path: why`. Throws where the schema says what is not understood here. */
export function violations(
  value: unknown,
  schema: Schema,
  root = schema,
  at = '$',
): readonly string[] {
  const strange = Object.keys(schema).filter((key) => !KNOWN.has(key));
  if (strange.length > 0) throw new Error(`${at}: the schema has ${strange.join(', ')}`);
  const { $ref, oneOf } = schema;
  if ($ref !== undefined) {
    const target = root.$defs?.[$ref.replace('#/$defs/', '')];
    if (target === undefined) throw new Error(`${at}: ${$ref} is not there`);
    return violations(value, target, root, at);
  }
  if (oneOf !== undefined) {
    const results = oneOf.map((one) => violations(value, one, root, at));
    const fitting = results.filter((found) => found.length === 0).length;
    return fitting === 1 ? [] : [`${at}: fits ${fitting} of ${oneOf.length}`, ...results.flat()];
  }
  return [...scalarViolations(value, schema, at), ...partViolations(value, schema, root, at)];
}

function scalarViolations(value: unknown, schema: Schema, at: string): readonly string[] {
  const { type, minimum, maximum, pattern } = schema;
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return [
    ...(types.length === 0 || types.some((one) => hasType(value, one))
      ? []
      : [`${at}: no ${types.join(' or ')}`]),
    ...(!('const' in schema) || isDeepStrictEqual(value, schema.const)
      ? []
      : [`${at}: not the constant`]),
    ...(schema.enum === undefined || schema.enum.includes(value)
      ? []
      : [`${at}: not among the values`]),
    ...(typeof value === 'number' && minimum !== undefined && value < minimum
      ? [`${at}: too small`]
      : []),
    ...(typeof value === 'number' && maximum !== undefined && value > maximum
      ? [`${at}: too large`]
      : []),
    ...(typeof value === 'string' && pattern !== undefined && !new RegExp(pattern).test(value)
      ? [`${at}: not of the pattern`]
      : []),
  ];
}

function partViolations(
  value: unknown,
  schema: Schema,
  root: Schema,
  at: string,
): readonly string[] {
  const { items, properties = {}, required = [], additionalProperties = true } = schema;
  if (Array.isArray(value)) {
    if (items === undefined) return [];
    return value.flatMap((one, index) => violations(one, items, root, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const members = new Map<string, unknown>(Object.entries(value));
  return [
    ...required.filter((key) => !members.has(key)).map((key) => `${at}.${key}: missing`),
    ...[...members].flatMap(([key, member]) => {
      const property = properties[key];
      if (property !== undefined) return violations(member, property, root, `${at}.${key}`);
      return additionalProperties ? [] : [`${at}.${key}: not in the schema`];
    }),
  ];
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object')
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
