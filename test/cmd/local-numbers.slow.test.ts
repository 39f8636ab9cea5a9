import { expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { testRepository } from '../helpers/repository.ts';

const RULES = {
  'rules/one_login.yaral': `rule one_login {
  meta:
    author = "a"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid in %watched
  condition:
    $e
}
`,
  'rules/one_login.test.yaml': `rule: one_login
defaults: { metadata: { event_type: USER_LOGIN } }
cases:
  - { name: watched, events: [{ at: +0m, principal: { user: { userid: alice } } }], expect: 1 }
  - { name: another, events: [{ at: +0m, principal: { user: { userid: bob } } }], expect: 0 }
`,
  'rules/many_logins.yaral': `rule many_logins {
  meta:
    author = "a"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid = $user
  match:
    $user over 10m
  outcome:
    $count = count($e.metadata.event_timestamp.seconds)
  condition:
    #e > 2
}
`,
  'rules/many_logins.test.yaml': `rule: many_logins
defaults: { metadata: { event_type: USER_LOGIN }, principal: { user: { userid: carol } } }
cases:
  - { name: three, events: [{ at: +0m }, { at: +1m }, { at: +2m }], expect: 1 }
  - { name: two, events: [{ at: +0m }, { at: +1m }], expect: 0 }
`,
  'rules/lists/watched.string.txt': '// people to look at\nalice\n',
};

it('counts the same in hunts of the embedded environment and in a replay of its events, and records what it found', async () => {
  const repository = await testRepository(RULES);
  const { root } = repository;
  const ran = async (words: string): Promise<string> => {
    const { code, out, err } = await chron(words, { cwd: root });
    expect(code, err).toBe(0);
    return out;
  };
  await ran('apply --env local --yes');
  const hunts: { readonly retrohunts: readonly object[] } = JSON.parse(
    await ran('retrohunt --env local --all --last 14d --format json --quiet'),
  ).environments[0];
  await ran('emulate --export-events held.ndjson');
  const { rules } = JSON.parse(await ran('replay held.ndjson --format json --quiet'));
  const found = Object.fromEntries(
    rules.map((one: { name: string; detections: number }) => [one.name, one.detections]),
  );
  expect(hunts.retrohunts).toEqual(
    ['many_logins', 'one_login'].map((rule) =>
      expect.objectContaining({ rule, detections: found[rule] }),
    ),
  );
  expect(Math.min(found['many_logins'], found['one_login'])).toBeGreaterThan(0);
  await ran('test --record many_logins --env local');
  const written = repository.read('rules/many_logins.test.yaml');
  expect(written).toContain('  - name: recorded detection\n');
  expect(written.slice(written.indexOf('recorded'))).toContain('userid: user1');
  await ran('test');
});
