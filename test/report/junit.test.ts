import { describe, expect, it } from 'vitest';
import { checkJunit } from '../../lib/report/junit.ts';
import { aCheck, aFinding, HOSTILE, NO_SCORE, REMARK, WRONG_FIELD } from './findings.ts';
import { readXml, type Element } from './xml.ts';

const read = (...given: Parameters<typeof aCheck>): Element =>
  readXml(checkJunit(aCheck(...given)));

const cases = (root: Element): readonly Element[] => root.children[0]?.children ?? [];

describe('checkJunit', () => {
  it('has a test case a file', () => {
    const root = read([WRONG_FIELD], { paths: ['rules/a.yaral', 'rules/aws/root_login.yaral'] });
    expect(root.name).toBe('testsuites');
    expect(root.attributes).toEqual({ name: 'chron', tests: '2', failures: '1', errors: '0' });
    expect(cases(root).map(({ attributes }) => attributes['name'])).toEqual([
      'rules/a.yaral',
      'rules/aws/root_login.yaral',
    ]);
    expect(cases(root).map(({ children }) => children.map(({ name }) => name))).toEqual([
      [],
      ['failure'],
    ]);
  });

  it('shows the problem at its line', () => {
    const [first] = cases(read([WRONG_FIELD, aFinding({ id: 'PAR012', message: 'no condition' })]));
    const [failure] = first?.children ?? [];
    expect(failure?.attributes).toEqual({
      type: 'FLD001',
      message: 'FLD001: Noun has no field "hostnam" (and 1 more problem)',
    });
    expect(failure?.text).toContain(
      [
        'rules/aws/root_login.yaral:5:18: error[FLD001]: Noun has no field "hostnam"',
        '5 |     $e.principal.hostnam = "db-1"',
        '  |                  ^^^^^^^',
        '  = hint: did you mean hostname?',
      ].join('\n'),
    );
    expect(failure?.text).toContain('error[PAR012]: no condition');
  });

  it.each([
    [false, ['system-out']],
    [true, ['failure', 'system-out']],
  ])('lets warnings fail only where they do (strict: %s)', (strict, expected) => {
    const [first] = cases(read([NO_SCORE, REMARK], { strict }));
    expect(first?.children.map(({ name }) => name)).toEqual(expected);
  });

  it('is well-formed whatever strangers wrote', () => {
    const path = `rules/${HOSTILE}.yaral`;
    const finding = aFinding({ message: HOSTILE, hint: HOSTILE, path });
    const root = read([finding], { paths: [path], texts: new Map([[path, HOSTILE.repeat(3)]]) });
    const [first] = cases(root);
    expect(first?.attributes['name']).toContain('a:b="<c>&\'d]]>');
    expect(first?.children[0]?.text).toContain("<c>&'d]]>");
  });
});
