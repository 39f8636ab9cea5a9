/**
 * A second reading of the language, small and slow: plain loops over events, no SQL, and nothing of lib/evaluate. It
 * knows the few fields that invented rules use.
 */
export interface PlainEvent {
  /** Seconds since 1970. */
  readonly t: number;
  readonly host: string;
  readonly user: string;
  readonly bytes: number;
  readonly ips: readonly string[];
  readonly results: readonly { readonly severity: string; readonly actions: readonly string[] }[];
  readonly labels: readonly { readonly key: string; readonly value: string }[];
}

/** What fields are called in rules. */
export const PATHS = {
  host: 'principal.hostname',
  user: 'target.user.userid',
  bytes: 'network.sent_bytes',
  ip: 'principal.ip',
  severity: 'security_result.severity',
  action: 'security_result.action',
  label: 'target.resource.attribute.labels["k"]',
} as const;

export type FieldName = keyof typeof PATHS;

export type Plain = string | number;

/** One copy of an event: a value for each field. */
export interface Copy {
  readonly event: number;
  readonly t: number;
  readonly values: Readonly<Record<FieldName, Plain>>;
}

/** The copies of an event: one for each combination of the elements of the lists that the rule reads one by one. */
export function copiesOf(
  event: PlainEvent,
  place: number,
  read: ReadonlySet<FieldName>,
): readonly Copy[] {
  const ips = read.has('ip') && event.ips.length > 0 ? event.ips : [''];
  const copies: Copy[] = [];
  const results =
    (read.has('severity') || read.has('action')) && event.results.length > 0
      ? event.results
      : [{ severity: 'UNKNOWN_SEVERITY', actions: [] }];
  const label = event.labels.find(({ key }) => key === 'k')?.value ?? '';
  for (const ip of ips) {
    for (const { severity, actions } of results) {
      const each = read.has('action') && actions.length > 0 ? actions : ['UNKNOWN_ACTION'];
      for (const action of each) {
        const { host, user, bytes } = event;
        const values = { host, user, bytes, ip, severity, action, label };
        copies.push({ event: place, t: event.t, values });
      }
    }
  }
  return copies;
}

/** The elements of a list field in the whole event. */
export function elementsOf(event: PlainEvent, field: FieldName): readonly Plain[] {
  if (field === 'ip') return event.ips;
  if (field === 'severity') return event.results.map(({ severity }) => severity);
  return event.results.flatMap(({ actions }) => actions);
}

/** The event as JSON. Fields at their zero value are left out. */
export function asUdm({ t, host, user, bytes, ips, results, labels }: PlainEvent): unknown {
  return {
    metadata: { event_timestamp: new Date(t * 1000).toISOString() },
    principal: { ...(host === '' ? {} : { hostname: host }), ip: ips },
    target: {
      ...(user === '' ? {} : { user: { userid: user } }),
      resource: { attribute: { labels } },
    },
    network: bytes === 0 ? {} : { sent_bytes: bytes },
    security_result: results.map(({ severity, actions }) => ({
      ...(severity === 'UNKNOWN_SEVERITY' ? {} : { severity }),
      action: actions,
    })),
  };
}
