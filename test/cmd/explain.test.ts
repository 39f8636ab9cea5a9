import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../cmd/explanations.ts';
import { chron } from '../helpers/chron.ts';

const explain = (words = '') => chron(`explain ${words}`, { cwd: '/' });

describe('chron explain', () => {
  it('says what is wrong, and shows it wrong and right', async () => {
    expect(await explain('TYP001')).toEqual({
      code: 0,
      err: '',
      out: [
        'TYP001 two sides that cannot be compared (error)',
        '',
        'A number is compared with a number, a string with a string. Nothing is converted.',
        '',
        'wrong:',
        '    events:',
        '      $e.target.port = "80"',
        '',
        'right:',
        '    events:',
        '      $e.target.port = 80',
        '',
      ].join('\n'),
    });
  });

  it('says of advice how it is ignored, set and fixed', async () => {
    const { out } = await explain('CHR111');
    expect(out).toContain('chron check --fix puts it right');
    expect(out).toContain('// chron-ignore CHR111: reason');
    expect(out).toContain('lints: { CHR111: off | info | warning | error }');
    expect((await explain('CHR105')).out).not.toContain('--fix');
  });

  it.each([...EXPLANATIONS.keys()])('knows %s', async (id) => {
    const { code, out } = await explain(id);
    expect(code).toBe(0);
    expect(out.startsWith(`${id} ${EXPLANATIONS.get(id)?.title ?? ''}`)).toBe(true);
    // oxlint-disable-next-line no-control-regex -- what a terminal acts on must not come out
    expect(out).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u200B-\u200F\u202A-\u202E]/);
  });

  it('takes several, in whatever case they are typed', async () => {
    const { out } = await explain('typ001 Unknown-List');
    expect(out).toMatch(/^TYP001 /);
    expect(out).toMatch(/\n\nunknown-list /);
  });

  it('lists all', async () => {
    const { code, out } = await explain();
    expect(code).toBe(0);
    for (const id of EXPLANATIONS.keys()) expect(out).toMatch(new RegExp(`^  ${id} `, 'm'));
  });

  it('asks whether another was meant', async () => {
    expect(await explain('TPY001')).toEqual({
      code: 1,
      out: '',
      err: 'chron: there is no finding "TPY001"\n  hint: did you mean TYP001? chron explain lists all\n',
    });
    expect((await explain('what')).err).toContain('hint: chron explain lists all');
  });
});
