import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { amongOthers, lint, lintSet } from '../../../lib/yaral/lint.ts';

const RULES = join(import.meta.dirname, '..', '..', '..', 'rules');

const names = readdirSync(RULES, { recursive: true, encoding: 'utf8' }).toSorted();

const rules = names
  .filter((name) => name.endsWith('.yaral'))
  .map((path) => ({ path, text: readFileSync(join(RULES, path), 'utf8') }))
  .map((source) => ({ source, analysis: analyze(source) }));

const lists = new Map(
  names.flatMap((name) => {
    const [, list, kind] = /lists[/\\](\w+)\.(string|regex|cidr)\.txt$/.exec(name) ?? [];
    if (list === undefined) return [];
    return kind === 'string' || kind === 'regex' || kind === 'cidr' ? [[list, kind] as const] : [];
  }),
);

describe('the rules that chron ships', () => {
  it.each(rules.map((rule) => [rule.source.path, rule] as const))(
    'follow advice: %s',
    (_path, rule) => {
      const found = lint({ ...rule, known: { lists } });
      expect(found.filter(({ id }) => id.startsWith('CHR'))).toEqual([]);
    },
  );

  it('are no two alike', () => {
    expect(lintSet(rules.map(({ source, analysis }) => amongOthers(source, analysis)))).toEqual([]);
  });
});
