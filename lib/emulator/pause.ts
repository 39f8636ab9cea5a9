import type { Service } from './service.ts';
import { nextMicros } from './time.ts';
import type { Micros } from './time.ts';

/**
 * Resolves at a time of the emulator's clock, or when there are more changes than were `seen`. Rejects with the
 * signal's reason once that aborts.
 */
export async function pauseUntil(
  time: Micros,
  seen: number,
  service: Service,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (service.changes() !== seen) return;
  const { clock } = service.world;
  const changed = new AbortController();
  const forget = service.onChange(() => changed.abort(new Error('changed')));
  const ms = Math.max(1, Math.ceil((time - nextMicros(clock, undefined)) / 1000));
  try {
    await clock.sleep(ms, AbortSignal.any([signal, changed.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!changed.signal.aborted) throw error;
  } finally {
    forget();
  }
}
