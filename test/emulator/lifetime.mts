/** A process that starts an emulator, calls it once and then has nothing left to do. */
import { startEmulator } from '../../lib/emulator/server.ts';

const emulator = await startEmulator({
  records: { load: () => Promise.resolve([]), append: () => Promise.resolve() },
  clock: { now: () => new Date(), sleep: () => Promise.resolve() },
});
const { status } = await fetch(`${emulator.url}/v2/lists`);
process.stdout.write(`${status}\n`);
