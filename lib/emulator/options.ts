import { UserError } from '../errors.ts';
import type { Tier } from '../model/environment.ts';
import { nearest } from '../text.ts';

interface OptionRow {
  /** What can be chosen; the first is the default. */
  readonly values: readonly [string, ...string[]];
  readonly doc: string;
}

/**
 * What a tenant can be set to, and every choice that the public material leaves open (backstory-v2 §8, §10).
 * The first value of a row is the default.
 */
export const EMULATOR_OPTIONS = {
  tier: {
    values: ['enterprise', 'standard', 'enterprise-plus'],
    doc: 'package that limits how many rules may be enabled (backstory-v2 §5.3)',
  },
  quotas: {
    values: ['off', 'published'],
    doc: 'refuse more calls of a method than the published quota with 429 (backstory-v2 §5.4)',
  },
  unlistedQuotas: {
    values: ['one-per-second', 'none'],
    doc: 'quota of the methods that the published table does not name: VerifyRule, UpdateReferenceList, VerifyReferenceList, ListCuratedRules',
  },
  authorization: {
    values: ['optional', 'required'],
    doc: 'required: a call without a bearer token is refused with 401; any token is good',
  },
  deleteRule: {
    values: ['allowed', 'denied'],
    doc: 'DeleteRule is not open to every customer; denied answers 403 (backstory-v2 §4.6)',
  },
  capacityStatus: {
    values: ['failed-precondition', 'resource-exhausted'],
    doc: 'how enabling a rule beyond the package is refused: 400, or 429 like a quota (UNCONFIRMED)',
  },
  check: {
    values: ['full', 'header'],
    doc: 'what a rule text must pass to compile: the whole check of the language, or only its head and sections',
  },
  unknownLists: {
    values: ['refuse', 'accept'],
    doc: 'a rule text that names a reference list which does not exist fails to compile, or is stored (UNCONFIRMED)',
  },
  ruleTextLimit: {
    values: ['none', '1MB'],
    doc: 'largest rule text; no limit for a single rule is published (UNCONFIRMED)',
  },
  missingNewline: {
    values: ['append', 'keep'],
    doc: 'a rule text without a line end at its end gets one (INFERRED, backstory-v2 §3.1)',
  },
  identicalVersion: {
    values: ['create', 'keep'],
    doc: 'CreateRuleVersion with the text of the newest version makes a new version, or answers the newest (UNCONFIRMED)',
  },
  versionOfArchived: {
    values: ['accept', 'refuse'],
    doc: 'CreateRuleVersion of an archived rule (UNCONFIRMED)',
  },
  enableArchived: {
    values: ['refuse', 'accept'],
    doc: 'EnableLiveRule and EnableAlerting of an archived rule (refused by analogy with v1; UNCONFIRMED)',
  },
  repeatedState: {
    values: ['accept', 'refuse'],
    doc: 'enabling what is enabled, archiving what is archived and so on: 200, or 400 (UNCONFIRMED)',
  },
  oldVersionFlags: {
    values: ['shown', 'hidden'],
    doc: 'old versions show the alerting flag and archive time of their rule (UNCONFIRMED)',
  },
  alertStatusTime: {
    values: ['hidden', 'shown'],
    doc: 'rules carry lastAlertStatusChangeTime, which older captures lack',
  },
  huntTime: {
    values: ['short', 'published', 'none'],
    doc: 'how long a retrohunt works: 0.2 s and 50 ms a day of its range; 10 s and 3 s a day, 25 minutes at most, as seen on the service (backstory-v2 §5.2); or no time',
  },
  huntSlots: {
    values: ['3', '10', 'none'],
    doc: 'how many retrohunts may run at a time; newer pages say 3, older ones 10 (backstory-v2 §5.2)',
  },
  huntsOverSlots: {
    values: ['refuse', 'queue'],
    doc: 'RunRetrohunt when all slots are taken: 429, or the hunt waits without progress until one is free (UNCONFIRMED)',
  },
  huntArchived: {
    values: ['refuse', 'accept'],
    doc: 'RunRetrohunt of an archived rule (UNCONFIRMED)',
  },
  futureHunts: {
    values: ['refuse', 'accept'],
    doc: 'RunRetrohunt with an end in the future (UNCONFIRMED)',
  },
  huntVersion: {
    values: ['any', 'must-match'],
    doc: 'a retrohunt is found by any version of its rule, or by its own only (UNCONFIRMED)',
  },
  waitTimeout: {
    values: ['deadline-exceeded', 'unavailable'],
    doc: 'WaitRetrohunt of a hunt that does not end in time: 504, or 503 (UNCONFIRMED)',
  },
  waitBounds: {
    values: ['coerce', 'refuse'],
    doc: 'a timeout of WaitRetrohunt outside 3 to 300 seconds counts as the nearest that is not, or is refused with 400 (UNCONFIRMED)',
  },
  huntAlerts: {
    values: ['raised', 'none'],
    doc: 'detections of a retrohunt alert if the rule does (UNCONFIRMED)',
  },
  detectionCap: {
    values: ['10000', 'none'],
    doc: 'most detections that a version makes in a day of UTC (backstory-v2 §5.3)',
  },
  alertBatch: {
    values: ['1000', '50', '10000'],
    doc: 'most detections in one element of StreamDetectionAlerts; a maximum of 10,000 is stated, of what is not (UNCONFIRMED)',
  },
  testRange: {
    values: ['refuse', 'coerce'],
    doc: 'StreamTestRule over more than 14 days: 400, or the last 14 days of it (UNCONFIRMED)',
  },
  alertState: {
    values: ['when-made', 'current'],
    doc: 'alertState of a detection: whether its rule alerted when it was made, or whether the rule alerts now (UNCONFIRMED)',
  },
  ruleOrder: {
    values: ['newest-version', 'rule-id'],
    doc: 'order of ListRules (UNCONFIRMED)',
  },
  negativePageSize: {
    values: ['coerce', 'refuse'],
    doc: 'a negative page_size counts as the default, or is refused with 400 (UNCONFIRMED)',
  },
  listNames: {
    values: ['v1', 'any'],
    doc: 'names of reference lists: as in v1 (a letter, then letters, digits and _, below 256), or anything (UNCONFIRMED)',
  },
  emptyLists: {
    values: ['accept', 'refuse'],
    doc: 'a reference list without any line (UNCONFIRMED)',
  },
  listTypeMismatch: {
    values: ['refuse', 'ignore'],
    doc: "UpdateReferenceList whose content_type is not the list's own and is not in the mask (UNCONFIRMED)",
  },
} as const satisfies Readonly<Record<string, OptionRow>> & {
  readonly tier: OptionRow & { readonly values: readonly Tier[] };
};

/** A value for every row of the table. */
export type EmulatorOptions = {
  readonly [
    Name in keyof typeof EMULATOR_OPTIONS
  ]: (typeof EMULATOR_OPTIONS)[Name]['values'][number];
};

/** The defaults of the table, with what was chosen put over them. */
export function chooseOptions(chosen: Partial<EmulatorOptions> = {}): EmulatorOptions {
  const defaults = Object.fromEntries(
    Object.entries(EMULATOR_OPTIONS).map(([name, row]) => [name, row.values[0]]),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys and values come from the table that the type is made of
  return { ...defaults, ...chosen } as EmulatorOptions;
}

/** Reads `name=value` words, as a command line gives them. Throws UserError for what the table does not have. */
export function readOptions(words: readonly string[]): Partial<EmulatorOptions> {
  const rows: Readonly<Record<string, OptionRow>> = EMULATOR_OPTIONS;
  const chosen: Record<string, string> = {};
  for (const word of words) {
    const [name = '', ...rest] = word.split('=');
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (row === undefined) {
      const near = nearest(name, Object.keys(rows));
      throw new UserError(`emulator option "${name}" does not exist`, {
        hint:
          near === undefined ? `known are ${Object.keys(rows).join(', ')}` : `did you mean ${near}`,
      });
    }
    const value = rest.join('=');
    if (!row.values.includes(value)) {
      throw new UserError(`emulator option "${name}" cannot be "${value}"`, {
        hint: `choose ${row.values.join(' or ')}`,
      });
    }
    chosen[name] = value;
  }
  return chosen;
}
