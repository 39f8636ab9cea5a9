import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import type { UdmEvent, UdmValue } from '../model/detection.ts';
import type { Fixture, RuleCase, RuleTest } from '../model/rule-test.ts';
import { readExpectation } from './rule-test-expect.ts';
import { RULE_TEST_WORDS, ruleTestSchema } from './rule-test-schema.ts';
import { timeOf } from './rule-test-time.ts';
import { checkShape } from './shape.ts';
import { readYaml, yamlProblem, type YamlFile, type YamlPath } from './yaml-file.ts';

/** What a fixture is: an event, an entity, or a detection. */
export type FixtureRoot = 'UDM' | 'Entity' | 'Collection';

/** Holds an event that a person wrote against the UDM schema; who reads tests brings it along. */
export type FixtureReader = (
  value: unknown,
  root: FixtureRoot,
) => {
  readonly event: UdmEvent;
  readonly misfits: readonly {
    readonly path: readonly (string | number)[];
    readonly part: 'key' | 'value';
    readonly message: string;
    readonly hint?: string;
  }[];
};

export interface RuleTestReading {
  /** Undefined if there is an error. */
  readonly test: RuleTest | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULT_START = '2026-01-01T00:00:00Z';

/** Reads the text of one `<rule>.test.yaml`, all of it or nothing. All that is wrong is reported, at its own place. */
export function readRuleTest(source: Source, readFixture: FixtureReader): RuleTestReading {
  const { file, diagnostics } = readYaml(source);
  if (file === undefined) return { test: undefined, diagnostics };
  const shaped = checkShape(file, ruleTestSchema, RULE_TEST_WORDS);
  if (shaped.value === undefined) return { test: undefined, diagnostics: shaped.diagnostics };
  const { rule, start = DEFAULT_START, defaults = {}, cases } = shaped.value;
  const found: Diagnostic[] = [];
  const begin = timeOf('+0s', start) === undefined ? undefined : start;
  if (begin === undefined) {
    const message = `expected a time such as ${DEFAULT_START}, but this is no time`;
    found.push(yamlProblem(file, ['start'], { id: 'wrong-value', message }));
  }
  const desk: Desk = { file, found, readFixture, start: begin ?? DEFAULT_START };
  const common = fixture(desk, defaults, 'UDM', ['defaults']);
  const names = new Map<string, number>();
  const read = cases.map((one, at): RuleCase => {
    const path = ['cases', at];
    if (names.has(one.name)) {
      const message = `a case with this name stands above, as number ${(names.get(one.name) ?? 0) + 1}`;
      const hint = 'say what sets this one apart';
      found.push(yamlProblem(file, [...path, 'name'], { id: 'duplicate-case', message, hint }));
    }
    names.set(one.name, names.get(one.name) ?? at);
    return {
      name: one.name,
      place: file.placeOf([...path, 'name']),
      events: one.events.map((event, index) =>
        eventOf(desk, common, event, [...path, 'events', index]),
      ),
      entities: (one.entities ?? []).map((event, index): Fixture => {
        const where = [...path, 'entities', index];
        return { event: fixture(desk, event, 'Entity', where), place: file.placeOf(where) };
      }),
      detections: (one.detections ?? []).map((event, index) =>
        detectionOf(desk, event, [...path, 'detections', index]),
      ),
      lists: new Map(Object.entries(one.lists ?? {})),
      expected: readExpectation(file, [...path, 'expect'], {
        value: one.expect,
        events: one.events.length,
        found,
      }),
    };
  });
  if (found.length > 0) {
    return { test: undefined, diagnostics: found.toSorted(compareDiagnostics) };
  }
  const rulePlace = file.placeOf(['rule']);
  return { test: { path: source.path, rule, rulePlace, cases: read }, diagnostics: [] };
}

/** What a test file says of all its cases: needed to write another one into it. */
export interface RuleTestHead {
  /** The declared name of the rule. */
  readonly rule: string;
  /** RFC 3339. */
  readonly start: string;
  readonly names: ReadonlySet<string>;
  /** An event as its reader would have it: with the defaults. */
  readonly complete: (event: UdmEvent) => UdmEvent;
  /** What of an event the defaults do not say already. */
  readonly beyond: (event: UdmEvent) => UdmEvent;
}

/** Of a file that is not there yet. */
export function newHead(rule: string): RuleTestHead {
  return { rule, start: DEFAULT_START, names: new Set(), complete: itself, beyond: itself };
}

function itself(event: UdmEvent): UdmEvent {
  return event;
}

/** The head of a text that `readRuleTest` reads without an error. */
export function readHeadOf(source: Source, readFixture: FixtureReader): RuleTestHead | undefined {
  const { file } = readYaml(source);
  const shaped = file && checkShape(file, ruleTestSchema, RULE_TEST_WORDS).value;
  if (shaped === undefined) return undefined;
  const { event: defaults } = readFixture(shaped.defaults ?? {}, 'UDM');
  return {
    rule: shaped.rule,
    start: shaped.start ?? DEFAULT_START,
    names: new Set(shaped.cases.map(({ name }) => name)),
    complete: (event) => merged(defaults, event),
    beyond: (event) => beyond(defaults, event),
  };
}

/** All that the readers of events write to and read from. */
interface Desk {
  readonly file: YamlFile;
  readonly found: Diagnostic[];
  readonly readFixture: FixtureReader;
  readonly start: string;
}

function eventOf(
  desk: Desk,
  defaults: UdmEvent,
  written: Readonly<Record<string, unknown>>,
  path: YamlPath,
): Fixture {
  const { file, found } = desk;
  const { at, ...fields } = written;
  const own = merged(defaults, fixture(desk, fields, 'UDM', path));
  const place = file.placeOf(path);
  const metadata = isMap(own['metadata']) ? own['metadata'] : {};
  if (at === undefined) {
    if (metadata['eventTimestamp'] === undefined) {
      const message = 'the event has no time';
      const hint = 'write at: +5m for five minutes after the start';
      found.push(yamlProblem(file, path, { id: 'missing-key', message, hint }));
    }
    return { event: own, place };
  }
  const time = typeof at === 'string' ? timeOf(at, desk.start) : undefined;
  if (time === undefined) {
    const message = 'expected a time after the start such as +5m, or 2026-01-01T00:00:00Z';
    const hint = 'units are ms, s, m, h and d';
    found.push(yamlProblem(file, [...path, 'at'], { id: 'wrong-value', message, hint }));
    return { event: own, place };
  }
  return { event: { ...own, metadata: { ...metadata, eventTimestamp: time } }, place };
}

/** `at` is the time of a detection, and its time window where it has none of its own. */
function detectionOf(
  desk: Desk,
  { at, ...fields }: Readonly<Record<string, unknown>>,
  path: YamlPath,
): Fixture {
  const event = fixture(desk, fields, 'Collection', path);
  const place = desk.file.placeOf(path);
  if (at === undefined && event['detectionTime'] !== undefined) return { event, place };
  const time = typeof at === 'string' ? timeOf(at, desk.start) : undefined;
  if (time === undefined) {
    const message = at === undefined ? 'the detection has no time' : 'expected a time such as +5m';
    const hint = 'write at: +5m for five minutes after the start';
    const id = at === undefined ? 'missing-key' : 'wrong-value';
    const where = at === undefined ? path : [...path, 'at'];
    desk.found.push(yamlProblem(desk.file, where, { id, message, hint }));
    return { event, place };
  }
  const timeWindow = { startTime: time, endTime: time };
  return { event: { timeWindow, ...event, detectionTime: time }, place };
}

function fixture(
  { file, found, readFixture }: Desk,
  value: unknown,
  root: FixtureRoot,
  at: YamlPath,
): UdmEvent {
  const { event, misfits } = readFixture(value, root);
  for (const { path, part, message, hint } of misfits) {
    const id = part === 'key' ? 'unknown-field' : 'wrong-value';
    found.push(yamlProblem(file, [...at, ...path], { id, message, hint }, part));
  }
  return event;
}

/** Maps merge, anything else replaces. */
function merged(base: UdmEvent, over: UdmEvent): UdmEvent {
  const made: Record<string, UdmValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = made[key];
    made[key] = isMap(below) && isMap(value) ? merged(below, value) : value;
  }
  return made;
}

/** What `merged` would not put there by itself. */
function beyond(base: UdmEvent, over: UdmEvent): UdmEvent {
  const made: Record<string, UdmValue> = {};
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    if (isMap(below) && isMap(value)) {
      const rest = beyond(below, value);
      if (Object.keys(rest).length > 0) made[key] = rest;
    } else if (JSON.stringify(below) !== JSON.stringify(value)) made[key] = value;
  }
  return made;
}

function isMap(value: UdmValue | undefined): value is UdmEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
