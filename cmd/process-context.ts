import { createInterface } from 'node:readline/promises';
import type { Context, Voice } from './command.ts';
import { openDirectFetch } from './direct-fetch.ts';

/** The real world: this process, its streams, its clock. `env` is handed in by the one file that reads it. */
export function processContext(env: Context['env']): Context {
  return {
    cwd: process.cwd(),
    env,
    out: voiceOf(process.stdout),
    err: voiceOf(process.stderr),
    ask,
    clock: { now: () => new Date(), sleep },
    random: Math.random,
    fetch: openDirectFetch(),
    onInterrupt,
  };
}

function voiceOf(stream: NodeJS.WriteStream): Voice {
  // A reader that went away (`chron plan | head`) is not an error of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    terminal: stream.isTTY,
    get columns() {
      return stream.columns ?? 100;
    },
  };
}

async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // End of input is an answer too: none.
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    return await Promise.race([terminal.question(question), closed]);
  } finally {
    terminal.close();
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave);
      resolve();
    }, ms);
    if (signal?.aborted === true) leave();
    else signal?.addEventListener('abort', leave, { once: true });
  });
}

/** The first signal asks for an orderly end; a second one ends the process at once (reliability B4). */
function onInterrupt(stop: () => void): () => void {
  let asked = false;
  const listener = (): void => {
    if (asked) process.exit(130);
    asked = true;
    stop();
  };
  process.on('SIGINT', listener).on('SIGTERM', listener);
  return () => void process.off('SIGINT', listener).off('SIGTERM', listener);
}
