import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDetector } from '../../cmd/detecting.ts';
import { openHeldEvents, type HeldEvents } from '../../cmd/held-events.ts';
import type { UdmEvent } from '../../lib/model/detection.ts';
import type { DetectorQuery, Findings } from '../../lib/ports/detector.ts';

/** The events of an environment of the test's own, and a way to write a file beside them. */
async function held(): Promise<{
  readonly folder: string;
  readonly events: HeldEvents;
  readonly file: (...lines: readonly string[]) => string;
}> {
  const root = mkdtempSync(join(tmpdir(), 'chron-held-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'emulator');
  mkdirSync(folder);
  const path = join(root, 'day.ndjson');
  return {
    folder,
    events: await openHeldEvents({ folder, environment: 'local' }),
    file: (...lines) => {
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
      return path;
    },
  };
}

const META = { event_timestamp: '2026-01-01T00:00:00Z', event_type: 'USER_LOGIN' };

function anEvent(userid: string): UdmEvent {
  return { metadata: META, principal: { user: { userid } } };
}

function login(userid: string): string {
  return JSON.stringify(anEvent(userid));
}

const QUERY: DetectorQuery = {
  text: `rule logins {
  meta:
    author = "a"
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.user.userid = $user
  match:
    $user over 10m
  condition:
    $e
}
`,
  range: { from: new Date('2025-12-31T23:00:00Z'), to: new Date('2026-01-01T01:00:00Z') },
  lists: [],
  version: { ruleId: 'ru_x', versionId: 'ru_x@v_1' },
  atMost: 10,
};

function usersOf(found: Findings | undefined): readonly string[] | undefined {
  return found?.detections.flatMap(({ matches }) => matches.map(({ value }) => value)).toSorted();
}

describe('the events of an environment', () => {
  it('name the first lines of a file that are no event, and count all', async () => {
    const { events, file } = await held();
    const bad = Array.from({ length: 7 }, (_, at) => `no event ${at}`);
    const taken = await events.takeFile(file('{}', ...bad));
    expect(taken).toMatchObject({ taken: 0, known: 0, left: 8 });
    expect(taken.bad.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  });

  it('are searched for hunts as a whole, for live rules without those of files', async () => {
    const { events, file } = await held();
    await events.takeFile(file(...['alice', 'alice', 'alice'].map((user) => login(user))));
    await events.keep([{ ...anEvent('bob'), metadata: { ...META, id: 'b25l' } }]);
    const detector = makeDetector(events);
    const { signal } = new AbortController();
    const [live] = (await detector.detectLive?.([QUERY], signal)) ?? [];
    const hunt = await detector.detect(QUERY, signal);
    expect([usersOf(live), usersOf(hunt)]).toEqual([['bob'], ['alice', 'bob']]);
  });

  it('are each there once, whichever way they come', async () => {
    const { folder, events, file } = await held();
    const event = { ...anEvent('bob'), metadata: { ...META, id: 'b25l' } };
    await events.keep([event]);
    expect(await events.takeFile(file(JSON.stringify(event)))).toMatchObject({
      taken: 0,
      known: 1,
    });
    await events.takeFile(file(login('alice')));
    const again = await openHeldEvents({ folder, environment: 'local' });
    expect(await again.takeFile(file(login('alice')))).toMatchObject({ taken: 0, known: 1 });
    expect(await again.writeTo(file())).toBe(2);
  });

  it('are written beside a file, which is as it was until all are there', async () => {
    const { folder, events, file } = await held();
    await events.takeFile(file(login('alice')));
    const out = join(dirname(folder), 'out.ndjson');
    writeFileSync(out, 'before\n');
    const open = openSync(out, 'r');
    onTestFinished(() => closeSync(open));
    expect(await events.writeTo(out)).toBe(1);
    expect(readFileSync(open, 'utf8')).toBe('before\n');
    expect(readFileSync(out, 'utf8')).toContain('"alice"');
    expect(readdirSync(dirname(folder)).toSorted()).toEqual([
      'day.ndjson',
      'emulator',
      'out.ndjson',
    ]);
  });

  it.each(['local.events.ndjson', 'local.files.ndjson', 'local.seed.ndjson', 'link'])(
    'are not written into the folder of the state, as %s',
    async (name) => {
      const { folder, events, file } = await held();
      await events.takeFile(file(login('alice')));
      const link = join(dirname(folder), 'link');
      symlinkSync(join(folder, 'local.files.ndjson'), link);
      const out = name === 'link' ? link : join(folder, name);
      await expect(events.writeTo(out)).rejects.toThrow('own state is kept');
      expect(await events.writeTo(join(dirname(folder), 'out.ndjson'))).toBe(1);
    },
  );
});
