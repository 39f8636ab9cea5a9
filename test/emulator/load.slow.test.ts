import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEmulator } from '../bench/load.ts';
import { tempFolder } from '../helpers/temp.ts';

describe('an emulator under load', () => {
  it('answers 50 clients without an error, and keeps through a kill all that it answered', async () => {
    const records = join(await tempFolder(), 'emulator.jsonl');
    const load = await loadEmulator({ records, clients: 50, requests: 1000 });
    expect(load).toMatchObject({ failed: 0, lost: 0 });
    expect(load.kept).toBeGreaterThan(300);
  });
});
