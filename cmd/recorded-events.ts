import { openEngine } from '../lib/duckdb/engine.ts';
import { UserError } from '../lib/errors.ts';
import { compileRule } from '../lib/evaluate/compile.ts';
import { counted } from '../lib/text.ts';
import { EXIT } from './exit.ts';
import type { Evidence } from './recorded-detections.ts';
import type { Subject } from './recorded-subject.ts';

/** All events of a detection are taken, up to so many. */
const MOST_EVENTS = 1000;

/** Runs the rule over a file of events, and takes those of its newest detection. */
export async function evidenceInEvents(
  path: string,
  shown: string,
  { name, source, analysis, lists, tables }: Subject,
  signal: AbortSignal,
): Promise<Evidence> {
  const { query } = compileRule(source, analysis, { lists, tables, maxSamples: MOST_EVENTS });
  // A rule that cannot be evaluated says so where the case is made.
  if (query === undefined) return { events: [], entities: [] };
  const engine = await openEngine({ maxDetections: 10_000, maxSampled: 0 });
  try {
    const { events } = await engine.load([{ kind: 'file', path }], query.reads);
    if (events === 0) {
      throw new UserError(`"${shown}" holds no event and no detection that can be read`, {
        hint: 'name detections as the service or a report gives them, or UDM events: NDJSON or JSON',
      });
    }
    const { detections, errors } = await engine.run(query, signal);
    const newest = detections.at(-1);
    if (newest === undefined) {
      throw new UserError(
        `${name} finds nothing in the ${counted(events, 'event')} of "${shown}"`,
        {
          hint: errors[0] ?? 'record a detection, or events that the rule fires on',
          exit: EXIT.invalid,
        },
      );
    }
    const rows = [...newest.rows.values()].flat();
    return { events: await engine.eventsAt('udm', [...new Set(rows)]), entities: [] };
  } finally {
    engine.close();
  }
}
