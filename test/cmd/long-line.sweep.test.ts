import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
const EVENT =
  '{"metadata":{"event_timestamp":"2026-01-01T08:00:00Z","event_type":"USER_LOGIN"},"extra":"x"}\n';
const MEGABYTE = 'y'.repeat(1_000_000);

it.each([
  ['is an event like any other', '"}\n', { malformed: 0 }, 3],
  ['that is no JSON is left out, and counted', '\n', { malformed: 1 }, 2],
])('a line of 200 MB %s', async (_title, end, counts, detections) => {
  const { root } = await testRepository({ 'rules/a/login.yaral': RULE });
  const path = join(root, 'events.ndjson');
  writeFileSync(path, `${EVENT}${EVENT.slice(0, -3)}`);
  for (let at = 0; at < 200; at += 1) appendFileSync(path, MEGABYTE);
  appendFileSync(path, `${end}${EVENT}`);
  const ran = await chron('replay events.ndjson --format json --quiet', { cwd: root });
  expect(ran.code, ran.err).toBe(0);
  expect(JSON.parse(ran.out)).toMatchObject({ counts, rules: [{ name: 'login', detections }] });
});
