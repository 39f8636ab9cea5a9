import type { SqlParam } from '../model/compiled-query.ts';

/** A piece of SQL: text that chron wrote, and values that stand beside it. */
export interface Sql {
  readonly parts: readonly (string | SqlParam)[];
}

/** Writes SQL. Only pieces of SQL can be put in: values go through `param`, names through `name`. */
export function sql(strings: TemplateStringsArray, ...values: readonly Sql[]): Sql {
  const parts: (string | SqlParam)[] = [];
  strings.forEach((written, at) => {
    add(parts, written);
    for (const part of values[at]?.parts ?? []) add(parts, part);
  });
  return { parts };
}

function add(parts: (string | SqlParam)[], part: string | SqlParam): void {
  const last = parts.length - 1;
  const before = parts[last];
  if (part === '') return;
  if (typeof part === 'string' && typeof before === 'string') parts[last] = before + part;
  else parts.push(part);
}

/** Text of our own making, such as a number of columns; never anything that came from a rule or an event. */
export function raw(written: string): Sql {
  return { parts: [written] };
}

/** A column or relation by its name, quoted. */
export function name(called: string): Sql {
  return raw(`"${called.replaceAll('"', '""')}"`);
}

export function text(value: string): Sql {
  return { parts: [{ type: 'VARCHAR', value }] };
}

/** An integer, exact: a BIGINT, or a HUGEINT where it does not fit. */
export function integer(value: bigint | number): Sql {
  const exact = BigInt(value);
  const fits = exact >= -(2n ** 63n) && exact < 2n ** 63n;
  return { parts: [{ type: fits ? 'BIGINT' : 'HUGEINT', value: exact }] };
}

export function float(value: number): Sql {
  return { parts: [{ type: 'DOUBLE', value }] };
}

export function bool(value: boolean): Sql {
  return raw(value ? 'true' : 'false');
}

/** Pieces with something between them; `none` if there are none. */
export function list(pieces: readonly Sql[], between = ', ', none = ''): Sql {
  const parts: (string | SqlParam)[] = [];
  pieces.forEach((piece, at) => {
    if (at > 0) add(parts, between);
    for (const part of piece.parts) add(parts, part);
  });
  return pieces.length === 0 ? raw(none) : { parts };
}

/** Whether two pieces are written alike. */
export function sameSql({ parts: before }: Sql, { parts: after }: Sql): boolean {
  return (
    before.length === after.length &&
    before.every((part, at) => {
      const other = after[at];
      return typeof part === 'string' || typeof other !== 'object'
        ? part === other
        : part.type === other.type && part.value === other.value;
    })
  );
}

/** All must hold. */
export function allOf(conditions: readonly Sql[]): Sql {
  return list(
    conditions.map((one) => sql`(${one})`),
    ' AND ',
    'true',
  );
}

/** `WHERE …`, or nothing. */
export function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? raw('') : sql` WHERE ${allOf(conditions)}`;
}

/** The text with `$1`, `$2` for its values; equal values are one. */
export function renderSql({ parts }: Sql): {
  readonly sql: string;
  readonly params: readonly SqlParam[];
} {
  const params: SqlParam[] = [];
  const known = new Map<string, number>();
  const written = parts.map((part) => {
    if (typeof part === 'string') return part;
    const key = `${part.type} ${String(part.value)}`;
    const at = known.get(key) ?? params.push(part);
    known.set(key, at);
    return `$${at}`;
  });
  return { sql: written.join(''), params };
}
