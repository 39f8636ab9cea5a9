import type { Records } from '../ports/keep.ts';
import { makeBackground } from './background.ts';
import type { Answer, Call, Later, Operation, World } from './operation.ts';
import { searchFor } from './search.ts';
import type { EmulatorState } from './state.ts';
import { toRecord } from './stored.ts';
import type { Write } from './stored.ts';
import type { StoredHunt } from './stored-past.ts';
import { nextMicros } from './time.ts';

/** The tenant at work: one call after the other, each kept before it is answered. */
export interface Service {
  readonly state: EmulatorState;
  readonly world: World;
  /** Carries out one call. Rejects with Refusal, or with the error of records that could not be kept. */
  perform(run: Operation, call: Call): Promise<Answer>;
  /** Keeps changes that no call of the API makes; what they are may depend on what is there. */
  write(writes: readonly Write[] | ((world: World) => readonly Write[])): Promise<void>;
  /** Looks at the state when nothing is being kept: all earlier calls are done, and no later one has begun. */
  read<T>(look: (world: World) => T): Promise<T>;
  /**
   * Work beside the calls, which goes on whoever stops listening. Resolves once what came of it is kept; rejects where it
   * was ended or could not be kept.
   */
  begin(later: Later): Promise<void>;
  /** Resolves once the searches whose time is over are kept: what a call then sees follows from the clock alone. */
  caughtUp(): Promise<void>;
  /** Counts one more open stream, and gives what ends it; undefined where so many are open already. */
  takeStream(most: number): (() => void) | undefined;
  /** How many changes there were so far. */
  changes(): number;
  /** Calls back after every change, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** Resolves once all that was begun is kept. Searches that run are left alone: a restart does them again. */
  settled(): Promise<void>;
}

/**
 * Makes a service over a state and the records that it came from. A record that could not be appended changes
 * nothing here, so the state is never ahead of what a restart would find. Searches that the last process left
 * undone are begun again.
 */
export function makeService(world: World, records: Records, signal: AbortSignal): Service {
  let tail: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();
  let changes = 0;
  let streams = 0;

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
    changes += 1;
    for (const listener of listeners) listener();
  };

  const write: Service['write'] = (writes) =>
    inTurn(() => keep(typeof writes === 'function' ? writes(world) : writes));

  const background = makeBackground(write, signal);
  for (const hunt of world.state.past.hunts().filter(isUnsearched)) {
    const found = world.state.rule(hunt.ruleId);
    const version = found?.versions.find(({ versionId }) => versionId === hunt.versionId);
    if (version !== undefined) void background.begin(searchFor(hunt, version, world));
  }

  return {
    state: world.state,
    world,
    perform: (run, call) =>
      inTurn(async () => {
        const { answer, writes = [], later } = run(call, world);
        await keep(writes);
        if (later !== undefined) void background.begin(later);
        return answer;
      }),
    write,
    read: (look) => inTurn(() => Promise.resolve(look(world))),
    begin: (later) => background.begin(later),
    caughtUp: () => background.dueBy(nextMicros(world.clock, undefined)),
    takeStream: (most) => {
      if (streams >= most) return undefined;
      streams += 1;
      return () => {
        streams -= 1;
      };
    },
    changes: () => changes,
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    settled: async () => {
      await tail;
    },
  };
}

/** Whether a search is still to be done; a hunt that was cancelled needs none. */
function isUnsearched({ searched, cancelTime }: StoredHunt): boolean {
  return !searched && cancelTime === undefined;
}
