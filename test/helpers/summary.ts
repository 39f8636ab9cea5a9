import type { Ran } from './chron.ts';

/** What a plan or an apply said of one environment in `--format json`, each thing in a line; only changes have an order. */
export interface Summary {
  readonly exit: number;
  readonly changes: readonly string[];
  readonly held: readonly string[];
  readonly notices: readonly string[];
  /** These only where there are some. */
  readonly unmanaged?: readonly string[];
  readonly objections?: readonly string[];
  /** What was refused, in place of a plan. */
  readonly error?: string;
  /** Of an apply: each change with what became of it, where that is not `done`. */
  readonly undone?: readonly string[];
  /** Of an apply: how many changes the plan that it made once more still has, where it has some. */
  readonly left?: number;
}

/** Reads the JSON that a command wrote: one summary an environment, and for one alone the exit code it ended with. */
export function summaries({ code, out }: Ran): readonly Summary[] {
  const { plans }: { readonly plans: readonly EntryJson[] } = JSON.parse(out);
  return plans.map((entry) => ({
    exit: plans.length === 1 ? code : entry.exit,
    changes: (entry.changes ?? []).map(changeLine),
    held: (entry.held ?? []).map(heldLine).toSorted(),
    notices: (entry.notices ?? []).map(noticeLine).toSorted(),
    ...some('unmanaged', entry.unmanaged),
    ...some(
      'objections',
      entry.objections?.map(({ kind }) => kind),
    ),
    ...(entry.error === undefined ? {} : { error: entry.error.message }),
    ...undoneOf(entry),
    ...leftOf(entry),
  }));
}

function some<Key extends string>(
  key: Key,
  lines: readonly string[] = [],
): { readonly [One in Key]?: readonly string[] } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key is a string to the compiler
  return lines.length === 0 ? {} : ({ [key]: lines } as Record<Key, readonly string[]>);
}

interface EntryJson {
  readonly exit: number;
  readonly changes?: readonly ChangeJson[];
  readonly held?: readonly HeldJson[];
  readonly notices?: readonly NoticeJson[];
  readonly unmanaged?: readonly string[];
  readonly objections?: readonly { readonly kind: string }[];
  readonly error?: { readonly message: string };
  readonly apply?: {
    readonly outcomes: readonly OutcomeJson[];
    readonly left?: { readonly changes: number };
  };
}

interface ChangeJson {
  readonly kind: string;
  readonly object: 'rule' | 'list';
  readonly name: string;
  readonly reverts: boolean;
  readonly value?: boolean;
  readonly removal?: boolean;
  readonly live?: { readonly name?: string };
}

interface HeldJson {
  readonly object: 'rule' | 'list';
  readonly name: string;
  readonly reason: string;
  readonly drift: boolean;
  readonly differences: readonly {
    readonly field: string;
    readonly base?: boolean | string;
    readonly wanted?: boolean | string;
    readonly live?: boolean | string;
  }[];
}

interface NoticeJson {
  readonly kind: string;
  readonly name?: string;
  readonly becomes?: string;
  readonly by?: string;
}

interface OutcomeJson {
  readonly kind: string;
  readonly object: 'rule' | 'list';
  readonly name: string;
  readonly status: string;
}

/** `set-enabled alpha off`, `rename-rule alpha → beta`, `archive-rule alpha`, `update-list %watched reverts`. */
function changeLine({ kind, object, name, reverts, value, removal, live }: ChangeJson): string {
  return [
    kind,
    ...(kind === 'rename-rule' ? [live?.name ?? '', '→'] : []),
    shown(object, name),
    ...(value === undefined ? [] : [value ? 'on' : 'off']),
    ...(removal === true ? ['removal'] : []),
    ...(reverts ? ['reverts'] : []),
  ].join(' ');
}

/** `alpha changed-outside: text, enabled on/on/off` (base, wanted, live); what is no drift is in brackets. */
function heldLine({ object, name, reason, drift, differences }: HeldJson): string {
  const fields = differences.map(({ field, base, wanted, live }) => {
    const sides = [base, wanted, live];
    return sides.every((side) => typeof side !== 'boolean')
      ? field
      : `${field} ${sides.map(word).join('/')}`;
  });
  const line = `${shown(object, name)} ${reason}${fields.length === 0 ? '' : `: ${fields.join(', ')}`}`;
  return drift ? line : `[${line}]`;
}

function noticeLine({ kind, name, becomes, by }: NoticeJson): string {
  return [kind, name, becomes, by].filter((part) => part !== undefined).join(' ');
}

function undoneOf({ apply }: EntryJson): Pick<Summary, 'undone'> {
  const undone = (apply?.outcomes ?? []).filter(({ status }) => status !== 'done');
  if (undone.length === 0) return {};
  return {
    undone: undone.map(
      ({ kind, object, name, status }) => `${kind} ${shown(object, name)} ${status}`,
    ),
  };
}

function leftOf({ apply }: EntryJson): Pick<Summary, 'left'> {
  return apply?.left === undefined || apply.left.changes === 0 ? {} : { left: apply.left.changes };
}

function shown(object: 'rule' | 'list', name: string): string {
  return object === 'list' ? `%${name}` : name;
}

function word(side: boolean | string | undefined): string {
  return side === undefined ? '–' : side === true ? 'on' : side === false ? 'off' : side;
}
