import { describe, expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { testRepository } from '../helpers/repository.ts';
import { tenantWorld } from './tenant-world.ts';

const RULE = `rule login_from_own_network {
  meta:
    author = "test"
    description = "x"
    severity = "LOW"
    rule_id = "mr_1"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid in %staff.user
    $e.principal.asset.ip in cidr %staff.network
  condition:
    $e
}
`;

const TEST = `rule: login_from_own_network
defaults: { metadata: { event_type: USER_LOGIN } }
cases:
  - name: from the office
    events: [{ at: +0m, principal: { user: { userid: ada }, asset: { ip: [10.1.2.3] } } }]
    expect: 1
  - name: from elsewhere
    events: [{ at: +0m, principal: { user: { userid: ada }, asset: { ip: [192.0.2.1] } } }]
    expect: 0
  - name: somebody else
    events: [{ at: +0m, principal: { user: { userid: eve }, asset: { ip: [10.1.2.3] } } }]
    expect: 0
`;

const EVENT = {
  metadata: { event_timestamp: '2026-01-01T08:00:00Z', event_type: 'USER_LOGIN' },
  principal: { user: { userid: 'ada' }, asset: { ip: ['10.1.2.3'] } },
};

const FILES = {
  'rules/a/login_from_own_network.yaral': RULE,
  'rules/a/login_from_own_network.test.yaml': TEST,
  'rules/tables/staff.csv': 'user,network:cidr\nada,10.0.0.0/8\n',
  'events.ndjson': `${JSON.stringify(EVENT)}\n`,
};

const run = async (words: string, files: Readonly<Record<string, string>> = {}) =>
  chron(words, { cwd: (await testRepository({ ...FILES, ...files })).root });

describe('data tables of the repository', () => {
  it('are what rule tests and replays evaluate with', async () => {
    expect(await run('test')).toMatchObject({
      code: 0,
      out: expect.stringContaining('3 cases of 1 rule: all passed'),
    });
    const { code, out } = await run('replay events.ndjson --format json --quiet');
    expect({ code, rules: JSON.parse(out).rules }).toMatchObject({
      code: 0,
      rules: [{ name: 'login_from_own_network', detections: 1 }],
    });
  });

  it.each<[title: string, words: string, files: Record<string, string>, expected: string]>([
    [
      'a column that is not there',
      'check',
      { 'rules/tables/staff.csv': 'users,network:cidr\nada,10.0.0.0/8\n' },
      'warning[CHR120]: the data table staff has no column user\n',
    ],
    [
      'a column that is not there',
      'test',
      { 'rules/tables/staff.csv': 'users,network:cidr\nada,10.0.0.0/8\n' },
      'the data table %staff has no column user',
    ],
    [
      'a table that is not there',
      'test',
      {
        'rules/tables/staff.csv': '',
        'rules/a/login_from_own_network.yaral': RULE.replaceAll('%staff', '%stuff'),
      },
      'there is no data table %stuff here',
    ],
    [
      'a row that is broken',
      'test',
      { 'rules/tables/staff.csv': 'user,network:cidr\nada,10.0.0.0/8\nbob\n' },
      'rules/tables/staff.csv:3:1: error[table-row]: this row has 1 cell,',
    ],
    [
      'a row that is broken',
      'check',
      { 'rules/tables/staff.csv': 'user,network:cidr\nada,10.0.0.0/8\nbob\n' },
      'rules/tables/staff.csv:3:1: error[table-row]: this row has 1 cell,',
    ],
  ])('%s is said by chron %s', async (_title, words, files, expected) => {
    const { code, out, err } = await run(words, files);
    expect(out + err).toContain(expected);
    expect(code).toBe(expected.startsWith('warning') ? 0 : 3);
  });

  it('are not sent, which a plan of a tenant says, saved or not', async () => {
    const { repository, run: onTenant } = await tenantWorld({
      rules: { login_from_own_network: RULE },
    });
    repository.write('rules/tables/staff.csv', FILES['rules/tables/staff.csv']);
    repository.write('rules/tables/nobodys.csv', 'a\nb\n');
    repository.commit();
    const notice = {
      kind: 'table-not-sent',
      name: 'staff',
      path: 'rules/tables/staff.csv',
      rules: ['login_from_own_network'],
    };
    const planned = await onTenant('plan --env prod --out saved.plan.json --format json');
    const [plan] = JSON.parse(planned.out).plans;
    expect(tableNotices(plan)).toEqual([notice]);
    const applied = await onTenant(
      `apply saved.plan.json --digest ${plan.saved.digest} --format json`,
    );
    expect(applied.code).toBe(0);
    expect(tableNotices(JSON.parse(applied.out).plans[0])).toEqual([notice]);
    // the emulator inside chron evaluates with them
    const inside = await onTenant('plan --env local --format json');
    expect(tableNotices(JSON.parse(inside.out).plans[0])).toEqual([]);
  });
});

function tableNotices({
  notices,
}: {
  readonly notices: readonly { readonly kind: string }[];
}): readonly unknown[] {
  return notices.filter(({ kind }) => kind === 'table-not-sent');
}
