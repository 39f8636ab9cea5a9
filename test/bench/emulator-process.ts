/** A process of its own that is an emulator on a state file, so that it can be killed. Prints its address. */
import { startEmulator } from '../../lib/emulator/server.ts';
import { openRecords } from '../../lib/store/records.ts';

const [path = ''] = process.argv.slice(2);
const emulator = await startEmulator({
  records: await openRecords(path),
  clock: {
    now: () => new Date(),
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms);
      }),
  },
  options: { huntSlots: 'none' },
  holdProcess: true,
});
process.stdout.write(`${emulator.url}\n`);
