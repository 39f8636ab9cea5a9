import type { Clock } from '../ports/clock.ts';
import { visibleLine } from '../text.ts';
import type { Fault, FaultPort } from './faults.ts';
import { makeCall, readMessage } from './message.ts';
import type { EmulatorOptions } from './options.ts';
import { quotaMessage } from './quota.ts';
import type { Meter } from './quota.ts';
import { errorBody, HTTP_STATUS, Refusal } from './refusal.ts';
import type { Matched, Route, Router } from './route.ts';
import type { Service } from './service.ts';
import { streamChunks } from './stream-chunks.ts';
import type { Chunk } from './stream-chunks.ts';
import { readBody, readQuery } from './transcode.ts';

/** A request, free of sockets. */
export interface FrontRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly contentType: string;
  readonly authorization: string;
  readonly body: Uint8Array;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** How a request is answered; `end` says whether the whole of it arrives. */
export interface FrontReply {
  readonly status: number;
  readonly type: 'json' | 'html';
  readonly body: string;
  /** Instead of a body: a stream, sent as it comes. `release` is called once it is over. */
  readonly stream?: { readonly chunks: AsyncIterable<Chunk>; readonly release: () => void };
  readonly headers?: Readonly<Record<string, string>>;
  readonly end: 'whole' | 'cut' | 'reset';
}

/** Everything that the front end leans on. */
export interface Front {
  readonly route: Router;
  readonly service: Service;
  readonly meter: Meter;
  readonly faults: FaultPort;
  readonly clock: Clock;
  readonly options: EmulatorOptions;
  /** Ends waits when the emulator closes. */
  readonly signal: AbortSignal;
}

/** Answers one request as Google's front end would: page, identity, quota, message, method, in this order. */
export async function answer(
  request: FrontRequest,
  matched: Matched | undefined,
  front: Front,
): Promise<FrontReply> {
  if (matched === undefined) return htmlReply(404, request.target);
  const faults = front.faults.take(matched.route.operation);
  const before = await meet(faults, 'before', front);
  if (before !== undefined) return inItsShape(before, matched.route);
  const reply = await perform(request, matched, front, faults);
  if (reply.stream !== undefined) return reply;
  const after = await meet(faults, 'after', front);
  if (after === 'cut') return { ...reply, end: 'cut' };
  return inItsShape(after ?? reply, matched.route);
}

/** An error of a method that streams stands in an array, too (backstory-v2 §1.5). */
function inItsShape(reply: FrontReply, route: Route): FrontReply {
  if (!('stream' in route) || reply.type === 'html' || reply.body === '') return reply;
  return { ...reply, body: `[${reply.body.trimEnd()}\n]\n` };
}

/** Splits a target at its query. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const [path = '', ...query] = target.split('?');
  return { path, query: query.join('?') };
}

/** An error page of the front end itself, which has no JSON (backstory-v2 §1.1, §8). */
export function htmlReply(status: number, target = ''): FrontReply {
  const what = status === 404 ? `The requested URL ${escapeHtml(target)} was not found.` : 'Error.';
  const body = `<!DOCTYPE html>\n<html lang=en>\n<title>Error ${status}</title>\n<p><b>${status}.</b> ${what}\n</html>\n`;
  return { status, type: 'html', body, end: 'whole' };
}

/** An answer in JSON, indented as Google's front ends do; an empty one is the two bytes `{}` (backstory-v2 §1.4). */
export function jsonReply(
  status: number,
  body: object,
  headers?: Readonly<Record<string, string>>,
): FrontReply {
  const text = JSON.stringify(body, undefined, 2);
  return {
    status,
    type: 'json',
    body: text === '{}' ? text : `${text}\n`,
    end: 'whole',
    ...(headers !== undefined && { headers }),
  };
}

async function perform(
  request: FrontRequest,
  { route, ids }: Matched,
  front: Front,
  faults: readonly Fault[],
): Promise<FrontReply> {
  const { service, meter, options } = front;
  try {
    if (options.authorization === 'required' && !/^bearer \S/i.test(request.authorization)) {
      throw new Refusal(
        'UNAUTHENTICATED',
        'Request is missing required authentication credential. Expected OAuth 2 access token.',
      );
    }
    if (!meter(route)) throw new Refusal('RESOURCE_EXHAUSTED', quotaMessage(route));
    const query = readMessage(readQuery(splitTarget(request.target).query), route.query);
    const body = readMessage(readBody(request.body, request.contentType), route.body);
    const call = makeCall(ids, new Map([...query, ...body]));
    if (route.past === true) await service.caughtUp();
    if ('run' in route) return jsonReply(200, await service.perform(route.run, call));
    const signal = AbortSignal.any([front.signal, request.signal]);
    if ('wait' in route) return jsonReply(200, await route.wait(call, service, signal));
    const { elements, release = () => {} } = await route.stream(call, service, signal);
    const chunks = streamChunks(elements, { faults, clock: front.clock, signal });
    return { status: 200, type: 'json', body: '', stream: { chunks, release }, end: 'whole' };
  } catch (error) {
    if (error === front.signal.reason) throw error;
    return errorReply(error);
  }
}

function errorReply(error: unknown): FrontReply {
  if (error instanceof Refusal) {
    const status = HTTP_STATUS[error.code];
    const headers = status === 401 ? { 'WWW-Authenticate': 'Bearer' } : undefined;
    return jsonReply(status, errorBody(status, error.message, error.code), headers);
  }
  // Only this machine hears it, and whoever runs the emulator wants to know.
  const detail = visibleLine(error instanceof Error ? error.message : String(error));
  return jsonReply(500, errorBody(500, `generic::internal: ${detail}`, 'INTERNAL'));
}

/** Lets the faults of one side of the call happen, in their order, until one of them is the answer. */
async function meet(
  faults: readonly Fault[],
  when: 'before',
  front: Front,
): Promise<FrontReply | undefined>;
async function meet(
  faults: readonly Fault[],
  when: 'after',
  front: Front,
): Promise<FrontReply | 'cut' | undefined>;
async function meet(
  faults: readonly Fault[],
  when: Fault['when'],
  { clock, signal }: Front,
): Promise<FrontReply | 'cut' | undefined> {
  for (const { effect } of faults.filter((fault) => fault.when === when)) {
    switch (effect.kind) {
      case 'delay':
        await clock.sleep(effect.ms, signal);
        continue;
      case 'status': {
        const { status, code, message = 'fault', retryAfter } = effect;
        return jsonReply(
          status,
          errorBody(status, message, code),
          retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) },
        );
      }
      case 'html':
        return htmlReply(effect.status);
      case 'empty':
        return { status: 200, type: 'json', body: '', end: 'whole' };
      case 'reset':
        return { status: 0, type: 'json', body: '', end: 'reset' };
      case 'cut':
        return 'cut';
    }
  }
  return undefined;
}

function escapeHtml(text: string): string {
  return visibleLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
