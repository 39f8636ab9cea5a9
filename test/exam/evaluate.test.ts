import { describe, expect, it } from 'vitest';
import { openEngine } from '../../lib/duckdb/engine.ts';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { ListKind, ReferenceList } from '../../lib/model/reference-list.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { inventEvents, poolsOf } from '../helpers/invented-events.ts';
import { corpusRules } from './material.ts';

/** Mistakes of the corpus that its own service accepts. */
const LENIENT: ReadonlySet<string> = new Set(['TYP001', 'FLD014', 'LEX005', 'OUT011']);

const sources = corpusRules().filter(({ path }) => path.includes('community/'));

/** Lists that rules name: what is in them does not matter here. */
function listsOf(text: string): readonly ReferenceList[] {
  const named = [...text.matchAll(/(in\s+(regex|cidr)\s+)?%(\w+)/g)];
  const kinds = new Map<string, ListKind>(
    named.map(([, , kind, name = '']) => [
      name,
      kind === 'regex' || kind === 'cidr' ? kind : 'string',
    ]),
  );
  return [...kinds].map(([name, kind]) => ({
    name,
    kind,
    description: '',
    lines: kind === 'cidr' ? ['10.0.0.0/8', '192.0.2.0/24'] : ['host-a', 'host-b'],
  }));
}

describe.runIf(sources.length > 0)('rules of the community', () => {
  it('compile and run over invented events', async () => {
    const all = sources.map((source) => ({
      source,
      analysis: analyze(source, { lenient: LENIENT }),
    }));
    const compiled = all.map(({ source, analysis }) => ({
      source,
      ...compileRule(source, analysis, { lists: listsOf(source.text) }),
    }));
    const refused = compiled.flatMap(({ source, diagnostics = [] }) =>
      diagnostics.map(({ id, message }) => `${source.path}: ${id} ${message}`),
    );
    process.stdout.write(
      `${refused.length} refusals of ${sources.length}\n${refused.join('\n')}\n`,
    );
    const queries = compiled.flatMap(({ query }) => query ?? []);
    const events = inventEvents(
      all.map(({ analysis }) => poolsOf([analysis])),
      1000,
      7,
    );
    const engine = await openEngine();
    try {
      const report = await engine.load(
        [{ kind: 'events', events: events.map((event) => ({ event })) }],
        queries.flatMap(({ reads }) => reads),
      );
      const failures: string[] = [];
      let detections = 0;
      let found = 0;
      const began = performance.now();
      for (const query of queries) {
        const { errors, total } = await engine.run(query);
        detections += total;
        if (total > 0) found += 1;
        failures.push(...errors.map((error) => `${query.ruleName}: ${error}`));
      }
      const took = Math.round(performance.now() - began);
      process.stdout.write(
        `${queries.length} rules, ${report.events} events, ${detections} detections of ${found} rules, ${took} ms\n`,
      );
      expect(failures).toEqual([]);
      expect(report.problems).toEqual([]);
      expect(refused.filter((one) => !one.includes(' EVA001 '))).toEqual([]);
    } finally {
      engine.close();
    }
  });
});
