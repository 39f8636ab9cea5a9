import type { LiveState, TextChange, WantedState } from './transition.ts';

/** Quieting steps: they go first, are never gated and never rest on the rule's text. */
export type QuietingStep = 'alerting-off' | 'disable';

/** Steps that may wait for a verdict. */
export type GatedStep = 'add-version' | 'set-enabled' | 'set-alerting';

/**
 * By what a transition is measured. `test-run-of-both`: the live and the wanted text, before the version is added.
 * `retrohunt`: the stored version. `test-run-after-list`: the text as it is, once the edited list is live.
 */
export type Measure = 'nothing' | 'retrohunt' | 'test-run-of-both' | 'test-run-after-list';

/**
 * What is run once the version is there. `retrohunt` can only contradict the test run by a worse verdict.
 * `muted-retrohunt`: alerting off, version added, hunted, alerting on; where it does not pass, the old text is added
 * back and alerting goes on again, ungated.
 */
export type Evidence = 'none' | 'retrohunt' | 'muted-retrohunt';

/** One row of the rule book. */
export interface RuleBookRow {
  readonly row: string;
  readonly live: readonly LiveState[];
  readonly text: readonly TextChange[];
  readonly wanted: readonly WantedState[];
  /** Whether a list that the rule names is edited; absent where it makes no difference. */
  readonly listEdited?: boolean;
  readonly first: readonly QuietingStep[];
  readonly measure: Measure;
  /** Steps that need the verdict. All others of the rule go on whatever it says. */
  readonly gated: readonly GatedStep[];
  readonly evidence: Exclude<Evidence, 'muted-retrohunt'>;
  /** The rule alerts all the while, so that adding a version needs what alerting needs. */
  readonly alertsMeanwhile?: true;
  /** Where the environment mutes rules to hunt them, evidence is had after all. */
  readonly mutable?: true;
}

const ANY_TEXT: readonly TextChange[] = ['none', 'harmless', 'logic'];
const KEPT: readonly TextChange[] = ['none', 'harmless'];
const ON: readonly WantedState[] = ['enabled', 'alerting'];

const HUNTED = {
  measure: 'retrohunt',
  gated: ['set-enabled', 'set-alerting'],
  evidence: 'none',
} as const;
const UNMEASURED = { measure: 'nothing', gated: [], evidence: 'none' } as const;
const RELISTED = { measure: 'test-run-after-list', gated: [], evidence: 'none' } as const;

/**
 * design §5, "The gate guards transitions", row by row; exactly one row fits any transition. Turning off is in rows of
 * its own, as it goes first and is not measured. A promotion needs its verdict even where the text changes harmlessly:
 * then the version is stored, and hunted.
 */
export const RULE_BOOK = [
  {
    row: 'off stays off',
    live: ['new', 'off'],
    text: ANY_TEXT,
    wanted: ['off'],
    first: [],
    ...UNMEASURED,
  },
  {
    row: 'off goes on',
    live: ['new', 'off'],
    text: ANY_TEXT,
    wanted: ON,
    first: [],
    ...HUNTED,
  },
  {
    row: 'disabled but alerting goes off',
    live: ['off-alerting'],
    text: ANY_TEXT,
    wanted: ['off'],
    first: ['alerting-off'],
    ...UNMEASURED,
  },
  {
    row: 'disabled but alerting goes on',
    live: ['off-alerting'],
    text: ANY_TEXT,
    wanted: ON,
    first: ['alerting-off'],
    ...HUNTED,
  },
  {
    row: 'changed while enabled',
    live: ['enabled'],
    text: ['logic'],
    wanted: ON,
    first: [],
    measure: 'test-run-of-both',
    gated: ['add-version', 'set-alerting'],
    evidence: 'retrohunt',
  },
  {
    row: 'changed while alerting',
    live: ['alerting'],
    text: ['logic'],
    wanted: ['alerting'],
    first: [],
    measure: 'test-run-of-both',
    gated: ['add-version'],
    evidence: 'none',
    alertsMeanwhile: true,
    mutable: true,
  },
  {
    row: 'changed while alerting, which ends',
    live: ['alerting'],
    text: ['logic'],
    wanted: ['enabled'],
    first: ['alerting-off'],
    measure: 'test-run-of-both',
    gated: ['add-version'],
    evidence: 'none',
  },
  {
    row: 'enabled goes off',
    live: ['enabled'],
    text: ANY_TEXT,
    wanted: ['off'],
    first: ['disable'],
    ...UNMEASURED,
  },
  {
    row: 'alerting goes off',
    live: ['alerting'],
    text: ANY_TEXT,
    wanted: ['off'],
    first: ['alerting-off', 'disable'],
    ...UNMEASURED,
  },
  {
    row: 'enabled begins to alert',
    live: ['enabled'],
    text: KEPT,
    wanted: ['alerting'],
    first: [],
    measure: 'retrohunt',
    gated: ['set-alerting'],
    evidence: 'none',
  },
  {
    row: 'enabled stays, a list is edited',
    live: ['enabled'],
    text: KEPT,
    wanted: ['enabled'],
    listEdited: true,
    first: [],
    ...RELISTED,
  },
  {
    row: 'alerting stays, a list is edited',
    live: ['alerting'],
    text: KEPT,
    wanted: ['alerting'],
    listEdited: true,
    first: [],
    ...RELISTED,
  },
  {
    row: 'alerting ends, a list is edited',
    live: ['alerting'],
    text: KEPT,
    wanted: ['enabled'],
    listEdited: true,
    first: ['alerting-off'],
    ...RELISTED,
  },
  {
    row: 'enabled stays',
    live: ['enabled'],
    text: KEPT,
    wanted: ['enabled'],
    listEdited: false,
    first: [],
    ...UNMEASURED,
  },
  {
    row: 'alerting stays',
    live: ['alerting'],
    text: KEPT,
    wanted: ['alerting'],
    listEdited: false,
    first: [],
    ...UNMEASURED,
  },
  {
    row: 'alerting ends',
    live: ['alerting'],
    text: KEPT,
    wanted: ['enabled'],
    listEdited: false,
    first: ['alerting-off'],
    ...UNMEASURED,
  },
] as const satisfies readonly RuleBookRow[];
