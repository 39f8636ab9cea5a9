import type { Context } from '../../cmd/command.ts';
import { main } from '../../cmd/chron.ts';
import type { Clock } from '../../lib/ports/clock.ts';

/** What a command said and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The world around one command line in a test; everything has a quiet default. */
export interface World {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the person at the terminal answers, always or to each question; without it there is no terminal. */
  readonly answer?: string | ((question: string) => string);
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  /** Called with a function that does what Ctrl-C does. */
  readonly onReady?: (interrupt: () => void) => void;
  /** Called when the command listens to Ctrl-C no more. */
  readonly onForgotten?: () => void;
  /** Sees stdout as it is written. */
  readonly onOut?: (text: string) => void;
  /** Sees stderr as it is written. */
  readonly onErr?: (text: string) => void;
}

/** The time that it is. */
export const REAL_CLOCK: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      });
    }),
};

/** Runs a command line in this process, as `chron WORDS` in a folder would. */
export async function chron(words: string | readonly string[], world: World): Promise<Ran> {
  const argv = typeof words === 'string' ? words.split(' ').filter((word) => word !== '') : words;
  let [out, err] = ['', ''];
  const { answer, onReady, onForgotten, onOut, onErr } = world;
  const context: Context = {
    cwd: world.cwd,
    env: world.env ?? {},
    out: {
      write: (text) => {
        out += text;
        onOut?.(text);
      },
      terminal: false,
      columns: 100,
    },
    err: {
      write: (text) => {
        err += text;
        onErr?.(text);
      },
      terminal: false,
      columns: 100,
    },
    ask: (question) => Promise.resolve(typeof answer === 'function' ? answer(question) : answer),
    clock: world.clock ?? REAL_CLOCK,
    random: () => 0.5,
    fetch: world.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onInterrupt: (stop) => {
      onReady?.(stop);
      return () => onForgotten?.();
    },
  };
  const code = await main(argv, context);
  return { code, out, err };
}
