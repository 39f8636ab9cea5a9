import { describe, expect, it } from 'vitest';
import { openEngine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import { analyze } from '../../lib/yaral/analyze.ts';

const HOSTS = Array.from({ length: 300 }, (_, at) => `host${at}`);
const events = HOSTS.map((hostname) => ({
  event: { metadata: { event_timestamp: '2026-01-01T00:00:00Z' }, principal: { hostname } },
}));

/** A rule that finds the hosts of a list so long that it becomes a table. */
function queryOf(count: number) {
  const text = `rule r {\n  meta:\n    author = "test"\n  events:\n    $e.principal.hostname in %hosts\n  condition:\n    $e\n}\n`;
  const source = { path: 'r.yaral', text };
  const lists = [
    { name: 'hosts', kind: 'string' as const, description: '', lines: HOSTS.slice(0, count) },
  ];
  const { query } = compileRule(source, analyze(source), { lists });
  if (query === undefined) throw new Error('the rule does not compile');
  return query;
}

const COUNTS = [101, 102, 103, 104, 105, 106, 107, 108, 101, 102, 103, 299];

describe('rules that run side by side', () => {
  it.each([1, 3])('find what each finds alone, on %i connections', async (sideBySide) => {
    const engine = await openEngine({ sideBySide });
    try {
      const queries = COUNTS.map(queryOf);
      await engine.load(
        [{ kind: 'events', events }],
        queries.flatMap(({ reads }) => reads),
      );
      const found = await Promise.all(queries.map((query) => engine.run(query)));
      expect(found.map(({ errors, total }) => [total, errors])).toEqual(
        COUNTS.map((count) => [count, []]),
      );
    } finally {
      engine.close();
    }
  });

  it('leave a free connection behind where one breaks off', async () => {
    const engine = await openEngine({ sideBySide: 2 });
    try {
      const query = queryOf(200);
      await engine.load([{ kind: 'events', events }], query.reads);
      const stop = new AbortController();
      const runs = [1, 2, 3, 4].map(() => engine.run(query, stop.signal));
      stop.abort(new Error('stopped'));
      const ended = await Promise.allSettled(runs);
      expect(ended.map(({ status }) => status)).toEqual(runs.map(() => 'rejected'));
      expect((await engine.run(query)).total).toBe(200);
    } finally {
      engine.close();
    }
  });
});
