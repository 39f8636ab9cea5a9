import { join } from 'node:path';
import { UserError } from '../../lib/errors.ts';
import { openJournal } from '../../lib/store/journal.ts';
import { openRecords } from '../../lib/store/records.ts';

/**
 * Writes a journal and records until the disk takes no more, and once more after that; says as JSON what it was told.
 * To be run where files may not grow beyond some KB.
 */
const [folder = ''] = process.argv.slice(2);
const clock = { now: () => new Date(), sleep: () => Promise.resolve() };
const header = { environment: 'prod', identity: 'x', chron: '0' };
const journal = openJournal({ folder, header, clock });
const told: string[] = [];
let intents = 0;
for (let tries = 0; tries < 2;) {
  try {
    journal.write({ event: 'intent', step: intents, fill: 'x'.repeat(150) });
    intents += 1;
  } catch (error) {
    tries += 1;
    told.push(error instanceof UserError ? error.message : String(error));
  }
}
const records = await openRecords(join(folder, 'records'));
let kept = 0;
for (let tries = 0; tries < 2;) {
  try {
    await records.append([{ key: `k${kept}`, value: 'x'.repeat(150) }]);
    kept += 1;
  } catch (error) {
    tries += 1;
    told.push(error instanceof UserError ? error.message : String(error));
  }
}
process.stdout.write(JSON.stringify({ path: journal.path, intents, kept, told }));
