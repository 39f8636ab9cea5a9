import type { Records } from '../ports/keep.ts';
import type { Answer, Call, Operation, World } from './operation.ts';
import type { EmulatorState } from './state.ts';
import { toRecord } from './stored.ts';
import type { Write } from './stored.ts';

/** The tenant at work: one call after the other, each kept before it is answered. */
export interface Service {
  readonly state: EmulatorState;
  /** Carries out one call. Rejects with Refusal, or with the error of records that could not be kept. */
  perform(run: Operation, call: Call): Promise<Answer>;
  /** Keeps changes that no call of the API makes. */
  write(writes: readonly Write[]): Promise<void>;
  /** Resolves once all that was begun is kept. */
  settled(): Promise<void>;
}

/**
 * Makes a service over a state and the records that it came from. A record that could not be appended changes
 * nothing here, so the state is never ahead of what a restart would find.
 */
export function makeService(world: World, records: Records): Service {
  let tail: Promise<unknown> = Promise.resolve();

  /** Calls wait for each other: an operation sees the state that all earlier ones left. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  };

  const keep = async (writes: readonly Write[]): Promise<void> => {
    if (writes.length === 0) return;
    await records.append(writes.map(toRecord));
    for (const write of writes) world.state.apply(write);
  };

  return {
    state: world.state,
    perform: (run, call) =>
      inTurn(async () => {
        const { answer, writes = [] } = run(call, world);
        await keep(writes);
        return answer;
      }),
    write: (writes) => inTurn(() => keep(writes)),
    settled: async () => {
      await tail;
    },
  };
}
