import type { Measured } from '../model/gating.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { driftOf } from './drift.ts';
import { effortOf } from './effort.ts';
import { entriesOf, nameOf, objectOf } from './entry.ts';
import { changeJson, factJson, heldJson, inFixedOrder, type JsonOptions } from './json-change.ts';
import { gateJson } from './gate-words.ts';
import { measuredJson, noiseJson } from './json-verdict.ts';
import { type Json, writeJson } from './json-writer.ts';
import { heldObjects, tallyOf } from './tally.ts';
import type { PlanView } from './view.ts';

/** What became of one environment. */
export type JsonEntry =
  | {
      readonly status: 'planned';
      readonly view: PlanView;
      readonly exit: number;
    }
  | {
      readonly status: 'applied';
      readonly view: PlanView;
      readonly exit: number;
      readonly outcomes: readonly Outcome[];
      readonly measured: readonly Measured[];
      readonly interrupted: boolean;
      readonly journal?: string;
      /** The plan made after the last change, where one was made, without what the gate holds. */
      readonly lastPlan?: Plan;
    }
  /** No plan came about; the other environments go on. */
  | {
      readonly status: 'refused';
      readonly environment: string;
      readonly exit: number;
      readonly message: string;
      readonly hint?: string;
    };

/**
 * The machine output of plan and apply: `{ "version": 1, "plans": [ … ] }`, one plan an environment
 * (docs/plan-json.md). Holds nothing that differs from run to run over the same state, but for durations of outcomes.
 */
export function plansJson(entries: readonly JsonEntry[], options: JsonOptions): string {
  return writeJson({ version: 1, plans: entries.map((entry) => entryJson(entry, options)) });
}

function entryJson(entry: JsonEntry, options: JsonOptions): Json {
  switch (entry.status) {
    case 'planned':
      return { ...viewJson(entry.view, options), status: 'planned', exit: entry.exit };
    case 'applied':
      return {
        ...viewJson(entry.view, options),
        status: 'applied',
        exit: entry.exit,
        apply: {
          interrupted: entry.interrupted,
          journal: entry.journal,
          outcomes: entry.outcomes.map(outcomeJson),
          measured: inFixedOrder(entry.measured.map(measuredJson)),
          left:
            entry.lastPlan === undefined
              ? undefined
              : {
                  changes: entry.lastPlan.changes.length,
                  held: heldObjects(entry.lastPlan),
                  heldByGate: entry.outcomes.filter((one) => one.status === 'held').length,
                },
        },
      };
    case 'refused':
      return {
        environment: entry.environment,
        status: 'refused',
        exit: entry.exit,
        error: { message: entry.message, hint: entry.hint },
      };
  }
}

function viewJson(
  view: PlanView,
  options: JsonOptions,
): { readonly [key: string]: Json | undefined } {
  const { plan, git, saved } = view;
  const entries = entriesOf(plan);
  return {
    environment: view.environment.name,
    chron: view.chron,
    host: view.host,
    identity: view.identity,
    gate: gateJson(view.environment.gate),
    git: { commit: git.commit, branch: git.branch, dirty: git.dirty },
    counts: {
      wanted: plan.counts.wanted,
      unchanged: plan.counts.unchanged,
      unmanaged: plan.counts.unmanaged.length,
      listsWanted: plan.counts.listsWanted,
      changes: plan.changes.length,
      held: heldObjects(plan),
      drift: driftOf(plan).objects,
    },
    summary: {
      rules: { ...tallyOf(entries.filter(({ object }) => object === 'rule')) },
      lists: { ...tallyOf(entries.filter(({ object }) => object === 'list')) },
    },
    quota: {
      tier: plan.quota.tier,
      enabled: { ...plan.quota.enabled },
      multiEvent: { ...plan.quota.multiEvent },
    },
    effort: effortJson(view),
    unmanaged: plan.counts.unmanaged,
    changes: plan.changes.map((change) => changeJson(change, options)),
    held: inFixedOrder(plan.held.map((held) => heldJson(held, options))),
    notices: inFixedOrder(plan.notices.map(factJson)),
    objections: inFixedOrder(plan.objections.map(factJson)),
    gated:
      view.environment.gate === 'off' ? undefined : inFixedOrder((view.noise ?? []).map(noiseJson)),
    saved: saved === undefined ? undefined : { ...saved },
  };
}

/** What carrying it out asks of the service; how long that takes only where its published rates are kept to. */
function effortJson({ plan, environment }: PlanView): Json {
  const { writes, rereads, seconds } = effortOf(plan);
  return { writes, rereads, seconds: environment.rates === 'published' ? seconds : undefined };
}

function outcomeJson(outcome: Outcome): Json {
  const { change, durationMs, status } = outcome;
  return {
    kind: change.kind,
    object: objectOf(change),
    name: nameOf(change),
    status,
    durationMs,
    note: 'note' in outcome ? outcome.note : undefined,
    because: 'because' in outcome ? outcome.because : undefined,
    verdict: outcome.status === 'held' ? outcome.verdict.status : undefined,
    hint: outcome.status === 'failed' ? outcome.hint : undefined,
    conflict: outcome.status === 'failed' ? outcome.conflict : undefined,
    denied: outcome.status === 'failed' ? outcome.denied : undefined,
  };
}
