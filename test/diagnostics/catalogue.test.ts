import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../lib/diagnostics/catalogue.ts';
import { MESSAGES } from '../../lib/diagnostics/messages.ts';
import { analyze } from '../../lib/yaral/analyze.ts';
import { exampleRule } from '../helpers/example-rule.ts';

const ALL = CATALOGUE.flatMap(({ explanations }) => explanations);
const OF_RULES = ALL.filter(({ id }) => id in MESSAGES);
/** Two files are needed to show it. */
const ACROSS_FILES = new Set(['PAR030']);
const SHOWN = OF_RULES.filter(({ id, bad }) => bad !== '' && !ACROSS_FILES.has(id));

const found = (example: string): readonly string[] =>
  analyze({ path: 'rules/example.yaral', text: exampleRule(example) }).diagnostics.map(
    ({ id, severity, line, message }) => `${severity} ${id} line ${line}: ${message}`,
  );
const ids = (example: string): ReadonlySet<string> =>
  new Set(found(example).map((one) => one.split(' ')[1] ?? ''));

describe('the catalogue', () => {
  it('explains every id that has a wording', () => {
    expect(OF_RULES.map(({ id }) => id).toSorted()).toEqual(Object.keys(MESSAGES).toSorted());
  });

  it('explains each id once', () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
  });

  it.each(SHOWN)('finds $id in its bad example', ({ id, bad }) => {
    expect([...ids(bad)]).toContain(id);
  });

  it.each(SHOWN)('finds nothing but info in the good example of $id', ({ good }) => {
    expect(found(good).filter((one) => !one.startsWith('info'))).toEqual([]);
  });

  it.each(ALL)('says of $id what it is in whole sentences', ({ title, text }) => {
    expect(title).toMatch(/^[^A-Z].*[^.]$/s);
    expect(text).toMatch(/^[A-Za-z#+$][^]*\.$/);
  });
});
