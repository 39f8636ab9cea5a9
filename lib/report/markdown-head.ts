import { driftOf } from './drift.ts';
import { cellCode, code, LONGEST_NAME } from './markdown-escape.ts';
import { entriesOf } from './entry.ts';
import { gateWord } from './markdown-gate.ts';
import { heldObjects, tallyPhrases } from './tally.ts';
import type { PlanView } from './view.ts';
import { thousands } from './words.ts';

/** Environments that a headline names; the table below has them all. */
const NAMED = 3;

/** One sentence with what matters most: what would be done where, and whether something stands in the way. */
export function headline(views: readonly PlanView[]): string {
  // Environments that a plan does the same to are named together.
  const alike = new Map<string, string[]>();
  for (const { plan, environment } of views.slice(0, NAMED)) {
    const phrases = tallyPhrases(entriesOf(plan));
    const what = phrases.length === 0 ? 'no changes' : phrases.join(', ');
    alike.set(what, [...(alike.get(what) ?? []), code(environment.name, LONGEST_NAME)]);
  }
  const parts = [...alike].map(([what, names]) => `${what} in ${listed(names)}`);
  const more = views.length > NAMED ? `; … and ${views.length - NAMED} more environments` : '';
  return `### chron: ${parts.join('; ')}${more}${worst(views)}${gateWord(views)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function worst(views: readonly PlanView[]): string {
  if (views.some(({ plan }) => plan.objections.length > 0)) return ' · ❌ **refused**';
  const held = views.reduce((sum, { plan }) => sum + heldObjects(plan), 0);
  return held === 0 ? '' : ` · ⚠️ **${thousands(held)} held**`;
}

/** How full a quota is; before and after only where they differ. */
function useText({ before, after, limit }: PlanView['plan']['quota']['enabled']): string {
  const used = before === after ? '' : `${thousands(before)} → `;
  return `${used}${thousands(after)} of ${thousands(limit)}`;
}

/** One row an environment: how many changes, what is held, what drifted, how full the quotas are. */
export function statusTable(views: readonly PlanView[], rows: number): string {
  const shown = views.slice(0, rows).map(({ plan, environment }) => {
    const { enabled, multiEvent } = plan.quota;
    const drift = driftOf(plan).objects;
    const held = heldObjects(plan);
    const cells = [
      cellCode(environment.name, LONGEST_NAME),
      plan.changes.length === 0 ? 'none' : thousands(entriesOf(plan).length),
      held === 0 ? 'none' : `⚠️ ${thousands(held)}`,
      drift === 0 ? 'none' : `⚠️ ${thousands(drift)}`,
      thousands(plan.counts.unchanged),
      useText(enabled),
      useText(multiEvent),
      thousands(plan.counts.unmanaged.length),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| | Changes | Held | Drift | Unchanged | Enabled | Multi-event | Not managed |',
    '|---|---|---|---|---|---|---|---|',
    ...shown,
    ...(views.length > shown.length
      ? ['', `… and ${views.length - shown.length} more environments`]
      : []),
  ].join('\n');
}
