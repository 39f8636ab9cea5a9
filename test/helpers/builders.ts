import { createHash } from 'node:crypto';
import type { LiveList, ListFile } from '../../lib/model/reference-list.ts';
import type { LiveRule, Rule } from '../../lib/model/rule.ts';

/** A small rule text that parses, with a body that differs by `threshold`. */
export function ruleText(
  name: string,
  {
    threshold = 1,
    severity = 'HIGH',
    lists = [],
    ruleId = `id_${name}`,
    multiEvent = false,
  }: {
    threshold?: number;
    severity?: string;
    lists?: readonly string[];
    ruleId?: string;
    multiEvent?: boolean;
  } = {},
): string {
  return [
    `rule ${name} {`,
    '  meta:',
    '    author = "detection engineering"',
    `    rule_id = "${ruleId}"`,
    `    severity = "${severity}"`,
    '  events:',
    '    $e.metadata.event_type = "USER_LOGIN"',
    `    $e.network.sent_bytes > ${threshold}`,
    ...lists.map((list) => `    not $e.principal.user.userid in %${list}`),
    ...(multiEvent
      ? ['    $e.principal.user.userid = $user', '  match:', '    $user over 5m']
      : []),
    '  condition:',
    '    $e',
    '}',
    '',
  ].join('\n');
}

/** A wanted rule; state only what the test is about. */
export function aRule(name: string, overrides: Partial<Rule> = {}): Rule {
  return {
    name,
    path: `rules/family/${name}.yaral`,
    text: ruleText(name),
    meta: new Map([
      ['author', 'detection engineering'],
      ['rule_id', `id_${name}`],
      ['severity', 'HIGH'],
    ]),
    multiEvent: false,
    lists: [],
    deployment: { enabled: true, alerting: false },
    ...overrides,
  };
}

/** The service's side of it: enabled, not alerting, not archived. */
export function aLiveRule(
  name: string,
  {
    text = ruleText(name),
    enabled = true,
    alerting = false,
    archived = false,
    ...overrides
  }: Partial<LiveRule> & {
    text?: string;
    enabled?: boolean;
    alerting?: boolean;
    archived?: boolean;
  } = {},
): LiveRule {
  const ruleId = overrides.ruleId ?? `ru_${uuidOf(name)}`;
  const versionId = `${ruleId}@v_1767225600_000000000`;
  return {
    ruleId,
    name,
    version: {
      ruleId,
      versionId,
      name,
      text,
      createTime: new Date('2026-01-01T00:00:00Z'),
    },
    deployment: { enabled, alerting },
    archived,
    multiEvent: false,
    compileState: 'succeeded',
    base: versionId,
    ...overrides,
  };
}

export function aList(name: string, overrides: Partial<ListFile> = {}): ListFile {
  return {
    name,
    kind: 'string',
    description: `about ${name}`,
    lines: ['one', 'two'],
    path: `rules/lists/${name}.string.txt`,
    ...overrides,
  };
}

export function aLiveList(name: string, overrides: Partial<LiveList> = {}): LiveList {
  return {
    name,
    kind: 'string',
    description: `about ${name}`,
    lines: ['one', 'two'],
    base: '2026-01-01T00:00:00Z',
    ...overrides,
  };
}

/** A version-4-looking UUID that is the same for the same word. */
export function uuidOf(word: string): string {
  const hex = createHash('sha256').update(word).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
