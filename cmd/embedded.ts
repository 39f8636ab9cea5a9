import { join } from 'node:path';
import type { EmulatorOptions } from '../lib/emulator/options.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { FileTree } from '../lib/repo/file-tree.ts';
import type { HeldEvents } from './held-events.ts';
import { acquireLock, readHolder } from '../lib/store/lock.ts';
import { openRecords } from '../lib/store/records.ts';
import { fileWord, type StateFolder } from '../lib/store/state-folder.ts';

/** A Detection Engine whose state lies under `.chron/`, for as long as it is open. */
export interface Embedded {
  readonly url: string;
  /** Half a sentence for people about what it finds in events. */
  readonly about: string;
  /** Ends it and gives the state back. */
  close(): Promise<void>;
}

/** The state of an environment, of this process alone until it is released. Nothing listens yet. */
export interface HeldState {
  /** The events that it holds. */
  readonly events: HeldEvents;
  /** Starts the emulator on it. Throws UserError where it cannot be written, and the system's error for a port that cannot be used. */
  serve(how?: Serving): Promise<Embedded>;
  /** Gives the state back, if that was not done. */
  release(): void;
}

interface HeldStart {
  readonly state: StateFolder;
  readonly environment: string;
  /** What the lock's holder is called towards others: `chron apply`. */
  readonly command: string;
  readonly clock: Clock;
  /** Where the rule tests are whose events it holds, sown when something is looked for; without it there are none. */
  readonly tests?: FileTree;
  /** Hears what there is to say of them. */
  readonly say?: (line: string) => void;
}

interface Serving {
  readonly options?: Partial<EmulatorOptions>;
  /** 0 takes a free one. */
  readonly port?: number;
  /** The process stays alive for it. */
  readonly holdProcess?: boolean;
}

/**
 * Takes the state that is kept for an environment. Throws UserError naming the holder where another process has it.
 */
export async function holdState({
  state,
  environment,
  command,
  clock,
  tests,
  say = () => {},
}: HeldStart): Promise<HeldState> {
  const folder = state.room('emulator');
  // A plan of a real tenant has no use for the emulator, which brings the whole language with it.
  const [{ openHeldEvents }, { makeSeeding }, { testsAsSeed }] = await Promise.all([
    import('./held-events.ts'),
    import('./seeding.ts'),
    import('./seed-tests.ts'),
  ]);
  const lock = acquireLock(lockPath(folder, environment), { command, started: clock.now() });
  try {
    const events = await openHeldEvents({
      folder,
      environment,
      ...(tests !== undefined && {
        seeding: makeSeeding({ source: testsAsSeed(tests), clock, say }),
      }),
    });
    return { events, serve: (how = {}) => serve(events, how), release: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }

  async function serve(
    events: HeldEvents,
    { options = {}, port = 0, holdProcess = false }: Serving,
  ): Promise<Embedded> {
    const [{ startEmulator }, { makeDetector }] = await Promise.all([
      import('../lib/emulator/server.ts'),
      import('./detecting.ts'),
    ]);
    const records = await openRecords(join(folder, `${fileWord(environment)}.jsonl`));
    try {
      const emulator = await startEmulator({
        records,
        clock,
        port,
        options,
        holdProcess,
        events,
        detector: makeDetector(events, tests),
      });
      lock.publish(emulator.port);
      return {
        url: emulator.url,
        about: emulator.about,
        close: async () => {
          await emulator.close();
          await records.close();
          lock.release();
        },
      };
    } catch (error) {
      await records.close();
      throw error;
    }
  }
}

/** Takes the state of an environment and starts the emulator on it: both at once, or neither. */
export async function startEmbedded(start: HeldStart & Serving): Promise<Embedded> {
  const held = await holdState(start);
  try {
    return await held.serve(start);
  } catch (error) {
    held.release();
    throw error;
  }
}

/** The address of a `chron emulate` that serves this environment now; undefined where none does. */
export function servedAt(state: StateFolder, environment: string): string | undefined {
  const holder = readHolder(lockPath(state.room('emulator'), environment));
  if (holder?.command !== EMULATE || holder.port === undefined) return undefined;
  return `http://127.0.0.1:${holder.port}`;
}

/** Under this name a lock's holder serves others too; every other holder uses the state for itself alone. */
export const EMULATE = 'chron emulate';

function lockPath(folder: string, environment: string): string {
  return join(folder, `${fileWord(environment)}.lock`);
}
