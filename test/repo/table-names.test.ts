import { describe, expect, it } from 'vitest';
import { tableNotices } from '../../lib/repo/table-names.ts';
import { aRule, ruleText } from '../helpers/builders.ts';

const STAFF = { name: 'staff', path: 'rules/tables/staff.csv' };
const STAFF_OLD = { name: 'staff_old', path: 'rules/tables/staff_old.csv' };

/** A rule with one more line in its events. */
function naming(name: string, lineText: string, lists: readonly string[] = []) {
  const text = ruleText(name).replace('  condition:', `    ${lineText}\n  condition:`);
  return aRule(name, { text, lists });
}

describe('tableNotices', () => {
  it('says once of a table which rules name it, sorted', () => {
    const rules = ['beta', 'alpha'].map((name) =>
      naming(name, '$e.principal.user.userid in %staff.user'),
    );
    expect(tableNotices([...rules, aRule('gamma')], [STAFF, STAFF_OLD])).toEqual([
      { kind: 'table-not-sent', ...STAFF, rules: ['alpha', 'beta'] },
    ]);
  });

  it.each<[title: string, lineText: string, lists: readonly string[], named: readonly string[]]>([
    ['a column', '$e.principal.user.userid in %staff.user', [], ['staff']],
    ['a column twice', '%staff.user = "a" or %staff.network = "b"', [], ['staff']],
    ['a whole table', '%staff', [], ['staff']],
    ['a reference list of the same name', '$e.x in %staff', ['staff'], []],
    [
      'a list and a table of one name',
      '$e.x in %staff and $e.y in %staff.user',
      ['staff'],
      ['staff'],
    ],
    ['a longer name', '$e.x in %staff_old.user', [], ['staff_old']],
    ['another table', '$e.x in %guests.user', [], []],
    ['a comment', '// as in %staff.user', [], []],
    ['a string', '$e.x = "%staff.user"', [], []],
    ['a remainder', '$e.network.sent_bytes %staff.user = 1', [], []],
  ])('knows %s', (_title, lineText, lists, named) => {
    const notices = tableNotices([naming('one', lineText, lists)], [STAFF, STAFF_OLD]);
    expect(notices.map((notice) => ('name' in notice ? notice.name : ''))).toEqual(named);
  });

  it('says nothing without tables', () => {
    expect(tableNotices([naming('one', '$e.x in %staff.user')], [])).toEqual([]);
  });
});
