import { onTestFinished } from 'vitest';
import { startEmulator } from '../../lib/emulator/server.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { openClient } from '../secops/client.ts';
import { huntsContract } from './hunts.contract.ts';

for (const rates of ['none', 'published'] as const) {
  huntsContract(`the client against the emulator, rates ${rates},`, async () => {
    const clock = new VirtualClock();
    const emulator = await startEmulator({
      records: new MemoryRecords(),
      clock,
      options: { huntTime: 'published', quotas: rates === 'none' ? 'off' : 'published' },
    });
    onTestFinished(() => emulator.close());
    const { secops } = openClient(emulator.url, { clock, rates });
    return {
      hunts: secops,
      store: async (text) => {
        const { ruleId, version } = await secops.createRule(text);
        return { ruleId, versionId: version.versionId };
      },
      finish: async () => {
        clock.advance(3_600_000);
        secops.renew();
        // looking lets the emulator store what it found
        await secops.listRetrohunts('-');
      },
      now: () => clock.now(),
    };
  });
}
