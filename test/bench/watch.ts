/**
 * Loaded before chron (`node --import`), in its own process: tells at the end how long it lived, how much of that it
 * had nothing to do but wait for the service, and how much memory it took at most.
 */
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What chron's process says of itself. */
export interface Watched {
  /** From the start of the process, node's own start included. */
  readonly wallMs: number;
  /** The event loop was idle while an answer was outstanding. What chron worked meanwhile is not waiting. */
  readonly waitedMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
}

const { fetch } = globalThis;
let outstanding = 0;
let idleBefore = 0;
let waitedMs = 0;

globalThis.fetch = async (input, init) => {
  if (outstanding === 0) idleBefore = idleMs();
  outstanding += 1;
  try {
    const answer = await fetch(input, init);
    // To its last byte: an answer whose head is there is still being waited for.
    const body = await answer.arrayBuffer();
    return new Response(body, { status: answer.status, headers: answer.headers });
  } finally {
    outstanding -= 1;
    if (outstanding === 0) waitedMs += idleMs() - idleBefore;
  }
};

function idleMs(): number {
  return performance.eventLoopUtilization().idle;
}

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const watched: Watched = {
    wallMs: performance.now(),
    waitedMs,
    cpuMs: (user + system) / 1000,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
  writeFileSync(process.env['CHRON_BENCH_REPORT'] ?? '/dev/null', JSON.stringify(watched));
});
