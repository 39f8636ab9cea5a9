import {
  openBackstory,
  type Backstory,
  type BackstoryOptions,
} from '../../lib/secops/backstory-v2.ts';
import type { CallRecord } from '../../lib/secops/transport.ts';
import { VirtualClock } from '../helpers/clock.ts';

/** A client on a loopback endpoint, with virtual time and all that it called. */
export interface TestClient {
  readonly secops: Backstory;
  readonly clock: VirtualClock;
  readonly calls: readonly CallRecord[];
}

/** Opens one. Jitter is always half; time stands still while a request is under way. */
export function openClient(
  endpoint: string,
  given: Partial<BackstoryOptions> & { readonly clock?: VirtualClock } = {},
): TestClient {
  const { clock = new VirtualClock() } = given;
  const calls: CallRecord[] = [];
  const secops = openBackstory({
    target: { kind: 'loopback', endpoint },
    rates: 'none',
    random: () => 0.5,
    timeoutMs: 20 * 60_000,
    onCall: (call) => calls.push(call),
    fetch: steadyFetch(clock),
    ...given,
    clock,
  });
  return { secops, clock, calls };
}

/** fetch during which virtual time stands still, until the last byte is there. */
export function steadyFetch(clock: VirtualClock): typeof fetch {
  return (input, init) =>
    clock.during(async () => {
      const response = await fetch(input, init);
      const bytes = await response.arrayBuffer();
      return new Response(bytes, { status: response.status, headers: response.headers });
    });
}
