import { gateDemand, type GateDemand } from '../gate/decision.ts';
import type { GatedStep } from '../gate/rule-book.ts';
import { liveState, wantedState, type TextChange, type Transition } from '../gate/transition.ts';
import type { MeasureKind } from '../model/gating.ts';
import type { Change, Plan, PlanInput } from '../model/plan.ts';
import { LANDING, type LiveRule, type Rule } from '../model/rule.ts';
import { changeClasses, isHarmless } from '../plan/change-class.ts';
import { nameOf } from '../plan/order.ts';
import { asStored } from '../plan/stored-rule.ts';
import { compareText } from '../text.ts';

/** A rule that a plan does something to that the gate guards. */
export interface GatedRule {
  /** With the text that is measured, and what that says: the live one where git's does not come with the plan. */
  readonly rule: Rule;
  /** Absent for a rule that the plan creates. */
  readonly live?: LiveRule;
  /** The text that is measured: the one that the rule has after the plan. */
  readonly text: string;
  readonly transition: Transition;
  readonly demand: GateDemand & { readonly measure: MeasureKind };
  /** Lists that the plan edits or creates and the rule names. */
  readonly lists: readonly string[];
  /** When the youngest of the lists that it names was written, as they stand: older hunts ran with other lines. */
  readonly listsWritten?: Date;
}

/**
 * Which rules of a plan must be measured, and by what (design §5, "The gate guards transitions"); ordered by name.
 * What the plan leaves alone, such as a flag that is held, counts as it stands. Empty with the gate off.
 */
export function gatedRules(
  { changes }: Pick<Plan, 'changes'>,
  { wanted, live, environment: { gate } }: Pick<PlanInput, 'wanted' | 'live' | 'environment'>,
): readonly GatedRule[] {
  if (gate === 'off') return [];
  const edited = new Set(changes.flatMap((change) => ('list' in change ? [change.list.name] : [])));
  const byRule = grouped(changes);
  const written = new Map(live.lists.map(({ name, base }) => [name, timeOf(base)]));
  const active = new Map(
    live.rules.flatMap((rule) =>
      rule.archived || !rule.deployment.enabled ? [] : [[rule.name, rule] as const],
    ),
  );
  return wanted.rules
    .flatMap((declared): readonly GatedRule[] => {
      const own = byRule.get(declared.name) ?? [];
      const stands = liveOf(own) ?? (own.length === 0 ? active.get(declared.name) : undefined);
      if (own.length === 0 && stands === undefined) return [];
      const kept = stands === undefined || own.some(writesText) ? undefined : stands;
      const rule = kept === undefined ? declared : asStored(declared, kept);
      const lists = rule.lists.filter((name) => edited.has(name));
      if (own.length === 0 && lists.length === 0) return [];
      const transition = transitionOf(own, stands, lists.length > 0);
      const demand = gateDemand(transition, gate);
      if (!isMeasured(demand)) return [];
      if (demand.measure === 'retrohunt' && !own.some((change) => waitsFor(change, demand)))
        return [];
      return [
        {
          rule,
          ...(stands === undefined ? {} : { live: stands }),
          text: kept?.version.text ?? rule.text,
          transition,
          demand,
          lists,
          ...youngest(rule.lists.flatMap((name) => written.get(name) ?? [])),
        },
      ];
    })
    .toSorted((one, other) => compareText(one.rule.name, other.rule.name));
}

/** Which step of the rule book a change of a rule is; undefined for what is never gated. */
export function gatedStepOf(change: Change): GatedStep | undefined {
  switch (change.kind) {
    case 'create-rule':
    case 'add-version':
    case 'rename-rule':
      return 'add-version';
    case 'set-enabled':
    case 'set-alerting':
      return change.value ? change.kind : undefined;
    case 'archive-rule':
    case 'unarchive-rule':
    case 'create-list':
    case 'update-list':
      return undefined;
  }
}

/** Whether a change brings a text to the tenant. */
export function writesText(
  change: Change,
): change is Extract<Change, { kind: 'create-rule' | 'add-version' | 'rename-rule' }> {
  return gatedStepOf(change) === 'add-version';
}

/** Where what would be guarded is held by drift, nothing waits for a verdict. */
function waitsFor(change: Change, { gated }: GateDemand): boolean {
  const step = gatedStepOf(change);
  return step !== undefined && gated.includes(step);
}

/** The base of a list is the time of its content (model/reference-list.ts); where it is none, any time is possible. */
function timeOf(base: string): Date {
  const time = Date.parse(base);
  return Number.isNaN(time) ? END_OF_TIME : new Date(time);
}

const END_OF_TIME = new Date(8.64e15);

function youngest(times: readonly Date[]): Pick<GatedRule, 'listsWritten'> {
  if (times.length === 0) return {};
  return { listsWritten: new Date(Math.max(...times.map((time) => time.getTime()))) };
}

function grouped(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    if ('list' in change) continue;
    const group = groups.get(nameOf(change));
    if (group === undefined) groups.set(nameOf(change), [change]);
    else group.push(change);
  }
  return groups;
}

function liveOf(changes: readonly Change[]): LiveRule | undefined {
  for (const change of changes) {
    if (!('list' in change) && 'live' in change && change.live !== undefined) return change.live;
  }
  return undefined;
}

function transitionOf(
  changes: readonly Change[],
  live: LiveRule | undefined,
  listEdited: boolean,
): Transition {
  const back = changes.some(({ kind }) => kind === 'unarchive-rule');
  const landed = live === undefined || back ? LANDING : live.deployment;
  const after = { ...landed };
  for (const change of changes) {
    if (change.kind === 'set-enabled') after.enabled = change.value;
    if (change.kind === 'set-alerting') after.alerting = change.value;
  }
  return {
    live: liveState(live === undefined ? undefined : landed),
    wanted: wantedState(after),
    text: textChange(changes, live),
    listEdited,
  };
}

function textChange(changes: readonly Change[], live: LiveRule | undefined): TextChange {
  const change = changes.find(writesText);
  if (change === undefined) return 'none';
  if (live === undefined) return 'logic';
  const classes = changeClasses(live.version.text, change.rule.text);
  return isHarmless(classes) ? 'harmless' : 'logic';
}

function isMeasured(demand: GateDemand): demand is GateDemand & { readonly measure: MeasureKind } {
  return demand.measure !== 'nothing';
}
