import { referenceOf, type Reference } from '../../lib/evaluate/reference.ts';
import { enumNamed } from '../../lib/udm/schema.ts';
import type { Analysis } from '../../lib/yaral/analyze.ts';
import type { Expression, Path } from '../../lib/yaral/ast.ts';

/** Values that rules compare a field with. */
export interface Pool {
  readonly reference: Reference;
  readonly values: readonly unknown[];
}

/** What the rules ask of fields: each path with the literals that stand beside it, so that invented events hit. */
export function poolsOf(analyses: readonly Analysis[]): readonly Pool[] {
  const pools = new Map<string, { reference: Reference; values: unknown[] }>();
  const add = (path: Path, literal: Expression | undefined): void => {
    const reference = safely(path);
    if (reference === undefined || reference.source !== 'udm') return;
    const key = `${reference.column.path} ${reference.key ?? ''}`;
    const pool = pools.get(key) ?? { reference, values: [] };
    pools.set(key, pool);
    if (literal?.kind === 'string' || literal?.kind === 'integer' || literal?.kind === 'boolean') {
      pool.values.push(literal.value);
    } else if (literal?.kind === 'regex') pool.values.push(plainText(literal.pattern));
  };
  for (const { symbols } of analyses) {
    if (symbols === undefined) continue;
    for (const path of symbols.index.of('path')) if (path.root !== undefined) add(path, undefined);
    for (const { left, right } of symbols.index.of('comparison')) {
      if (left.kind === 'path' && left.root !== undefined) add(left, right);
      if (right.kind === 'path' && right.root !== undefined) add(right, left);
    }
    for (const call of symbols.index.of('call')) {
      const [first, second] = call.arguments;
      if (first?.kind === 'path' && first.root !== undefined && second?.kind === 'string') {
        add(first, { ...second, value: plainText(second.value) });
      }
    }
  }
  return [...pools.values()];
}

function safely(path: Path): Reference | undefined {
  try {
    return referenceOf(path);
  } catch {
    return undefined;
  }
}

/** A text that a simple pattern finds: its letters. */
function plainText(pattern: string): string {
  return pattern
    .replaceAll(/\(\?[a-z]+\)|\\[bBAzsSwWdD]|[\^$()[\]{}*+?|]/g, '')
    .replaceAll(/\\(.)/g, '$1');
}

/** Numbers that look random and are the same each time: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const HOSTS = ['host-a', 'host-b', 'host-c'];
const ADDRESSES = ['192.0.2.1', '198.51.100.7', '10.0.0.5', '2001:db8::1'];

/** Events within a day, each with most of the fields that one rule asks for. */
export function inventEvents(
  rules: readonly (readonly Pool[])[],
  count: number,
  seed: number,
): readonly unknown[] {
  const random = randomFrom(seed);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  return Array.from({ length: count }, (_, at) => {
    const seconds = 1_767_225_600 + Math.floor(random() * 86_400);
    const event: Record<string, unknown> = {
      metadata: {
        id: Buffer.from(`event-${at}`).toString('base64'),
        event_timestamp: new Date(seconds * 1000).toISOString(),
      },
    };
    for (const pool of pick(rules) ?? []) {
      if (random() < 0.9) put(event, pool.reference, () => valueFor(pool, pick, random), random);
    }
    return event;
  });
}

function valueFor(
  { reference: { column, type }, values }: Pool,
  pick: <T>(all: readonly T[]) => T | undefined,
  random: () => number,
): unknown {
  const fitting = values.filter((value) => fits(value, column.kind));
  if (fitting.length > 0 && random() < 0.95) return pick(fitting);
  if (column.kind === 'enum')
    return pick([...(enumNamed(column.enumName ?? '')?.values.keys() ?? [])]);
  if (column.kind === 'bool') return random() < 0.5;
  if (column.kind === 'int' || column.kind === 'uint') return Math.floor(random() * 1000);
  if (column.kind === 'float') return random() * 100;
  if (column.kind === 'time') return '2026-01-01T00:00:00.5Z';
  if (column.kind === 'bytes') return 'AAEC';
  if (column.path.endsWith('ip')) return pick(ADDRESSES);
  return type.kind === 'string' ? pick(HOSTS) : 'x';
}

function fits(value: unknown, kind: string): boolean {
  if (kind === 'int' || kind === 'uint' || kind === 'float') return typeof value === 'number';
  if (kind === 'bool') return typeof value === 'boolean';
  return typeof value === 'string' && (kind === 'string' || kind === 'enum');
}

/** Sets a leaf of an event; lists get one or two elements, maps the key that was asked for. */
function put(
  event: Record<string, unknown>,
  { column, key }: Reference,
  value: () => unknown,
  random: () => number,
): void {
  let here = event;
  const steps = key === undefined ? column.steps : column.steps.slice(0, -1);
  for (const [at, step] of steps.entries()) {
    const last = at === steps.length - 1;
    if (step.map) {
      if (step.name === 'fields') here[key ?? 'key'] = value();
      else here[step.name] = { [key ?? 'key']: { string_val: value() } };
      return;
    }
    if (!step.repeated) {
      const next = last ? value() : (here[step.name] ?? {});
      here[step.name] = next;
      if (last || !isRecord(next)) return;
      here = next;
      continue;
    }
    const known = here[step.name];
    if (known !== undefined && !Array.isArray(known)) return;
    const list: unknown[] = known ?? [];
    here[step.name] = list;
    if (last && key !== undefined) {
      list.push({ key, value: value() });
      return;
    }
    if (last) {
      list.push(value());
      if (random() < 0.3) list.push(value());
      return;
    }
    if (list.length === 0 || random() < 0.2) list.push({});
    const next: unknown = list.at(-1);
    if (!isRecord(next)) return;
    here = next;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
