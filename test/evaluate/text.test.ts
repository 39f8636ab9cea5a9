import { describe, expect, it } from 'vitest';
import { compileRule } from '../../lib/evaluate/compile.ts';
import type { CompiledQuery } from '../../lib/model/compiled-query.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { ruleOf, type Sections } from './find.ts';

function queryOf(sections: Sections): CompiledQuery {
  const source = { path: 'text.yaral', text: ruleOf(sections) };
  const { query, diagnostics = [] } = compileRule(source, analyze(source), {
    lists: [{ name: 'names', kind: 'string', description: '', lines: ["'); DROP TABLE udm; --"] }],
  });
  if (query === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return query;
}

describe('the text of a query', () => {
  it('has the values of the rule beside it', () => {
    const query = queryOf({
      events: [
        '$e.principal.hostname = "it\'s $1 \\"quoted\\""',
        '$e.target.url = /drop-table/ nocase',
        '$e.principal.user.userid in %names',
        '$e.network.sent_bytes > 4711',
        '$e.target.resource.attribute.labels["Owner"] != "nobody"',
      ],
      outcome: ['$o = "an outcome"'],
    });
    const values = query.params.map(({ value }) => String(value));
    expect(values).toEqual(
      expect.arrayContaining([
        'it\'s $1 "quoted"',
        '(?i)drop-table',
        "'); DROP TABLE udm; --",
        '4711',
        'Owner',
        'nobody',
        'an outcome',
      ]),
    );
    expect(values.filter((value) => value.length > 3 && query.sql.includes(value))).toEqual([]);
  });

  it('reads only what the rule names', () => {
    const query = queryOf({
      events: ['$e.security_result.action = "ALLOW"'],
      outcome: [
        '$when = $e.metadata.event_timestamp.seconds',
        '$label = $e.metadata.ingestion_labels["k"]',
      ],
    });
    expect(query.reads.map(({ path, depth, kind }) => [path, depth, kind])).toEqual([
      ['security_result.action', 2, 'enum'],
      ['metadata.ingestion_labels.value', 1, 'string'],
      ['metadata.ingestion_labels.key', 1, 'string'],
    ]);
  });

  it('puts alternatives about one value together', () => {
    const { sql, params } = queryOf({
      events: [
        '($e.principal.hostname = "a" or $e.principal.hostname = "b")',
        '(re.regex($e.target.url, `x+`) or strings.contains($e.target.url, "y.z") or $e.target.url = "w")',
      ],
    });
    expect(sql).toContain('"0:principal.hostname" IN ($');
    expect(sql.match(/regexp_matches/g)).toEqual(['regexp_matches']);
    expect(params.map(({ value }) => value)).toContain('(?:\\Aw\\z)|(?:x+)|(?:y\\.z)');
  });

  it('is this, for a rule of one field', () => {
    const { sql, params } = queryOf({ events: ['$e.principal.hostname = "h"'] });
    expect({ sql, params }).toEqual({
      sql: 'WITH nothing AS (SELECT 1) SELECT part, ws, we, "n0", "s0" FROM (SELECT *, 1 AS "n0", [{\'t\': "0:t", \'r\': "0:rid"}] AS "s0" FROM (SELECT *, t0 AS ws, t1 AS we FROM (SELECT *, "0:part" AS part, "0:t" AS t0, "0:t" AS t1 FROM (SELECT * FROM (SELECT "rid" AS "0:rid", "part" AS "0:part", "t" AS "0:t", "principal.hostname" AS "0:principal.hostname" FROM "udm") WHERE ("0:principal.hostname" = $1)) AS "m0"))) ORDER BY part, ws, we, "0:rid"',
      params: [{ type: 'VARCHAR', value: 'h' }],
    });
  });
});
