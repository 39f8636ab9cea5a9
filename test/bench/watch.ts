/**
 * Loaded before chron (`node --import`), in its own process: tells at the end how long it lived, how much of that it
 * had nothing to do but wait for the service, and how much memory it took at most.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
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

let outstanding = 0;
let idleBefore = 0;
let waitedMs = 0;

subscribe('http.client.request.start', () => {
  if (outstanding === 0) idleBefore = idleMs();
  outstanding += 1;
});
// Said when the head of an answer is there; it is still being waited for to its last byte.
subscribe('http.client.response.finish', (message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- node's documented shape of this channel's messages
  const { response } = message as { readonly response: IncomingMessage };
  response.once('close', () => {
    outstanding -= 1;
    if (outstanding === 0) waitedMs += idleMs() - idleBefore;
  });
});

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
