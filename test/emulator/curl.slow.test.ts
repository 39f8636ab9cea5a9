import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BACKSTORY_ROUTES } from '../../lib/emulator/backstory-routes.ts';
import { ruleText } from '../helpers/builders.ts';
import { aDetection, hours, NOW, ScriptedDetector } from './detector.ts';
import { HandClock } from './hand-clock.ts';
import { start } from './start.ts';
import type { Running } from './start.ts';

const FOLDER = join(import.meta.dirname, 'curl');
const SCRIPTS = readdirSync(FOLDER).filter((name) => name.endsWith('.sh'));
const run = promisify(execFile);

/** A tenant with one of everything, and the names by which the scripts know it. The clock stands, and ids are counted, so answers are the same on every run. */
async function tenant(): Promise<Running & { readonly names: Readonly<Record<string, string>> }> {
  const samples = [
    { label: 'e', events: [{ metadata: { eventType: 'USER_LOGIN' } }], entities: [] },
  ];
  const window = { from: new Date(NOW - 7_200_000), to: new Date(NOW - 3_600_000) };
  const detector = new ScriptedDetector([aDetection(5, { samples })], [{ text: 'no', window }]);
  const running = await start({ clock: new HandClock(), detector });
  const { emulator, call, create, records } = running;
  const person = emulator.console;
  await person.createList({ name: 'watched', description: 'people', lines: ['alice'] });
  await create('other');
  const ruleId = await create('demo');
  const [{ version: old }] = [person.rule(ruleId) ?? { version: { versionId: '' } }];
  await person.editRule(ruleId, ruleText('demo', { multiEvent: true }));
  const hunt = await call('POST', `/v2/detect/rules/${ruleId}:runRetrohunt`, hours(24, 0));
  const searched = (): boolean => records.appended.some(({ key }) => key.startsWith('error/'));
  await expect.poll(searched).toBe(true);
  const matches = [{ key: 'user', value: 'alice' }];
  const [detection = ''] = await person.addDetections(
    ruleId,
    [aDetection(1, { matches, samples })],
    { alerting: true },
  );
  const [error = ''] = await person.addErrors(ruleId, [
    { text: 'rule needs to be updated', window },
  ]);
  await person.putCuratedRule({ ruleId: 'ur_ttp_x', ruleSet: 's', ruleName: 'X', severity: 'Low' });
  await person.addCuratedDetection('ur_ttp_x', {
    detectionId: 'de_x',
    detectionTime: new Date(NOW),
    alerting: false,
    body: { type: 'GCTI_FINDING', id: 'de_x', detection: [{ ruleId: 'ur_ttp_x' }] },
  });
  const names = {
    SECOPS: emulator.url,
    TOKEN: 'anything',
    RULE: ruleId,
    OLD: old.versionId,
    HUNT: String(hunt.body['retrohuntId']),
    DETECTION: detection,
    ERROR: error,
    TEXT: ruleText('tested'),
  };
  return { ...running, names };
}

describe('curl, as the reference shows it,', () => {
  const called = new Set<string>();

  it.each(SCRIPTS)('%s', async (script) => {
    const { emulator, names } = await tenant();
    const seeded = emulator.calls.length;
    const { stdout, stderr } = await run('bash', ['-u', join(FOLDER, script)], {
      env: { PATH: process.env['PATH'], ...names },
    });
    expect(stderr).toBe('');
    // A line end that an editor or git would change is made visible.
    const shown = stdout.replaceAll('\r', '\\r');
    await expect(shown).toMatchFileSnapshot(join(FOLDER, script.replace('.sh', '.golden')));
    for (const { operation } of emulator.calls.slice(seeded)) called.add(operation);
  });

  it('calls every method', () => {
    expect([...called].toSorted()).toEqual(
      BACKSTORY_ROUTES.map(({ operation }) => operation).toSorted(),
    );
  });

  it('has an answer for every script and no other', () => {
    const goldens = SCRIPTS.map((name) => name.replace('.sh', '.golden'));
    expect(
      readdirSync(FOLDER)
        .filter((name) => !name.endsWith('.sh'))
        .toSorted(),
    ).toEqual(goldens.toSorted());
  });
});
