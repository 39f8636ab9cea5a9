import type { GatePolicy } from '../model/gate.ts';
import { ALLOWANCES, type Allowance, type Verdict } from '../model/verdict.ts';
import {
  RULE_BOOK,
  type Evidence,
  type GatedStep,
  type Measure,
  type QuietingStep,
  type RuleBookRow,
} from './rule-book.ts';
import type { Transition } from './transition.ts';

/** What the gate asks of a transition. */
export interface GateDemand {
  readonly row: string;
  readonly first: readonly QuietingStep[];
  readonly measure: Measure;
  /** Steps of the rule that wait for the verdict. */
  readonly gated: readonly GatedStep[];
  readonly evidence: Evidence;
}

/** What a verdict comes to. */
export interface GateDecision extends GateDemand {
  /** Steps of the rule that go on. */
  readonly goes: readonly GatedStep[];
  /** Steps that are held: their object stays as it is. */
  readonly held: readonly GatedStep[];
  /** The list is live and stays so; the report prints the lines that would restore it. */
  readonly restoreLines: boolean;
  /** Of design §5's table; 4 where something is held or a list made a rule loud. */
  readonly exit: 0 | 4;
}

/** What must be measured before a transition, and by what. With the gate off (`policy` undefined): nothing. */
export function gateDemand(transition: Transition, policy: GatePolicy | undefined): GateDemand {
  const found = rowOf(transition);
  const steps = stepsOf(transition);
  if (policy === undefined) {
    const { row, first } = found;
    return { row, first, measure: 'nothing', gated: [], evidence: 'none' };
  }
  const muted = found.mutable === true && policy.retrohuntAlerting === 'muted';
  return {
    row: found.row,
    first: found.first,
    measure: found.measure,
    gated: found.gated.filter((step) => steps.includes(step)),
    evidence: muted ? 'muted-retrohunt' : found.evidence,
  };
}

/**
 * What becomes of a transition. Without a verdict where one is needed nothing gated goes: what was not measured is
 * unproven. The verdict must be for the very text and environment; whoever calls has looked.
 */
export function gateDecision(
  transition: Transition,
  policy: GatePolicy | undefined,
  verdict: Pick<Verdict, 'allows'> | undefined,
): GateDecision {
  const demand = gateDemand(transition, policy);
  const allows = demand.measure === 'nothing' ? 'alerting' : (verdict?.allows ?? 'nothing');
  const row = rowOf(transition);
  const held = demand.gated.filter((step) => !allowsStep(allows, step, row));
  const loudList = demand.measure === 'test-run-after-list' && allows !== 'alerting';
  return {
    ...demand,
    goes: stepsOf(transition).filter((step) => !held.includes(step)),
    held,
    // a promotion rests on the edited list too
    restoreLines: loudList || (transition.listEdited && held.length > 0),
    exit: held.length > 0 || loudList ? 4 : 0,
  };
}

/** Whether a hunt takes back what a test run allowed: by a worse verdict only, never by another count (design §5). */
export function contradicts(
  evidence: Pick<Verdict, 'allows'>,
  testRun: Pick<Verdict, 'allows'>,
): boolean {
  return rankOf(evidence.allows) < rankOf(testRun.allows);
}

function allowsStep(allows: Allowance, step: GatedStep, { alertsMeanwhile }: RuleBookRow): boolean {
  const alerts = step === 'set-alerting' || (step === 'add-version' && alertsMeanwhile === true);
  return rankOf(allows) >= rankOf(alerts ? 'alerting' : 'enabling');
}

function rankOf(allows: Allowance): number {
  return ALLOWANCES.indexOf(allows);
}

/** What the transition consists of, besides quieting. */
function stepsOf({ live, wanted, text }: Transition): readonly GatedStep[] {
  const runs = live === 'enabled' || live === 'alerting';
  const steps: GatedStep[] = [];
  if (text !== 'none' || live === 'new') steps.push('add-version');
  if (wanted !== 'off' && !runs) steps.push('set-enabled');
  if (wanted === 'alerting' && live !== 'alerting') steps.push('set-alerting');
  return steps;
}

function rowOf({ live, wanted, text, listEdited }: Transition): RuleBookRow {
  const found = (RULE_BOOK as readonly RuleBookRow[]).find(
    (row) =>
      row.live.includes(live) &&
      row.text.includes(text) &&
      row.wanted.includes(wanted) &&
      (row.listEdited === undefined || row.listEdited === listEdited),
  );
  // every transition has its row: a test goes through all of them
  if (found === undefined) throw new Error(`no row for ${live} to ${wanted}, text ${text}`);
  return found;
}
