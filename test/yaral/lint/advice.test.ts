import { describe, expect, it } from 'vitest';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { amongOthers, lintSet } from '../../../lib/yaral/lint.ts';
import { ADVICE } from '../../../lib/yaral/lints/lints.ts';
import { lintText, ruleOf } from './lint-text.ts';

const KNOWN = {
  lists: new Map([
    ['internal_addresses', 'string'],
    ['internal_ranges', 'cidr'],
  ] as const),
};

/** The ids that an example gets: sections are made a rule, rules go into a file each, a first comment may name it. */
function idsOf(example: string): readonly string[] {
  const texts = /^(?:\/\/.*\n)?rule /.test(example)
    ? example.split(/(?<=^\}\n)/m)
    : [ruleOf(example)];
  const sources = texts.map((text) => {
    const name = /^rule (\w+)/m.exec(text)?.[1] ?? '';
    const [, path = `rules/${name}.yaral`] = /^\/\/ (rules\/\S+)\n/.exec(text) ?? [];
    return { path, text };
  });
  const set = lintSet(sources.map((source) => amongOthers(source, analyze(source))));
  const each = sources.flatMap(({ path, text }) => lintText(text, { path, known: KNOWN }));
  return [...each, ...set].map(({ id }) => id);
}

describe('the table of advice', () => {
  it('has each id once, in order', () => {
    const ids = ADVICE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^CHR1\d\d$/.test(id))).toBe(true);
    expect(ids).toEqual(ids.toSorted());
  });

  it.each(ADVICE.map((advice) => [advice.id, advice] as const))(
    'shows %s in its bad example and not in its good one',
    (id, { bad, good }) => {
      expect(idsOf(bad)).toContain(id);
      expect(idsOf(good)).not.toContain(id);
    },
  );

  it.each(ADVICE.map((advice) => [advice.id, advice] as const))(
    'says nothing else of the good example of %s',
    (_id, { good }) => {
      expect(/^rule /m.test(good) ? [] : idsOf(good)).toEqual([]);
    },
  );

  it.each(ADVICE.map((advice) => [advice.id, advice] as const))(
    'words %s as others of its kind are',
    (_id, { title, text }) => {
      expect(title).toMatch(/^[^A-Z].*[^.]$|^ATT&CK/);
      expect(text).toMatch(/^[A-Z*].*\.$/s);
    },
  );
});
