import { UserError } from '../errors.ts';
import type { Change } from '../model/plan.ts';
import type { LiveRule } from '../model/rule.ts';
import type { SecOps } from '../ports/secops.ts';
import { counted } from '../text.ts';

/** What the steps of one apply learn from each other, by rule name. */
export interface Learnt {
  /** Rules that were created. */
  readonly created: Map<string, LiveRule>;
  /** Rules that were given a text. */
  readonly written: Set<string>;
}

/** Makes one change through the port; resolves to a fact worth a word at the end of its line, if there is one. */
export async function send(
  change: Change,
  secops: SecOps,
  learnt: Learnt,
): Promise<string | undefined> {
  switch (change.kind) {
    case 'create-rule': {
      const rule = await secops.createRule(change.rule.text);
      learnt.created.set(change.rule.name, rule);
      return rule.version.versionId;
    }
    case 'add-version':
    case 'rename-rule': {
      const { ruleId, base } = change.live;
      const { versionId } = await secops.addVersion(ruleId, change.rule.text, base);
      learnt.written.add(change.rule.name);
      return versionId;
    }
    case 'set-enabled':
      await secops.setEnabled(idOf(change, learnt), change.value);
      return undefined;
    case 'set-alerting':
      await secops.setAlerting(idOf(change, learnt), change.value);
      return undefined;
    case 'archive-rule':
      await secops.archiveRule(change.live.ruleId);
      return undefined;
    case 'unarchive-rule':
      await secops.unarchiveRule(change.live.ruleId);
      return undefined;
    case 'create-list':
      return linesOf(await secops.createList(change.list));
    case 'update-list':
      return linesOf(await secops.updateList(change.list, change.live.base));
  }
}

/**
 * Refuses to turn on a rule whose text, as it was just stored, the service does not compile: it would be a rule
 * that says it watches and does not (reliability B2).
 */
export async function refuseBroken(
  change: Change,
  secops: SecOps,
  { created, written }: Learnt,
): Promise<void> {
  if (change.kind !== 'set-enabled' && change.kind !== 'set-alerting') return;
  if (!change.value) return;
  const stored =
    written.has(change.name) && change.live !== undefined
      ? await secops.getRule(change.live.ruleId)
      : created.get(change.name);
  if (stored?.compileState !== 'failed') return;
  throw new UserError(
    `the service does not compile the text that was stored: ${stored.compileError ?? 'it does not say why'}`,
    { hint: 'correct the rule and apply again; until then it is not turned on' },
  );
}

function idOf(
  { name, live }: Extract<Change, { kind: 'set-enabled' | 'set-alerting' }>,
  { created }: Learnt,
): string {
  const rule = live ?? created.get(name);
  if (rule === undefined) throw new Error(`no step of the plan gives an id to ${name}`);
  return rule.ruleId;
}

function linesOf({ lines }: { readonly lines: readonly string[] }): string {
  return counted(lines.length, 'line');
}
