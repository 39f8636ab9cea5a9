import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRecords } from '../../lib/store/records.ts';
import { verifyJournal } from '../../lib/store/verify-journal.ts';
import { tempFolder } from '../helpers/temp.ts';

describe('journal and records on a full disk', () => {
  it('say so each time, leave no part of a line, and keep all that was acknowledged', async () => {
    const folder = await tempFolder();
    const script = join(import.meta.dirname, 'fill-the-disk.ts');
    // Files of this process may not grow beyond 8 KB; that stands in for a full disk.
    const said = execFileSync(
      'bash',
      ['-c', 'ulimit -f 8 && exec "$0" --import tsx "$1" "$2"', process.execPath, script, folder],
      { encoding: 'utf8', env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
    );
    const { path, intents, kept, told } = JSON.parse(said);
    expect(told).toEqual([
      `cannot write ${path} (EFBIG)`,
      `cannot write ${path} (EFBIG)`,
      `cannot write ${join(folder, 'records')} (EFBIG)`,
      `cannot write ${join(folder, 'records')} (EFBIG)`,
    ]);
    expect(intents).toBeGreaterThan(10);
    const proof = verifyJournal(readFileSync(path, 'utf8'));
    expect(proof).toMatchObject({ status: 'whole', torn: false });
    expect(proof.status === 'whole' && proof.lines).toHaveLength(intents + 1);

    expect(kept).toBeGreaterThan(10);
    expect(readFileSync(join(folder, 'records'), 'utf8')).toMatch(/\n$/);
    const records = await openRecords(join(folder, 'records'));
    expect(await records.load()).toHaveLength(kept);
    await records.close();
  });
});
