import { z } from 'zod';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareDiagnostics } from '../diagnostics/reporter.ts';
import { DEFAULT_GATE, type AcceptedNoise, type GatePolicy } from '../model/gate.ts';
import { durationMs } from './duration.ts';
import { GATE_WORDS, gateSchema, type GateShape } from './gate-schema.ts';
import { checkShape } from './shape.ts';
import { yamlProblem, type YamlFile } from './yaml-file.ts';

export interface GateReading {
  /** Undefined if there is an error. */
  readonly gate: 'off' | GatePolicy | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const DAY_MS = 86_400_000;
/** A mean a day needs a day at least; what is older than a year is seldom kept. */
const [SHORTEST_MS, LONGEST_MS] = [DAY_MS, 365 * DAY_MS];

/** The one key of an environment that is looked at here; the others are checked elsewhere. */
const holder = z.looseObject({ gate: gateSchema.optional() });

/**
 * Reads what the files of an environment, its own first, say of the gate. Maps merge by key, `accept` is appended to
 * what is extended, and `off` is taken back by a policy that is nearer. Without a word there is the default policy.
 */
export function parseGate(files: readonly YamlFile[]): GateReading {
  const layers = files.map(parseLayer);
  const diagnostics = layers.flatMap((layer) => layer.diagnostics).toSorted(compareDiagnostics);
  if (diagnostics.length > 0) return { gate: undefined, diagnostics };
  const merged = layers.reduceRight<'off' | GateShape | undefined>(
    (under, { gate }) => layOver(under, gate),
    undefined,
  );
  return { gate: merged === 'off' ? 'off' : policyOf(merged ?? {}), diagnostics: [] };
}

interface Layer {
  readonly gate: 'off' | GateShape | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING_SAID: Layer = { gate: undefined, diagnostics: [] };

function parseLayer(file: YamlFile): Layer {
  const { value } = file;
  // what is no map is told of where all keys are looked at
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOTHING_SAID;
  if ('gate' in value && value.gate === 'off') return { gate: 'off', diagnostics: [] };
  const { value: shape, diagnostics } = checkShape(file, holder, GATE_WORDS);
  if (shape?.gate === undefined) return { gate: undefined, diagnostics };
  return { gate: shape.gate, diagnostics: wrongWith(file, shape.gate) };
}

/** What the shape alone does not say. */
function wrongWith(file: YamlFile, { window }: GateShape): readonly Diagnostic[] {
  if (window === undefined) return [];
  const windowMs = durationMs(window);
  if (windowMs >= SHORTEST_MS && windowMs <= LONGEST_MS) return [];
  const problem = {
    id: 'gate',
    message: `a window of ${window} is too ${windowMs < SHORTEST_MS ? 'short' : 'long'}`,
    hint: 'write 1d to 365d, such as window: 14d',
  };
  return [yamlProblem(file, ['gate', 'window'], problem)];
}

function layOver(
  under: 'off' | GateShape | undefined,
  over: 'off' | GateShape | undefined,
): 'off' | GateShape | undefined {
  if (over === undefined || over === 'off' || under === undefined || under === 'off') {
    return over ?? under;
  }
  return {
    ...under,
    ...over,
    ...(under.maxPerDay === undefined
      ? {}
      : { maxPerDay: { ...under.maxPerDay, ...over.maxPerDay } }),
    ...(under.accept === undefined ? {} : { accept: [...under.accept, ...(over.accept ?? [])] }),
  };
}

function policyOf(shape: GateShape): GatePolicy {
  const { window, excludeLast, maxPerDay, accept } = shape;
  return {
    windowMs: window === undefined ? DEFAULT_GATE.windowMs : durationMs(window),
    excludeLastMs: excludeLast === undefined ? DEFAULT_GATE.excludeLastMs : durationMs(excludeLast),
    maxPerDay: { ...DEFAULT_GATE.maxPerDay, ...withoutGaps(maxPerDay ?? {}) },
    maxWorstDay: shape.maxWorstDay ?? DEFAULT_GATE.maxWorstDay,
    onUnproven: shape.onUnproven ?? DEFAULT_GATE.onUnproven,
    requireEvents: shape.requireEvents ?? DEFAULT_GATE.requireEvents,
    retrohuntAlerting: shape.retrohuntAlerting ?? DEFAULT_GATE.retrohuntAlerting,
    accept: (accept ?? []).map(acceptedOf),
  };
}

/** The day that was written counts whole. */
function acceptedOf({
  rule,
  text,
  reason,
  until,
}: NonNullable<GateShape['accept']>[number]): AcceptedNoise {
  return { rule, text, reason, until: new Date(Date.parse(`${until}T00:00:00Z`) + DAY_MS) };
}

/** A file cannot say `undefined`, but its type can. */
function withoutGaps(
  limits: NonNullable<GateShape['maxPerDay']>,
): GatePolicy['maxPerDay'] | object {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
