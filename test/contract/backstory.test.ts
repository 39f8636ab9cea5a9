import { onTestFinished } from 'vitest';
import { startEmulator } from '../../lib/emulator/server.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { openClient } from '../secops/client.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { secOpsContract } from './secops.contract.ts';

secOpsContract('the client against the emulator, over a socket,', async () => {
  const clock = new VirtualClock();
  const emulator = await startEmulator({ records: new MemoryRecords(), clock });
  onTestFinished(() => emulator.close());
  const { secops } = openClient(emulator.url, { clock });
  return { secops, console: emulator.console };
});

secOpsContract('the client against published quotas', async () => {
  const clock = new VirtualClock();
  const emulator = await startEmulator({
    records: new MemoryRecords(),
    clock,
    options: {
      quotas: 'published',
      authorization: 'required',
      repeatedState: 'refuse',
      ruleOrder: 'rule-id',
    },
  });
  onTestFinished(() => emulator.close());
  const { secops } = openClient(emulator.url, { clock, rates: 'published' });
  return { secops, console: emulator.console };
});
