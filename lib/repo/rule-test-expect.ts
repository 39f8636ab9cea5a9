import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Expectation, ExpectedDetection } from '../model/rule-test.ts';
import { nearest, visibleLine } from '../text.ts';
import { EXPECTED_WORDS, expectedSchema } from './rule-test-schema.ts';
import { checkShape } from './shape.ts';
import { yamlProblem, type YamlFile, type YamlPath } from './yaml-file.ts';

/** Reads what a case expects; what does not fit goes to `found`. `events` is how many the case has. */
export function readExpectation(
  file: YamlFile,
  path: YamlPath,
  {
    value,
    events,
    found,
  }: { readonly value: unknown; readonly events: number; readonly found: Diagnostic[] },
): Expectation {
  const place = file.placeOf(path);
  if (value === 'unsupported') return { kind: 'unsupported', place };
  if (Array.isArray(value)) {
    const detections = value.map((_, at) => expectedAt(file, [...path, at], events, found));
    return { kind: 'detections', detections, place };
  }
  const whole = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (whole) return { kind: 'count', count: value, place };
  const meant = typeof value === 'string' ? nearest(value, ['unsupported']) : undefined;
  found.push(
    yamlProblem(file, path, {
      id: value === undefined ? 'missing-key' : 'wrong-value',
      message:
        value === undefined
          ? 'the case does not say what it expects'
          : `expected a number of detections, a list of them, or unsupported, but this is ${shown(value)}`,
      hint: meant === undefined ? 'write expect: 0 where none may come' : `did you mean ${meant}?`,
    }),
  );
  return { kind: 'count', count: 0, place };
}

function shown(value: unknown): string {
  if (value === null) return 'empty';
  return typeof value === 'object'
    ? 'a map of keys'
    : visibleLine(JSON.stringify(value)).slice(0, 60);
}

function expectedAt(
  file: YamlFile,
  path: YamlPath,
  events: number,
  found: Diagnostic[],
): ExpectedDetection {
  const { value, diagnostics } = checkShape(below(file, path), expectedSchema, EXPECTED_WORDS);
  found.push(...diagnostics);
  for (const [at, index] of (value?.events ?? []).entries()) {
    if (index < events) continue;
    const message = `there is no event ${index} in this case`;
    const hint = `its events are 0 to ${events - 1}`;
    found.push(
      yamlProblem(file, [...path, 'events', at], {
        id: 'wrong-value',
        message,
        hint: events === 0 ? 'it has none' : hint,
      }),
    );
  }
  return {
    match: new Map(Object.entries(value?.match ?? {})),
    outcomes: new Map(Object.entries(value?.outcomes ?? {})),
    events: value?.events,
    place: file.placeOf(path),
  };
}

/** A part of a file as if it were one. */
function below(file: YamlFile, top: YamlPath): YamlFile {
  return {
    source: file.source,
    value: top.reduce<unknown>(
      (here, step) =>
        typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined,
      file.value,
    ),
    has: (path) => file.has([...top, ...path]),
    placeOf: (path) => file.placeOf([...top, ...path]),
    placeOfKey: (path) => file.placeOfKey([...top, ...path]),
  };
}
