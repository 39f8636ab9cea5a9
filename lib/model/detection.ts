/**
 * A UDM event or entity as plain JSON: field names in lowerCamelCase, enums by name, times as RFC 3339
 * (backstory-v2 §3.3). What a field means is the business of udm/.
 */
export interface UdmEvent {
  readonly [field: string]: UdmValue;
}

export type UdmValue = string | number | boolean | null | UdmEvent | readonly UdmValue[];

/** A span of time. `from` counts, `to` does not. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** A match variable or an outcome as a detection carries it: always text, several values joined with `, `. */
export interface DetectionField {
  readonly key: string;
  readonly value: string;
  /** The UDM field it came from, where the service says: `udm.principal.ip`. */
  readonly source?: string;
}

/** What one event or entity variable of the rule stood for: samples, not all. `label` is without `$`. */
export interface DetectionSample {
  readonly label: string;
  readonly events: readonly UdmEvent[];
  readonly entities: readonly UdmEvent[];
}

/** What comes out of a rule. What a test run does not know (ids, the version, when it was made) is absent. */
export interface Detection {
  readonly detectionId?: string;
  readonly ruleName: string;
  readonly ruleId?: string;
  readonly versionId?: string;
  readonly multiEvent: boolean;
  /** Whether it paged: the rule was alerting when the detection was made. */
  readonly alerting?: boolean;
  readonly detectionTime: Date;
  readonly createdTime?: Date;
  /** Single-event rules: both ends are the time of the event. Here `to` belongs to the window. */
  readonly window: TimeRange;
  /** The match variables, in the order of the rule. */
  readonly matches: readonly DetectionField[];
  readonly outcomes: readonly DetectionField[];
  readonly riskScore?: number;
  readonly samples: readonly DetectionSample[];
}
