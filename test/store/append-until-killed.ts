import { openRecords } from '../../lib/store/records.ts';

/**
 * A process to be killed: goes on with the counter that it finds, appends one record after the other to three keys,
 * and says each number on stdout once it was acknowledged.
 */
const [path = ''] = process.argv.slice(2);
const records = await openRecords(path);
const found = await records.load();
const next = Math.max(-1, ...found.map(({ value }) => Number(value))) + 1;
for (let count = next; ; count += 1) {
  await records.append([
    { key: `k${count % 3}`, value: count },
    { key: 'newest', value: count },
  ]);
  process.stdout.write(`${count}\n`);
}
