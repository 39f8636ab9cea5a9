import type { Comparison } from '../model/comparison.ts';
import type { Detection, UdmEvent, UdmValue } from '../model/detection.ts';
import type { Redact } from './noise-view.ts';

/** One detection as a report shows it: nothing in it but a time, a risk score, kinds of events and redacted values. */
export interface SampleView {
  readonly time: Date;
  /** Absent for a single event. */
  readonly from?: Date;
  readonly risk?: number;
  readonly who: string;
  /** Redacted, in the order of the rule, without the risk score. */
  readonly outcomes: readonly string[];
  /** `metadata.eventType` of its events, each once. */
  readonly eventTypes: readonly string[];
}

/** Up to five of each. */
export interface Samples {
  readonly lost: readonly SampleView[];
  readonly gained: readonly SampleView[];
  readonly same: readonly SampleView[];
}

const SHOWN = 5;
const OUTCOMES = 4;
/** So many detections are looked through for another entity. */
const LOOKED_AT = 2000;

/** Samples of each set, of as many different entities as there are. */
export function samplesOf({ lost, gained, same }: Comparison, redact: Redact): Samples {
  const views = (detections: readonly Detection[]) =>
    choose(detections).map((one) => sampleView(one, redact));
  return { lost: views(lost), gained: views(gained), same: views(same) };
}

function choose(detections: readonly Detection[]): readonly Detection[] {
  const seen = new Set<string>();
  const chosen: Detection[] = [];
  const spare: Detection[] = [];
  for (const detection of detections.slice(0, LOOKED_AT)) {
    if (chosen.length === SHOWN) break;
    const key = JSON.stringify(namesOf(detection));
    if (seen.has(key)) {
      if (spare.length < SHOWN) spare.push(detection);
      continue;
    }
    seen.add(key);
    chosen.push(detection);
  }
  return [...chosen, ...spare]
    .slice(0, SHOWN)
    .toSorted((one, other) => one.detectionTime.getTime() - other.detectionTime.getTime());
}

function sampleView(detection: Detection, redact: Redact): SampleView {
  const { detectionTime, multiEvent, window, outcomes, riskScore } = detection;
  const names = namesOf(detection);
  const others = outcomes.filter(({ key }) => key !== 'risk_score');
  const risk = riskScore ?? numberOf(outcomes.find(({ key }) => key === 'risk_score')?.value);
  return {
    time: detectionTime,
    ...(multiEvent ? { from: window.from } : {}),
    ...(risk === undefined ? {} : { risk }),
    who: names.length === 0 ? 'nobody named' : names.map((one) => redact([one])).join(', '),
    outcomes: others.slice(0, OUTCOMES).map(({ key, value }) => redact([{ name: key, value }])),
    eventTypes: eventTypesOf(detection),
  };
}

/** What events say of those who act and those acted upon. */
const NOUNS = ['principal', 'target', 'src'];
const FIELDS: readonly (readonly [name: string, path: readonly string[]])[] = [
  ['user', ['user', 'userid']],
  ['host', ['hostname']],
  ['ip', ['ip']],
];

/** The match values; of a rule without any, whom its first event names. */
function namesOf({ matches, samples }: Detection): readonly { name: string; value: string }[] {
  if (matches.length > 0) return matches.map(({ key, value }) => ({ name: key, value }));
  const event = samples.find(({ events }) => events.length > 0)?.events[0];
  if (event === undefined) return [];
  return NOUNS.flatMap((noun) =>
    FIELDS.flatMap(([name, path]) => {
      const value = textAt(event, [noun, ...path]);
      return value === undefined ? [] : [{ name, value }];
    }),
  );
}

/** Kinds of events are words of UDM's; anything else is a stranger's and not shown. */
function eventTypesOf({ samples }: Detection): readonly string[] {
  const types = samples
    .flatMap(({ events }) => events.slice(0, OUTCOMES))
    .map((event) => textAt(event, ['metadata', 'eventType']))
    .filter((type) => type !== undefined && /^[A-Z][A-Z0-9_]{0,60}$/.test(type));
  return [...new Set(types.filter((type) => type !== undefined))].slice(0, OUTCOMES);
}

function textAt(event: UdmEvent, path: readonly string[]): string | undefined {
  let at: UdmValue | undefined = event;
  for (const step of path) at = isRecord(at) ? at[step] : undefined;
  const first: unknown = Array.isArray(at) ? at[0] : at;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

function isRecord(value: UdmValue | undefined): value is UdmEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
