import { ASSUMED_FIELDS, type RememberedObject } from '../model/memory.ts';
import type { Fields } from './memory-line.ts';

type Pair = readonly [key: string, value: string | undefined];

/** What may be left out where a line gets too long: it serves the eye, or a rename. */
export const OPTIONAL_FIELDS: readonly string[] = ['id', 'at', 'path'];

/** A remembered object as the fields of its line. */
export function objectFields(repository: string, object: RememberedObject): readonly Pair[] {
  const head: readonly Pair[] = [
    ['repo', repository],
    [object.kind, object.name],
  ];
  switch (object.kind) {
    case 'no-rule':
    case 'no-list':
      return head;
    case 'list':
      return [
        ...head,
        ['content', object.contentHash],
        ['at', object.commit],
        ['path', object.path],
      ];
    case 'rule':
      return [
        ...head,
        ['text', object.textHash],
        ['enabled', bit(object.enabled)],
        ['alerting', bit(object.alerting)],
        ['archived', bit(object.archived)],
        ['assumed', object.assumed?.join('.')],
        ['removed', object.removed === true ? '1' : undefined],
        ['id', object.metaRuleId],
        ['at', object.commit],
        ['path', object.path],
      ];
  }
}

/** Reads a line's fields; undefined where one is missing, wrong or not known. */
export function readObject(fields: Fields): RememberedObject | undefined {
  const kind = KINDS.find((one) => fields.has(one));
  const name = kind === undefined ? undefined : fields.get(kind);
  if (kind === undefined || name === undefined) return undefined;
  const object = READERS[kind](name, fields);
  if (object === undefined) return undefined;
  // Written again it must have the same fields: whatever is more than that was not written by this chron.
  const again = objectFields(fields.get('repo') ?? '', object).filter(
    ([, value]) => value !== undefined,
  );
  const same = again.every(([key, value]) => fields.get(key) === value);
  return same && again.length === fields.size ? object : undefined;
}

const KINDS = ['rule', 'list', 'no-rule', 'no-list'] as const;

const READERS: Readonly<
  Record<(typeof KINDS)[number], (name: string, fields: Fields) => RememberedObject | undefined>
> = {
  rule: (name, fields) => {
    const text = fields.get('text');
    const [enabled, alerting, archived] = ['enabled', 'alerting', 'archived'].map((key) =>
      flag(fields.get(key)),
    );
    if (
      !isHash(text) ||
      enabled === undefined ||
      alerting === undefined ||
      archived === undefined
    ) {
      return undefined;
    }
    const metaRuleId = fields.get('id');
    const told = fields.get('assumed')?.split('.');
    const assumed = told && ASSUMED_FIELDS.filter((field) => told.includes(field));
    return {
      kind: 'rule',
      name,
      textHash: text,
      enabled,
      alerting,
      archived,
      ...(metaRuleId === undefined ? {} : { metaRuleId }),
      ...(assumed === undefined ? {} : { assumed }),
      ...(fields.get('removed') === '1' ? { removed: true } : {}),
      ...placeOf(fields),
    };
  },
  list: (name, fields) => {
    const content = fields.get('content');
    return isHash(content)
      ? { kind: 'list', name, contentHash: content, ...placeOf(fields) }
      : undefined;
  },
  'no-rule': (name) => ({ kind: 'no-rule', name }),
  'no-list': (name) => ({ kind: 'no-list', name }),
};

function placeOf(fields: Fields): { readonly commit?: string; readonly path?: string } {
  const [commit, path] = [fields.get('at'), fields.get('path')];
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(path === undefined ? {} : { path }),
  };
}

function isHash(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text);
}

function bit(value: boolean): string {
  return value ? '1' : '0';
}

function flag(value: string | undefined): boolean | undefined {
  return value === '1' ? true : value === '0' ? false : undefined;
}
