import type { MachineChange, MachineHeld, MachinePlan } from '../model/machine-plan.ts';
import type { Change, Held } from '../model/plan.ts';
import type { ListFile } from '../model/reference-list.ts';
import type { LiveRule, Rule } from '../model/rule.ts';
import { machineNoise } from './machine-noise.ts';
import type { PlanView } from './view.ts';

/** What the head of a rule's text says; how it is read is handed in. */
export type HeadOf = (text: string) => Pick<Rule, 'meta' | 'multiEvent'>;

/**
 * A plan read back from its machine output, to be shown and never to be carried out: what the output leaves out is
 * filled with nothing, and without texts (`--texts`) there are no differences to show.
 */
export function machineView(entry: MachinePlan, headOf: HeadOf): PlanView {
  const { environment: name, counts, unmanaged } = entry;
  const { commit, branch, dirty } = entry.git;
  return {
    plan: {
      environment: name,
      changes: entry.changes.map((change) => changeOf(change, headOf)),
      held: entry.held.map(heldOf),
      notices: entry.notices,
      objections: entry.objections,
      counts: { ...counts, unmanaged },
      quota: entry.quota,
      standing: [],
    },
    chron: entry.chron,
    environment: {
      name,
      path: `environments/${name}.yaml`,
      gate: entry.gate,
      rates: entry.effort?.seconds === undefined ? 'none' : 'published',
    },
    host: '',
    identity: '',
    git: {
      ...(commit === undefined ? {} : { commit }),
      ...(branch === undefined ? {} : { branch }),
      dirty,
    },
    reading: { rules: 0, lists: 0, durationMs: 0, calls: 0, retries: 0 },
    noise: machineNoise(entry),
    ...(entry.saved === undefined ? {} : { saved: entry.saved }),
  };
}

function changeOf(change: MachineChange, headOf: HeadOf): Change {
  const { kind, name, reverts, value, removal } = change;
  switch (kind) {
    case 'create-rule':
      return { kind, rule: ruleOf(change, headOf), reverts };
    case 'add-version':
    case 'rename-rule':
    case 'unarchive-rule':
      return { kind, rule: ruleOf(change, headOf), live: liveRuleOf(change), reverts };
    case 'set-enabled':
    case 'set-alerting':
      return { kind, name, value, removal, reverts };
    case 'archive-rule':
      return { kind, name, live: liveRuleOf(change), reverts };
    case 'create-list':
      return { kind, list: listOf(change, change.after), reverts };
    case 'update-list':
      return {
        kind,
        list: listOf(change, change.after),
        live: { ...listOf(change, change.before), base: '' },
        reverts,
      };
  }
}

function ruleOf({ name, path, after }: MachineChange, headOf: HeadOf): Rule {
  const text = typeof after === 'string' ? after : '';
  return { ...headOf(text), name, path, text, lists: [], deployment: OFF };
}

function liveRuleOf({ name, live, before }: MachineChange): LiveRule {
  const { ruleId = '', versionId = '' } = live ?? {};
  const text = typeof before === 'string' ? before : '';
  const shown = live?.name ?? name;
  return {
    ruleId,
    name: shown,
    version: { ruleId, versionId, name: shown, text, createTime: new Date(0) },
    deployment: OFF,
    archived: false,
    multiEvent: false,
    compileState: 'succeeded',
    base: '',
  };
}

function listOf({ name, path, listKind }: MachineChange, lines: MachineChange['after']): ListFile {
  return {
    name,
    path,
    kind: listKind,
    description: '',
    lines: typeof lines === 'object' ? lines : [],
  };
}

function heldOf({ liveTime, faults, differences, ...held }: MachineHeld): Held {
  const time = liveTime === undefined ? undefined : new Date(liveTime);
  return {
    ...held,
    differences: differences.map(({ field, base, wanted, live }) => ({
      field,
      base,
      wanted,
      live,
    })),
    ...(time === undefined || Number.isNaN(time.getTime()) ? {} : { liveTime: time }),
    ...(faults === undefined ? {} : { faults }),
  };
}

const OFF = { enabled: false, alerting: false } as const;
