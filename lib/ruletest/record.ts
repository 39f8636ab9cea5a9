import { compileRule } from '../evaluate/compile.ts';
import type { UdmEvent, UdmValue } from '../model/detection.ts';
import type { Complaint, FoundInCase } from '../model/test-result.ts';
import { compareText } from '../text.ts';
import type { Analysis } from '../yaral/analyze.ts';
import { listsOf } from './lists.ts';
import type { TestJob } from './prepare.ts';
import { isList, pick, shapeOf, spelt, type Shape } from './record-shape.ts';
import { openStandIns } from './record-stand-in.ts';
import { atOf, eventMs, moved, shiftsTo } from './record-times.ts';
import { mostOf, openTrial, type Material } from './record-trial.ts';
import {
  partKey,
  partsIn,
  replaceTexts,
  valuesIn,
  without,
  wordsOf,
  type FoundValue,
} from './record-values.ts';
import type { RunOptions } from './run.ts';

/** What a case is recorded from, and into which file. */
export interface RecordInput extends Pick<TestJob, 'rule' | 'analysis'> {
  /** Events and entities of a detection, as they were exported. */
  readonly events: readonly UdmValue[];
  readonly entities: readonly UdmValue[];
  /** The start of the test file, RFC 3339. */
  readonly start: string;
  /** An event as it is in the test file: with its defaults. */
  readonly complete: (event: UdmEvent) => UdmEvent;
  /** What of an event the defaults do not say already. */
  readonly beyond: (event: UdmEvent) => UdmEvent;
  /** Steps to what of an event UDM does not know. */
  readonly misfits: (
    event: UdmEvent,
    root: 'UDM' | 'Entity',
  ) => readonly (readonly (string | number)[])[];
}

/** A case as it is to be written: events and entities in snake_case. */
export interface RecordedCase {
  readonly events: readonly { readonly at: string; readonly fields: UdmEvent }[];
  readonly entities: readonly UdmEvent[];
  /** What the rule gives over them. */
  readonly found: readonly FoundInCase[];
  /** Outcomes that are numbers or truth values. */
  readonly plainOutcomes: ReadonlySet<string>;
  /** Texts of the original of which something is left, because the rule tests it: as they stand in the case. */
  readonly left: readonly { readonly path: string; readonly text: string }[];
}

/** A case, or why there is none: the rule cannot be evaluated, or gives nothing over these events. */
export type Recording =
  | { readonly kind: 'recorded'; readonly recorded: RecordedCase }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'silent' };

/**
 * Makes a case of the events of a detection: the least that the rule fires on in the same way, that is with as many
 * detections over the same events and with the same numbers as outcomes. Fields that the rule does not read are left out,
 * parts of lists that it can do without too, times are moved to the start of the file, and each text is replaced, as a
 * whole or else word by word, unless the rule then no longer fires so.
 */
export async function recordCase(input: RecordInput, options: RunOptions): Promise<Recording> {
  const { rule, analysis } = input;
  const lists = listsOf({ lists: new Map() }, options.lists, analysis);
  const { query, diagnostics } = compileRule(rule, analysis, { lists, tables: options.tables });
  if (query === undefined) return { kind: 'refused', complaints: diagnostics };
  const shapes = { udm: shapeOf(query.reads, 'udm'), graph: shapeOf(query.reads, 'graph') };
  const plainOutcomes = plainOutcomesOf(analysis);
  const trial = openTrial(input, options);
  const found = (variants: readonly Material[]): ReturnType<typeof trial> =>
    trial(variants.map((one) => ({ ...one, events: one.events.map(input.complete) })));
  const original = materialOf(input, shapes);
  const [first = []] = await found([original]);
  if (first.length === 0) return { kind: 'silent' };
  const wanted = signature(first, plainOutcomes);
  const holds = async (variants: readonly Material[]): Promise<readonly boolean[]> =>
    (await found(variants)).map((one) => signature(one, plainOutcomes) === wanted);
  const least = await leastOf(original, shapes, holds);
  const redacted = await redact(least, shapes, holds);
  const startMs = Date.parse(input.start);
  const material = await movedTo(startMs, redacted.material, shapes, holds);
  const [last = []] = await found([material]);
  return {
    kind: 'recorded',
    recorded: {
      events: material.events.map((event) => ({
        at: atOf(timeText(event), startMs),
        fields: spelt(filled(without(input.beyond(event), TIME)), shapes.udm),
      })),
      entities: material.entities.map((one) => spelt(one, shapes.graph)),
      found: last,
      plainOutcomes,
      left: redacted.left,
    },
  };
}

/** Without maps and lists that have nothing left. */
function filled(event: UdmEvent): UdmEvent {
  return Object.fromEntries(
    Object.entries(event).flatMap(([key, value]): readonly [string, UdmValue][] => {
      if (isList(value)) return value.length === 0 ? [] : [[key, value]];
      if (typeof value !== 'object' || value === null) return [[key, value]];
      const rest = filled(value);
      return Object.keys(rest).length === 0 ? [] : [[key, rest]];
    }),
  );
}

interface Shapes {
  readonly udm: Shape;
  readonly graph: Shape;
}

type Holds = (variants: readonly Material[]) => Promise<readonly boolean[]>;

const TIME: ReadonlySet<string> = new Set([partKey(['metadata', 'eventTimestamp'])]);

function timeText({ metadata }: UdmEvent): string {
  const time =
    typeof metadata === 'object' && metadata !== null && 'eventTimestamp' in metadata
      ? metadata.eventTimestamp
      : '';
  return typeof time === 'string' ? time : '';
}

/** What the rule reads of events that have a time, in the order of time. */
function materialOf({ events, entities, misfits }: RecordInput, { udm, graph }: Shapes): Material {
  const read = (event: UdmValue, shape: Shape, root: 'UDM' | 'Entity'): UdmEvent => {
    const picked = pick(event, shape);
    return without(picked, new Set(misfits(picked, root).map(partKey)));
  };
  return {
    events: events
      .map((one) => read(one, udm, 'UDM'))
      .filter((one) => eventMs(one) !== undefined)
      .toSorted((one, other) => compareText(sortKey(one), sortKey(other))),
    entities: entities.map((one) => read(one, graph, 'Entity')),
  };
}

function sortKey(event: UdmEvent): string {
  const ms = eventMs(event) ?? 0;
  const [, below = ''] = /\.\d{3}(\d+)/.exec(timeText(event)) ?? [];
  return `${String(ms).padStart(16, '0')}${below}`;
}

function plainOutcomesOf({ symbols, types }: Analysis): ReadonlySet<string> {
  const typeOf = types();
  const plain = (symbols?.index.of('assignment') ?? []).filter(({ value }) =>
    ['int', 'uint', 'float', 'bool'].includes(typeOf.get(value)?.kind ?? ''),
  );
  return new Set(plain.map(({ variable }) => variable.name));
}

function signature(found: readonly FoundInCase[], plainOutcomes: ReadonlySet<string>): string {
  const each = found.map(({ events, outcomes }) =>
    JSON.stringify([events, outcomes.filter(({ name }) => plainOutcomes.has(name))]),
  );
  return each.toSorted(compareText).join('\n');
}

/** Without the parts of lists and maps that the rule can do without. */
async function leastOf(original: Material, shapes: Shapes, holds: Holds): Promise<Material> {
  type Cut = readonly [of: keyof Material, at: number, part: string];
  const cuts = [
    ...original.events.flatMap((event, at) =>
      partsIn(event, shapes.udm).map((part): Cut => ['events', at, part]),
    ),
    ...original.entities.flatMap((event, at) =>
      partsIn(event, shapes.graph).map((part): Cut => ['entities', at, part]),
    ),
  ];
  const cut = (chosen: readonly Cut[]): Material => {
    const rest = (of: keyof Material): readonly UdmEvent[] =>
      original[of].map((event, at) =>
        without(
          event,
          new Set(
            chosen.flatMap(([kind, place, part]) => (kind === of && place === at ? part : [])),
          ),
        ),
      );
    return { events: rest('events'), entities: rest('entities') };
  };
  return cut(await mostOf(cuts, (sets) => holds(sets.map(cut))));
}

/** With stand-ins for texts, whole ones where the rule allows it, else for those of their words that it allows. */
async function redact(
  least: Material,
  { udm, graph }: Shapes,
  holds: Holds,
): Promise<{ readonly material: Material; readonly left: RecordedCase['left'] }> {
  const standIns = openStandIns();
  const values = [...valuesIn(least.events, udm), ...valuesIn(least.entities, graph)];
  const replaced = (texts: ReadonlyMap<string, string>): Material => {
    const put = (event: UdmEvent, shape: Shape): UdmEvent =>
      replaceTexts(event, shape, (value, _path, kind) =>
        kind === 'time' ? value : (texts.get(value) ?? value),
      );
    return {
      events: least.events.map((one) => put(one, udm)),
      entities: least.entities.map((one) => put(one, graph)),
    };
  };
  const whole = new Map(
    values.map((one) => [one.value, standIns.whole(one.value, one.field, one.bytes)]),
  );
  const wholes = (chosen: readonly FoundValue[]): ReadonlyMap<string, string> =>
    new Map(chosen.map(({ value }) => [value, whole.get(value) ?? value]));
  const gone = await mostOf(values, (sets) => holds(sets.map((set) => replaced(wholes(set)))));
  const kept = values.filter((one) => !gone.includes(one));
  const texts = (byWord: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
    const parts = kept.map(({ value, bytes }): [string, string] => [
      value,
      bytes
        ? value
        : wordsOf(value)
            .map((word) => byWord.get(word.toLowerCase()) ?? word)
            .join(''),
    ]);
    return new Map([...wholes(gone), ...parts]);
  };
  const holdsWords = (
    sets: readonly (readonly (readonly [string, string])[])[],
  ): Promise<readonly boolean[]> => holds(sets.map((set) => replaced(texts(new Map(set)))));
  const words = [
    ...new Set(kept.flatMap(({ value, bytes }) => (bytes ? [] : tellingWords(value)))),
  ];
  const short = words.map((word) => [word, standIns.word(word)] as const);
  const shortened = await mostOf(short, holdsWords);
  const rest = words.filter(
    (word) => word.length >= LONG && !shortened.some(([known]) => known === word),
  );
  const long = rest.map((word) => [word, standIns.likeness(word)] as const);
  const chosen = await mostOf(long, (sets) =>
    holdsWords(sets.map((set) => [...shortened, ...set])),
  );
  const final = texts(new Map([...shortened, ...chosen]));
  return {
    material: replaced(final),
    left: kept.map(({ value, path }) => ({ path, text: final.get(value) ?? value })),
  };
}

/** So long a word may be a secret, or the name of something. */
const LONG = 8;

/** The words of a text that could say something, letter case aside. */
function tellingWords(text: string): readonly string[] {
  return wordsOf(text).flatMap((word, at) =>
    at % 2 === 1 && (word.length > 1 || /\d/.test(word)) ? [word.toLowerCase()] : [],
  );
}

async function movedTo(
  startMs: number,
  material: Material,
  { udm, graph }: Shapes,
  holds: Holds,
): Promise<Material> {
  const firstMs = Math.min(...material.events.flatMap((one) => eventMs(one) ?? []));
  if (!Number.isFinite(firstMs)) return material;
  const variants = shiftsTo(startMs, firstMs).map((byMs): Material => ({
    events: material.events.map((one) => moved(one, udm, byMs)),
    entities: material.entities.map((one) => moved(one, graph, byMs)),
  }));
  const fits = await holds(variants);
  return variants.find((_, at) => fits[at]) ?? material;
}
