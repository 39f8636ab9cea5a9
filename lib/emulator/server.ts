import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '../ports/clock.ts';
import type { Detector } from '../ports/detector.ts';
import type { EventIntake } from '../ports/events.ts';
import type { Records } from '../ports/keep.ts';
import { BACKSTORY_ROUTES } from './backstory-routes.ts';
import { makeCallLog } from './call-log.ts';
import type { CallLog, CallRecord } from './call-log.ts';
import { makeConsole } from './console.ts';
import type { Console } from './console.ts';
import { scriptFaults } from './faults.ts';
import type { FaultPort } from './faults.ts';
import { answer, htmlReply, jsonReply, splitTarget } from './front.ts';
import type { Front, FrontReply } from './front.ts';
import { fromWebPage } from './guard.ts';
import { chooseOptions } from './options.ts';
import { INGEST_ROUTES } from './ingest-routes.ts';
import type { EmulatorOptions } from './options.ts';
import { makeMeter } from './quota.ts';
import { errorBody } from './refusal.ts';
import { sendStream } from './send-stream.ts';
import { makeRouter } from './route.ts';
import { NO_DETECTIONS } from './no-detections.ts';
import { makeService } from './service.ts';
import { loadState } from './state.ts';

/** A Detection Engine that listens on this machine. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  /** What was called so far, in the order of arrival. */
  readonly calls: readonly CallRecord[];
  readonly console: Console;
  /** Half a sentence for people about what it finds in events. */
  readonly about: string;
  /** Stops listening, keeps what was begun, and ends all connections. */
  close(): Promise<void>;
}

/** What an emulator is started with. */
export interface EmulatorStart {
  /** Where its state comes from and goes to. The caller opens and closes them. */
  readonly records: Records;
  readonly clock: Clock;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly options?: Partial<EmulatorOptions>;
  readonly faults?: FaultPort;
  readonly uuid?: () => string;
  /** What finds detections for retrohunts and test runs; nothing is found without one. */
  readonly detector?: Detector;
  /** Keeps the events that are sent in; without it they are refused. */
  readonly events?: EventIntake;
  /** Whether listening alone keeps the process alive: for a server that is a command of its own. */
  readonly holdProcess?: boolean;
}

/** Larger bodies are refused by the front end: there is no rule or list of this size. */
const LARGEST_BODY = 8 * 1024 * 1024;

/** Longer than the pauses of any client here, so that no request meets a connection that is just being closed. */
const KEEP_ALIVE_MS = 60_000;

/** Starts an emulator on the loopback address. Rejects with the system's error if the port is taken. */
export async function startEmulator({
  records,
  clock,
  port = 0,
  options: chosen,
  faults = scriptFaults(),
  uuid = () => crypto.randomUUID(),
  detector = NO_DETECTIONS,
  events,
  holdProcess = false,
}: EmulatorStart): Promise<Emulator> {
  const options = chooseOptions(chosen);
  const state = await loadState(records);
  const closing = new AbortController();
  const service = makeService(
    { state, options, clock, uuid, detector, ...(events !== undefined && { events }) },
    records,
    closing.signal,
  );
  const log = makeCallLog();
  const front: Front = {
    route: makeRouter([...BACKSTORY_ROUTES, ...INGEST_ROUTES]),
    service,
    meter: makeMeter(clock, options),
    faults,
    clock,
    options,
    signal: closing.signal,
  };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    // A request whose wait was ended by close() has no answer.
    exchange(request, response, front, log).catch(() => response.destroy());
  });
  server.on('connection', (socket) => socket.unref());
  const bound = await listen(server, port);
  if (!holdProcess) server.unref();

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    calls: log.calls,
    console: makeConsole(service),
    about: detector.about,
    close: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      closing.abort(new Error('the emulator is closing'));
      await service.settled();
      // One turn of the loop: answers whose effect is kept still go out.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  front: Front,
  log: CallLog,
): Promise<void> {
  const { method = '', url: target = '', headers } = request;
  const { path } = splitTarget(target);
  const matched = front.route(method, path);
  const noteStatus = log.arrive({
    operation: matched?.route.operation ?? 'unknown',
    method,
    path,
    time: front.clock.now(),
  });
  const body = await readAll(request);
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('nobody listens')));
  const reply = fromWebPage({
    host: headers.host,
    origin: headers.origin,
    site: headers['sec-fetch-site'],
  })
    ? jsonReply(403, errorBody(403, 'only programs of this machine may call', 'PERMISSION_DENIED'))
    : body === undefined
      ? htmlReply(413)
      : await answer(
          {
            method,
            target,
            contentType: headers['content-type'] ?? '',
            authorization: headers.authorization ?? '',
            body,
            signal: gone.signal,
          },
          matched,
          front,
        );
  noteStatus(reply.end === 'reset' ? 0 : reply.status);
  if (reply.stream === undefined) send(request, response, reply);
  else await sendStream(request, response, reply.stream);
}

/** The body; undefined if it is too large, and then read to its end so that the client hears the answer. */
async function readAll(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks) : undefined;
}

function send(request: IncomingMessage, response: ServerResponse, reply: FrontReply): void {
  if (reply.end === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const body = Buffer.from(reply.body);
  const type = reply.type === 'json' ? 'application/json' : 'text/html';
  response.writeHead(reply.status, {
    'Content-Type': `${type}; charset=UTF-8`,
    'Content-Length': body.length,
    'X-Content-Type-Options': 'nosniff',
    ...reply.headers,
  });
  if (reply.end === 'whole') {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
}
