/** How the tenant has a rule: not at all, or by its two switches. Alerting while disabled is possible in v2 (backstory-v2 §5.1). */
export const LIVE_STATES = ['new', 'off', 'off-alerting', 'enabled', 'alerting'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** How the environment wants it; alerting includes enabled. */
export const WANTED_STATES = ['off', 'enabled', 'alerting'] as const;
export type WantedState = (typeof WANTED_STATES)[number];

/** What its text goes through: nothing, meta and comments and formatting, or anything that decides over detections. */
export const TEXT_CHANGES = ['none', 'harmless', 'logic'] as const;
export type TextChange = (typeof TEXT_CHANGES)[number];

/** What an apply would do to a rule, as far as the gate is concerned. */
export interface Transition {
  readonly live: LiveState;
  readonly wanted: WantedState;
  readonly text: TextChange;
  /** The same plan edits a list that the rule names. */
  readonly listEdited: boolean;
}

interface Switches {
  readonly enabled: boolean;
  readonly alerting: boolean;
}

/** A rule that is unarchived lands off, whatever it was: pass it as such (design §5). */
export function liveState(live: Switches | undefined): LiveState {
  if (live === undefined) return 'new';
  if (live.enabled) return live.alerting ? 'alerting' : 'enabled';
  return live.alerting ? 'off-alerting' : 'off';
}

/** Alerting without enabled counts as alerting: it is gated like it. */
export function wantedState({ enabled, alerting }: Switches): WantedState {
  if (alerting) return 'alerting';
  return enabled ? 'enabled' : 'off';
}
