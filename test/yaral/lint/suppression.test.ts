import { describe, expect, it } from 'vitest';
import { lintText, ruleOf, saidOf } from './lint-text.ts';

const OPEN = '$e.principal.hostname = "a" nocase';
const LOGIN = '$e.metadata.event_type = "USER_LOGIN"';

function said(sections: string): readonly string[] {
  const text = ruleOf(sections);
  return saidOf(text, lintText(text));
}

describe('chron-ignore', () => {
  it.each([
    ['at the end of the line', `${OPEN} // chron-ignore CHR110: canary`],
    ['on the line before', `// chron-ignore CHR110: canary\n${OPEN}`],
    [
      'before a comment on the line before',
      `// chron-ignore CHR110: canary\n// and more\n\n${OPEN}`,
    ],
    ['at the head of the rule', `//! chron-ignore CHR110: canary\n${OPEN}`],
    ['in a block comment', `/* chron-ignore CHR110: canary */\n${OPEN}`],
    ['in a line of a block comment', `/*\n * why\n * chron-ignore CHR110: canary\n */\n${OPEN}`],
    ['with other ids', `$e.principal.hostname = "a" // chron-ignore CHR110, CHR114: canary`],
    [
      'in comments of their own',
      `// chron-ignore CHR110: canary\n// chron-ignore CHR114: one host\n$e.principal.hostname = "a"`,
    ],
  ])('turns advice off %s', (_title, sections) => {
    expect(said(sections)).toEqual([]);
  });

  it('turns off what is said of the name of the rule', () => {
    const text = ruleOf('').replace('rule x {', 'rule x { // chron-ignore CHR104: generated');
    expect(saidOf(text, lintText(text, { path: 'rules/y.yaral' }))).toEqual([]);
  });

  it('turns a warning of the checker off', () => {
    const text = ruleOf(
      `${LOGIN}\n// chron-ignore FLD004: the parser still writes it\n$e.principal.labels["k"] = "v"`,
    );
    expect(lintText(text)).toEqual([]);
    expect(lintText(text.replace('FLD004', 'CHR114')).map(({ id }) => id)).toEqual([
      'CHR192',
      'FLD004',
    ]);
  });

  it('is about its own line only', () => {
    expect(said(`${LOGIN} // chron-ignore CHR114: one\n$e.principal.hostname = "a"`)).toEqual([
      'CHR192 info CHR114',
      'CHR114 warning $e.principal.hostname = "a"',
    ]);
  });

  it.each([
    ['no colon', '// chron-ignore CHR110', 'chron-ignore CHR110'],
    ['nothing after the colon', '// chron-ignore CHR110:  ', 'chron-ignore CHR110'],
    ['words without a colon', '// chron-ignore CHR110 is a canary', 'chron-ignore CHR110'],
    ['nothing before the end of the comment', '/* chron-ignore CHR110: */', 'chron-ignore CHR110'],
  ])('asks for a reason: %s', (_title, comment, marked) => {
    expect(said(`${comment}\n${OPEN}`)).toEqual([`CHR190 warning ${marked}`, 'CHR110 warning $e']);
  });

  it.each([
    ['CHR11', 'there is no advice CHR11', 'did you mean'],
    ['chr110', 'there is no advice chr110', 'did you mean CHR110?'],
    ['constructor', 'there is no advice constructor', 'ids look like CHR110'],
    ['TYP001', 'TYP001 is an error and cannot be ignored', 'correct'],
    ['CHR192', 'CHR192 cannot be ignored', 'rules/check.yaml'],
  ])('knows that %s cannot be ignored', (id, message, hint) => {
    const text = ruleOf(`// chron-ignore ${id}: why not\n${LOGIN}`);
    const [found, ...others] = lintText(text);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: 'CHR191', severity: 'warning', message });
    expect(found?.hint).toContain(hint);
    expect(text.slice(found?.span.start, found?.span.end)).toBe(id);
  });

  it('asks what to ignore', () => {
    expect(said(`// chron-ignore: why not\n${LOGIN}`)).toEqual(['CHR191 warning chron-ignore']);
  });

  it('never turns an error of the checker off', () => {
    const text = ruleOf(`${LOGIN}\n$e.target.port = "80" // chron-ignore TYP001: works for me`);
    expect(lintText(text).map(({ id }) => id)).toEqual(['TYP001', 'CHR191']);
  });

  it('turns advice off that the repository made an error', () => {
    const text = ruleOf(`${OPEN} // chron-ignore CHR110: canary`);
    expect(lintText(text, { severities: new Map([['CHR110', 'error']]) })).toEqual([]);
  });

  it('is not unused where the advice is off anyway, or the rule cannot be read', () => {
    const text = ruleOf(`${OPEN} // chron-ignore CHR110: canary`);
    expect(lintText(text, { severities: new Map([['CHR110', 'off']]) })).toEqual([]);
    const broken = ruleOf(`$e.principal.hostname = = // chron-ignore CHR110: canary`);
    expect(saidOf(broken, lintText(broken))).toEqual([]);
  });

  it('is nothing in a string', () => {
    expect(said(`${LOGIN}\n$e.target.url = "// chron-ignore CHR999: no"`)).toEqual([]);
  });
});
