import type { MachineOutcome } from '../model/machine-plan.ts';
import type { AppliedEntry } from './comment-entry.ts';
import { cellCode, LONGEST_NAME } from './markdown-escape.ts';

const WORDS: Readonly<Record<string, string>> = {
  'create-rule': 'create',
  'create-list': 'create',
  'add-version': 'new version',
  'rename-rule': 'rename',
  'archive-rule': 'archive',
  'unarchive-rule': 'unarchive',
  'update-list': 'update',
};

const SIGNS: Readonly<Record<MachineOutcome['status'], string>> = {
  failed: '❌ failed',
  held: '⚠️ held',
  skipped: '⏭️ skipped',
  done: '✅ done',
};
const ORDER: readonly MachineOutcome['status'][] = ['failed', 'held', 'skipped', 'done'];

/** One row an object and what became of it, the worst first: what was done to it stands together. */
export function outcomeRows({ apply, changes }: AppliedEntry): readonly string[] {
  const rows = new Map<string, { readonly outcome: MachineOutcome; readonly words: string[] }>();
  for (const outcome of apply.outcomes) {
    const { status, object, name, kind } = outcome;
    const key = JSON.stringify([status, object, name, whyOf(outcome)]);
    const row = rows.get(key) ?? { outcome, words: [] };
    rows.set(key, row);
    const value = changes.find((one) => one.kind === kind && one.name === name)?.value;
    row.words.push(wordOf(kind, value));
  }
  return [...rows.values()]
    .toSorted(
      ({ outcome: one }, { outcome: other }) =>
        ORDER.indexOf(one.status) - ORDER.indexOf(other.status),
    )
    .map(({ outcome, words }) => rowOf(outcome, words));
}

function wordOf(kind: string, value: boolean | undefined): string {
  if (kind === 'set-enabled') return value === false ? 'disable' : 'enable';
  if (kind === 'set-alerting') return value === false ? 'alerting off' : 'alerting on';
  return WORDS[kind] ?? cellCode(kind);
}

/** What is said beside it. New ids alone are left to the journal: nobody reads them here. */
function whyOf({ because, note, verdict }: MachineOutcome): string | undefined {
  if (because !== undefined) return because;
  if (verdict !== undefined) return `gate: ${verdict}`;
  return note !== undefined && /\s/.test(note) ? note : undefined;
}

function rowOf(outcome: MachineOutcome, words: readonly string[]): string {
  const { object, name, status } = outcome;
  const why = whyOf(outcome);
  const cells = [
    SIGNS[status],
    cellCode(object === 'list' ? `%${name}` : name, LONGEST_NAME),
    words.join(', '),
    why === undefined ? '' : cellCode(why),
  ];
  return `| ${cells.join(' | ')} |`;
}
