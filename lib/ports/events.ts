import type { UdmEvent } from '../model/detection.ts';

/** Where the emulator keeps the events that it is sent. */
export interface EventIntake {
  /**
   * Keeps events that have a `metadata.id`; resolves once they survive the death of the process. One whose id is held
   * already is not kept twice. Gives those that are new, in their order.
   */
  keep(events: readonly UdmEvent[]): Promise<readonly UdmEvent[]>;
}
