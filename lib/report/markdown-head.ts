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
  const parts = views.slice(0, NAMED).map(({ plan, environment }) => {
    const phrases = tallyPhrases(entriesOf(plan));
    return `${phrases.length === 0 ? 'no changes' : phrases.join(', ')} in ${code(environment.name, LONGEST_NAME)}`;
  });
  const more = views.length > NAMED ? `; … and ${views.length - NAMED} more environments` : '';
  return `### chron: ${parts.join('; ')}${more}${worst(views)}${gateWord(views)}`;
}

function worst(views: readonly PlanView[]): string {
  if (views.some(({ plan }) => plan.objections.length > 0)) return ' · **refused**';
  const held = views.reduce((sum, { plan }) => sum + heldObjects(plan), 0);
  return held === 0 ? '' : ` · **${thousands(held)} held**`;
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
      `${thousands(enabled.before)} → ${thousands(enabled.after)} of ${thousands(enabled.limit)}`,
      `${thousands(multiEvent.before)} → ${thousands(multiEvent.after)} of ${thousands(multiEvent.limit)}`,
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
