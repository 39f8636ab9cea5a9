import { describe, expect, it } from 'vitest';
import { chron } from '../helpers/chron.ts';
import { testRepository } from '../helpers/repository.ts';

const RULE = `rule login {
  meta:
    author = "test"
  events:
    $e.metadata.event_type = "USER_LOGIN"
  condition:
    $e
}
`;
const test = (name: string, expected: number): string =>
  `rule: ${name}\ncases:\n  - { name: a, events: [{ at: +0m, metadata: { event_type: USER_LOGIN } }], expect: ${expected} }\n`;

describe('chron test --watch', () => {
  it('runs what was saved, says what is wrong with it, and ends when interrupted', async () => {
    const repository = await testRepository({
      'rules/a/login.yaral': RULE,
      'rules/a/login.test.yaml': test('login', 1),
      'rules/a/other.yaral': RULE.replace('login', 'other'),
      'rules/a/other.test.yaml': test('other', 1),
    });
    let interrupt: (() => void) | undefined;
    const said: string[] = [];
    const { code, out } = await chron('test --watch', {
      cwd: repository.root,
      onReady: (stop) => {
        interrupt = stop;
      },
      onErr: (text) => {
        if (!text.startsWith('watching')) return;
        repository.write('rules/a/login.test.yaml', test('login', 2));
      },
      onOut: (text) => {
        said.push(text);
        if (said.length === 2) repository.write('rules/a/login.test.yaml', test('login', 1));
        if (said.length === 3) interrupt?.();
      },
    });
    expect(code).toBe(130);
    expect(out).toContain('2 cases of 2 rules: all passed');
    expect(said[1]).toContain('1 case of 1 rule: 1 failed');
    expect(said[2]).toContain('1 case of 1 rule: all passed');
  });
});
