import * as z from 'zod/mini';
import type { ShapeWords } from './shape.ts';

const SCALAR = z.union([z.string(), z.number(), z.boolean()]);
const VALUES = z.record(z.string(), z.union([SCALAR, z.array(SCALAR)]));
const INDEX = z.int().check(z.gte(0));
const FIELDS = z.record(z.string(), z.unknown());

/** What a case says of one detection. */
export const expectedSchema = z.strictObject({
  match: z.optional(VALUES).check(z.describe('Match values by variable, without $.')),
  outcomes: z.optional(VALUES).check(z.describe('Outcomes by variable, without $.')),
  events: z
    .optional(z.array(INDEX))
    .check(z.describe('The events it stands on: all of them, by their places from 0.')),
});

const EXPECT = z.union([INDEX, z.literal('unsupported'), z.array(expectedSchema)]);

/** The shape of a case; what it expects is looked at by itself, so that a mistake in it has its own place. */
function caseSchema<T extends z.core.$ZodType>(expect: T, event: z.core.$ZodType<Fields>) {
  return z.strictObject({
    name: z.string().check(z.minLength(1), z.describe('What the case shows; once in the file.')),
    events: z.array(event).check(z.describe('UDM events, in snake_case or lowerCamelCase.')),
    entities: z
      .optional(z.array(FIELDS))
      .check(z.describe('Entities of the graph, for rules that read it.')),
    detections: z
      .optional(z.array(FIELDS))
      .check(z.describe('Detections of other rules, for rules that read them.')),
    lists: z
      .optional(z.record(z.string(), z.array(z.string())))
      .check(z.describe("Lines of reference lists by name, in place of the repository's.")),
    expect,
  });
}

type Fields = Record<string, unknown>;

function fileSchema<T extends z.core.$ZodType>(expect: T, event: z.core.$ZodType<Fields>) {
  return z
    .strictObject({
      rule: z.string().check(z.minLength(1), z.describe('The declared name of the rule.')),
      start: z
        .optional(z.string())
        .check(z.describe('The time that `at` counts from; 2026-01-01T00:00:00Z without it.')),
      defaults: z
        .optional(FIELDS)
        .check(z.describe('What every event has, unless it says otherwise; maps merge.')),
      cases: z.array(caseSchema(expect, event)).check(z.minLength(1)),
    })
    .check(z.describe('Cases for one rule: given these events, expect these detections.'));
}

/** As chron reads it. */
export const ruleTestSchema = fileSchema(z.optional(z.unknown()), FIELDS);

/** As editors check it. */
export const ruleTestEditorSchema = fileSchema(
  EXPECT.check(
    z.describe('How many detections, or a list of what is expected of each; or unsupported.'),
  ),
  z.looseObject({
    at: z
      .optional(z.string())
      .check(z.describe('The time of the event, from `start`: +5m, +1h30m; or an RFC 3339 time.')),
  }),
);

/** How its mistakes are worded. */
export const RULE_TEST_WORDS: ShapeWords = {
  what: 'a rule test',
  nouns: {
    '': 'a map of keys',
    rule: 'the name of a rule',
    start: 'a time such as 2026-01-01T00:00:00Z',
    cases: 'a list of cases',
    'cases.*.name': 'the name of the case',
    'cases.*.events': 'a list of events',
    'cases.*.events.*': 'an event: a map of fields',
    'cases.*.entities.*': 'an entity: a map of fields',
    'cases.*.detections.*': 'a detection: a map of fields',
    'cases.*.lists.*': 'the lines of the list',
    'cases.*.lists.*.*': 'a line of text, in quotes if it is a number',
  },
};

/** How mistakes in one expected detection are worded. */
export const EXPECTED_WORDS: ShapeWords = {
  what: 'an expected detection',
  nouns: {
    '': 'match, outcomes or events of a detection',
    'match.*': 'a value, or a list of them',
    'outcomes.*': 'a value, or a list of them',
    events: 'a list of places, from 0',
    'events.*': 'the place of an event, from 0',
  },
};
