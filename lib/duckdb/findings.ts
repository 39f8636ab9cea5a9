import type { CompiledQuery, FoundDetection } from '../model/compiled-query.ts';
import type { DetectionSample, UdmEvent } from '../model/detection.ts';
import type { Row } from './connection.ts';
import { camelEvent } from './event-json.ts';
import type { Loaded } from './load.ts';
import { isObject } from '../udm/plain.ts';

/** Rows of a query as detections, suppressed as the rule says, with their events. */
export async function readFindings(
  query: CompiledQuery,
  rows: readonly Row[],
  loaded: Loaded,
  { maxDetections, maxSampled }: { readonly maxDetections: number; readonly maxSampled: number },
): Promise<{ readonly detections: readonly FoundDetection[]; readonly total: number }> {
  const kept = suppressed(query, rows);
  const shown = kept.slice(0, maxDetections);
  const samples = await Promise.all(
    query.variables.map(async ({ source }, at) => {
      const places = [...new Set(shown.slice(0, maxSampled).flatMap((row) => placesOf(row, at)))];
      const events = await loaded.sample(source, places);
      return new Map(places.map((place, index) => [place, camelEvent(events[index], source)]));
    }),
  );
  const detections = shown.map((row): FoundDetection => {
    const placed = query.variables.map((variable, at) => ({
      ...variable,
      places: placesOf(row, at),
      count: Number(row[`n${at}`] ?? 0),
      events: samples[at],
    }));
    const outcomes = query.outcomes.map(({ name }, at) => ({
      key: name,
      value: textOf(row[`x${at}`]),
    }));
    const written = outcomes.find(({ key }) => key === 'risk_score')?.value;
    const score = written === undefined || written === '' ? NaN : Number(written);
    const from = timeOf(row['ws']);
    const to = timeOf(row['we']);
    return {
      detection: {
        ruleName: query.ruleName,
        multiEvent: query.multiEvent,
        detectionTime: to,
        window: { from, to },
        matches: query.matches.map(({ name, source }, at) => ({
          key: name,
          value: textOf(row[`m${at}`]),
          ...(source === undefined ? {} : { source }),
        })),
        outcomes,
        riskScore: Number.isNaN(score) ? query.defaultRiskScore : score,
        samples: placed.map(({ name, source, places, events }): DetectionSample => {
          const own = places.flatMap((place): UdmEvent[] => {
            const event = events?.get(place);
            return event === undefined ? [] : [event];
          });
          const entity = source === 'graph';
          return { label: name, events: entity ? [] : own, entities: entity ? own : [] };
        }),
      },
      part: Number(row['part'] ?? 0),
      rows: new Map(placed.map(({ name, places }) => [name, places])),
      counts: new Map(placed.map(({ name, count }) => [name, count])),
    };
  });
  return { detections, total: kept.length };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Microseconds to the millisecond that a Date holds. */
function timeOf(micros: unknown): Date {
  return new Date(Math.floor(Number(micros ?? 0) / 1000));
}

function placesOf(row: Row, variable: number): readonly number[] {
  const list = row[`s${variable}`];
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) =>
    isObject(one) && one['r'] != null ? [Number(one['r'])] : [],
  );
}

/** Of detections with the same key one is kept, and those within the window after it are not (yara-l §4.8). */
function suppressed(query: CompiledQuery, rows: readonly Row[]): readonly Row[] {
  const { suppression } = query;
  if (suppression === undefined) return rows;
  const until = new Map<string, number>();
  return rows.filter((row) => {
    const key = JSON.stringify([
      Number(row['part'] ?? 0),
      ...query.matches.map((_, at) => row[`m${at}`]),
      suppression.outcome === undefined ? '' : row[`x${suppression.outcome}`],
    ]);
    const at = Number(row['ws'] ?? 0);
    if (at < (until.get(key) ?? -Infinity)) return false;
    until.set(key, at + suppression.micros);
    return true;
  });
}
