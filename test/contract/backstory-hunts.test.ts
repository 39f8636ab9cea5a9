import { onTestFinished } from 'vitest';
import type { Detection } from '../../lib/model/detection.ts';
import type { Detector } from '../../lib/ports/detector.ts';
import { startEmulator } from '../../lib/emulator/server.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { openClient } from '../secops/client.ts';
import { huntsContract } from './hunts.contract.ts';

for (const rates of ['none', 'published'] as const) {
  huntsContract(`the client against the emulator, rates ${rates},`, async () => {
    const clock = new VirtualClock();
    const found = new Map<string, readonly Detection[]>();
    const detector: Detector = {
      about: 'finds what the test says',
      detect: ({ text, range }) => {
        const detections = (found.get(text) ?? []).filter(
          ({ detectionTime: at }) => at >= range.from && at < range.to,
        );
        return Promise.resolve({ detections, errors: [] });
      },
    };
    const emulator = await startEmulator({
      detector,
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
      find: ({ text }, detections) => void found.set(text, detections),
      fail: async (versionId, error) => {
        await emulator.console.addErrors(versionId, [error]);
      },
    };
  });
}
