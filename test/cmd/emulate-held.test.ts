import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHeldEvents, type HeldEvents } from '../../cmd/held-events.ts';

/** The events of an environment of the test's own, and a way to write a file beside them. */
async function held(): Promise<{
  readonly events: HeldEvents;
  readonly file: (...lines: readonly string[]) => string;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'chron-held-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'day.ndjson');
  return {
    events: await openHeldEvents({ folder, environment: 'local' }),
    file: (...lines) => {
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
      return path;
    },
  };
}

describe('the events of an environment', () => {
  it('name the first lines of a file that are no event, and count all', async () => {
    const { events, file } = await held();
    const bad = Array.from({ length: 7 }, (_, at) => `no event ${at}`);
    const taken = await events.takeFile(file('{}', ...bad));
    expect(taken).toMatchObject({ taken: 0, known: 0, left: 8 });
    expect(taken.bad.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  });
});
