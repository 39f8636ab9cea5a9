import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { loadEmulator } from './load.ts';
import type { Scratch } from './scratch.ts';

const CLIENTS = 200;
const REQUESTS = 20_000;

/** What the emulator bears: many clients at once, and a kill in the middle of their writes. */
export async function benchEmulator(scratch: Scratch): Promise<readonly Figure[]> {
  const records = join(scratch.folder, 'emulator.jsonl');
  const { seconds, perSecond, failed, lost, kept } = await loadEmulator({
    records,
    clients: CLIENTS,
    requests: REQUESTS,
  });
  const about = `${REQUESTS} requests of ${CLIENTS} clients`;
  return [
    {
      bar: 'emulator',
      what: `${about}: ${Math.round(perSecond)} a second`,
      unit: 's',
      samples: [seconds],
      by: 'median',
    },
    {
      bar: 'emulator',
      what: `${about}: failed`,
      unit: 'calls',
      samples: [failed],
      by: 'max',
      limit: 0,
    },
    {
      bar: 'emulator',
      what: `of ${kept} answered writes lost in a kill`,
      unit: 'calls',
      samples: [lost],
      by: 'max',
      limit: 0,
    },
  ];
}
