/** Noise that somebody accepted in a reviewed line of the environment (design §5): one text of one rule, for a time. */
export interface AcceptedNoise {
  readonly rule: string;
  /** SHA-256 (lower-case hex) of the text as the service keeps it. */
  readonly text: string;
  readonly reason: string;
  /** The first moment at which it no longer counts: the end of the UTC day that was written. */
  readonly until: Date;
}

/** The severities that a limit may be written for; a rule of another one has the default. */
export const GATE_SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'] as const;
export type GateSeverity = (typeof GATE_SEVERITIES)[number];

/** How loud a version may be before it goes live or alerts (design §5). Detections are counted over the window. */
export interface GatePolicy {
  /** How much of the past is measured. */
  readonly windowMs: number;
  /** How much of the newest past is left out, for late data. */
  readonly excludeLastMs: number;
  /** The most detections a UTC day, as the mean over the window. */
  readonly maxPerDay: { readonly default: number } & {
    readonly [severity in GateSeverity]?: number;
  };
  /** The most detections on any one UTC day. */
  readonly maxWorstDay: number;
  /** Whether a version that could not be measured may be enabled; it never alerts. */
  readonly onUnproven: 'block' | 'warn';
  /** Whether silence counts only where the log types that the rule names have events. */
  readonly requireEvents: boolean;
  /** Whether a rule that alerts may be muted for a retrohunt of its new version; hunting it unmuted may raise alerts for the past. */
  readonly retrohuntAlerting: 'never' | 'muted';
  readonly accept: readonly AcceptedNoise[];
}

const HOUR_MS = 3_600_000;

/** The policy of an environment that writes none (design §5). */
export const DEFAULT_GATE: GatePolicy = {
  windowMs: 14 * 24 * HOUR_MS,
  excludeLastMs: 6 * HOUR_MS,
  maxPerDay: { default: 20 },
  maxWorstDay: 100,
  onUnproven: 'block',
  requireEvents: false,
  retrohuntAlerting: 'never',
  accept: [],
};
