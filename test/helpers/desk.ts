import { cpSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import type { Clock } from '../../lib/ports/clock.ts';
import { openRecords } from '../../lib/store/records.ts';
import { chron, type Ran, type World } from './chron.ts';
import { consoleAt, type Console } from './console.ts';
import { repositoryIn, testRepository, type TestRepository } from './repository.ts';
import { summaries, type Summary } from './summary.ts';
import { tempFolder } from './temp.ts';

// Every command starts git several times, and where others are at work too that takes its time.
vi.setConfig({ testTimeout: 90_000 });

/** One request of chron's, in the order in which they were sent. */
export interface Sent {
  readonly method: string;
  readonly path: string;
}

/** A desk with a repository on it, a running `chron emulate` beside it, and somebody at the console. */
export interface Desk {
  readonly repository: TestRepository;
  /** Of the environment that is asked for; `local` unless it says otherwise. */
  readonly console: (environment?: string) => Console;
  /** Any command line, in the repository. */
  readonly run: (words: readonly string[], world?: Partial<World>) => Promise<Ran>;
  /** `chron plan --env local --format json`, with what comes on top. */
  readonly plan: (...words: readonly string[]) => Promise<Summary>;
  /** `chron apply --env local --yes --format json`, with what comes on top. */
  readonly apply: (...words: readonly string[]) => Promise<Summary>;
  /** What chron has sent so far that can change something. */
  readonly mutations: () => readonly Sent[];
  /** Ends `chron emulate`, takes a list out of its state, as no call of the API can, and starts it again. */
  readonly loseList: (name: string) => Promise<void>;
  /** Ends all that runs; its folder stays until the test is over. */
  readonly close: () => Promise<void>;
}

export interface DeskStart {
  readonly files?: Readonly<Record<string, string>>;
  /** Another desk's folder, with its repository and its tenant: both begin where that one was left. */
  readonly copyOf?: string;
  readonly environments?: readonly string[];
  readonly clock?: Clock;
  /** Stands between chron and the socket, to lose answers. */
  readonly fetch?: typeof fetch;
}

/** Opens one; everything on it goes with the test. */
export async function openDesk({
  files = {},
  copyOf,
  environments = ['local'],
  clock,
  fetch: wire = (input, init) => fetch(input, init),
}: DeskStart = {}): Promise<Desk> {
  const repository =
    copyOf === undefined ? await testRepository(files) : await copyRepository(copyOf);
  const emulators = new Map<string, Emulating>();
  for (const environment of environments) {
    emulators.set(environment, await emulate(repository.root, environment, clock));
  }
  const close = async (): Promise<void> => {
    for (const one of emulators.values()) await one.stop();
  };
  // Closed before the folder goes.
  onTestFinished(close);
  const sent: Sent[] = [];
  const world: World = {
    cwd: repository.root,
    ...(clock === undefined ? {} : { clock }),
    fetch: (input, init) => {
      sent.push({ method: init?.method ?? 'GET', path: pathOf(input) });
      return wire(input, init);
    },
  };
  const run: Desk['run'] = (words, more = {}) => chron(words, { ...world, ...more });
  const one = async (words: readonly string[]): Promise<Summary> => {
    const ran = await run([...words, '--format', 'json']);
    const [summary] = summaries(ran);
    if (summary === undefined) throw new Error(`no plan came out: ${ran.err}`);
    return summary;
  };
  return {
    repository,
    console: (environment = 'local') => consoleAt(emulators.get(environment)?.url ?? ''),
    run,
    plan: (...words) => one(['plan', '--env', 'local', ...words]),
    apply: (...words) => one(['apply', '--env', 'local', '--yes', ...words]),
    mutations: () =>
      sent.filter(({ method, path }) => method !== 'GET' && !path.includes(':verify')),
    loseList: async (name) => {
      await emulators.get('local')?.stop();
      const records = await openRecords(`${repository.root}/.chron/emulator/local.jsonl`);
      await records.append([{ key: `list/${name}`, value: null }]);
      await records.close();
      emulators.set('local', await emulate(repository.root, 'local', clock));
    },
    close,
  };
}

async function copyRepository(from: string): Promise<TestRepository> {
  const root = await tempFolder();
  cpSync(from, root, { recursive: true });
  return repositoryIn(root);
}

interface Emulating {
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs `chron emulate` in this process until it is stopped; resolves once it listens. */
async function emulate(cwd: string, environment: string, clock?: Clock): Promise<Emulating> {
  return new Promise((resolve, reject) => {
    let interrupt: (() => void) | undefined;
    const ended = chron(['emulate', '--env', environment], {
      cwd,
      ...(clock === undefined ? {} : { clock }),
      onReady: (stop) => {
        interrupt = stop;
      },
      onOut: (text) =>
        resolve({
          url: text.trim(),
          stop: async () => {
            interrupt?.();
            await ended;
          },
        }),
    });
    ended.then(({ err }) => reject(new Error(`chron emulate ended: ${err}`)), reject);
  });
}

function pathOf(input: Parameters<typeof fetch>[0]): string {
  const { pathname, search } = new URL(input instanceof Request ? input.url : input);
  return `${pathname}${search}`;
}
