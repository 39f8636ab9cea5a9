import { onTestFinished, describe, expect, it } from 'vitest';
import { startEmulator } from '../../lib/emulator/server.ts';
import { openMeasure } from '../../lib/hunt/measure.ts';
import { aLiveRule, ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { openClient } from '../secops/client.ts';
import { HOUR, RANGE } from './measuring.ts';

const about = (rule: string) => ({ rule, text: ruleText(rule), reachMs: 0, range: RANGE });

describe('a measure through the client', () => {
  it('keeps to quotas that the service enforces, for longer than the time of a call', async () => {
    const clock = new VirtualClock('2026-01-01T00:00:00Z');
    const emulator = await startEmulator({
      records: new MemoryRecords(),
      clock,
      options: { huntTime: 'published', quotas: 'published' },
    });
    onTestFinished(() => emulator.close());
    const { secops, calls } = openClient(emulator.url, {
      clock,
      rates: 'published',
      timeoutMs: 8 * 60_000,
    });
    const measure = openMeasure({
      hunts: secops,
      clock,
      slots: 3,
      waitMs: HOUR,
      onAsk: () => secops.renew(),
    });
    const names = Array.from({ length: 16 }, (_, n) => `rule_${n}`);
    const stored = await Promise.all(
      names.slice(0, 6).map(async (name) => {
        const ruleId = await emulator.console.createRule(ruleText(name));
        return { name, ruleId, versionId: (await secops.getRule(ruleId))?.version.versionId ?? '' };
      }),
    );
    const measured = await Promise.all([
      ...names.map((name) =>
        measure.testRun({
          ...about(name),
          logTypes: name === 'rule_0' ? ['OKTA'] : [],
          before: { text: aLiveRule(name).version.text, reachMs: 0 },
        }),
      ),
      ...stored.map(({ name, ...ids }) =>
        measure.retrohunt({ ...about(name), ...ids, logTypes: [], slackMs: 0 }),
      ),
    ]);
    expect(measured.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(measured[0]?.logTypes).toEqual([{ logType: 'OKTA', events: 'none' }]);
    expect(calls.filter(({ status }) => status !== 200)).toEqual([]);
    // 32 runs and two probes at three a minute
    const minutes = (clock.now().getTime() - Date.parse('2026-01-01T00:00:00Z')) / 60_000;
    expect(minutes).toBeGreaterThan(10);
    expect(minutes).toBeLessThan(12);
  });
});
