import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { testRepository } from '../helpers/repository.ts';

const RULE = `rule okta_push_storm {
  meta:
    author = "test"
  events:
    $e.metadata.log_type = "OKTA"
    $e.principal.user.userid = $user
    not $user in %robots
  match:
    $user over 1h
  outcome:
    $risk_score = 40
  condition:
    #e > 2
}
`;

it('shows in its documentation cases that pass', async () => {
  const path = join(import.meta.dirname, '../../docs/rule-tests.md');
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(readFileSync(path, 'utf8')) ?? [];
  const { root } = await testRepository({
    'rules/okta/okta_push_storm.yaral': RULE,
    'rules/okta/okta_push_storm.test.yaml': example,
    'rules/lists/robots.string.txt': '// robots\n',
  });
  const { code, out } = await chron('test', { cwd: root });
  expect(out).toContain('3 cases of 1 rule: all passed');
  expect(code).toBe(0);
});
