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
  /** The events that it holds. */
  readonly events: HeldEvents;
  close(): Promise<void>;
}

interface EmbeddedStart {
  readonly state: StateFolder;
  readonly environment: string;
  /** What the lock's holder is called towards others: `chron apply`. */
  readonly command: string;
  readonly clock: Clock;
  readonly options?: Partial<EmulatorOptions>;
  readonly port?: number;
  /** The process stays alive for it. */
  readonly holdProcess?: boolean;
  /** Where the rule tests are whose events it holds, sown when something is looked for; without it there are none. */
  readonly tests?: FileTree;
  /** Hears what there is to say of them. */
  readonly say?: (line: string) => void;
}

/**
 * Starts the emulator of an environment on the state that is kept for it. Throws UserError naming the holder
 * where another process has that state, and where it cannot be written.
 */
export async function startEmbedded({
  state,
  environment,
  command,
  clock,
  options = {},
  port = 0,
  holdProcess = false,
  tests,
  say = () => {},
}: EmbeddedStart): Promise<Embedded> {
  const folder = state.room('emulator');
  // A plan of a real tenant has no use for the emulator, which brings the whole language with it.
  const [
    { startEmulator },
    { openHeldEvents },
    { makeDetector },
    { makeSeeding },
    { testsAsSeed },
  ] = await Promise.all([
    import('../lib/emulator/server.ts'),
    import('./held-events.ts'),
    import('./detecting.ts'),
    import('./seeding.ts'),
    import('./seed-tests.ts'),
  ]);
  const lock = acquireLock(lockPath(folder, environment), { command, started: clock.now() });
  try {
    const records = await openRecords(join(folder, `${fileWord(environment)}.jsonl`));
    const events = await openHeldEvents({
      folder,
      environment,
      ...(tests !== undefined && {
        seeding: makeSeeding({ source: testsAsSeed(tests), clock, say }),
      }),
    });
    const emulator = await startEmulator({
      records,
      clock,
      port,
      options,
      holdProcess,
      events,
      detector: makeDetector(events),
    });
    lock.publish(emulator.port);
    return {
      url: emulator.url,
      about: emulator.about,
      events,
      close: async () => {
        await emulator.close();
        await records.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
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
