import { onTestFinished } from 'vitest';
import { startEmulator } from '../../lib/emulator/server.ts';
import type { Emulator, EmulatorStart } from '../../lib/emulator/server.ts';
import { ruleText, uuidOf } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MemoryRecords } from '../helpers/records.ts';

/** An answer as it came over the socket. */
export interface Heard {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Headers;
}

/** An emulator of the test's own, and a voice to speak to it with. */
export interface Running {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly records: MemoryRecords;
  /** `call('POST', '/v2/detect/rules', { ruleText })`; a string goes out as it is. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Heard>;
  /** Stores a rule and gives its id. */
  readonly create: (name: string, text?: string) => Promise<string>;
}

/** Starts an emulator that ends with the test. Its ids are the same on every run. */
export async function start(given: Partial<EmulatorStart> = {}): Promise<Running> {
  const clock = new VirtualClock();
  const records = new MemoryRecords();
  let ids = 0;
  const emulator = await startEmulator({
    records,
    clock,
    uuid: () => uuidOf(`rule ${(ids += 1)}`),
    ...given,
  });
  onTestFinished(() => emulator.close());
  const call: Running['call'] = (method, path, body, headers = {}) =>
    speak(emulator.url, method, path, body, headers);
  return {
    emulator,
    clock: given.clock instanceof VirtualClock ? given.clock : clock,
    records: given.records instanceof MemoryRecords ? given.records : records,
    call,
    create: async (name, text = ruleText(name)) => {
      const { body } = await call('POST', '/v2/detect/rules', { ruleText: text });
      return String(body['ruleId']);
    },
  };
}

async function speak(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Heard> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body !== undefined && {
      body:
        typeof body === 'string' || body instanceof Uint8Array || body instanceof URLSearchParams
          ? body
          : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    body: json && text !== '' ? asObject(JSON.parse(text)) : {},
    text,
    headers: response.headers,
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The rows of a list answer, none where the key is missing. */
export function rowsOf(
  { body }: Heard,
  key:
    | 'rules'
    | 'lists'
    | 'retrohunts'
    | 'detections'
    | 'errors'
    | 'curatedRules'
    | 'curatedRuleDetections',
): readonly Record<string, unknown>[] {
  const rows = body[key];
  return Array.isArray(rows) ? rows.map(asObject) : [];
}

/** An application error as the wire has it. */
export function envelope(code: number, status: string, message: string): object {
  return { error: { code, status, message } };
}
