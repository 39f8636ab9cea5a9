import * as z from 'zod';
import { amount, many, wireObject, words } from './loose.ts';

/** Google's canonical codes and the HTTP status each is sent with (backstory-v2 §1.5). */
export const STATUS_CODES = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNKNOWN: 500,
  DATA_LOSS: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;

/** A canonical code by its name. */
export type StatusName = keyof typeof STATUS_CODES;

/** What an error answer says. Texts are a stranger's and may hold line breaks. */
export interface WireError {
  /** As the body has it; the HTTP status may be another. */
  readonly code: number | undefined;
  /** `INVALID_ARGUMENT`, …; empty where the body does not say. */
  readonly status: string;
  /** Without the `generic::…:` prefix. */
  readonly message: string;
  /** `ErrorInfo.reason`, e.g. `RATE_LIMIT_EXCEEDED`. */
  readonly reason: string;
  /** `ErrorInfo.metadata`: names of quotas and permissions. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** `generic::not_found: `; the reference also prints it without its colon (backstory-v2 §4.11). */
const PREFIX = /^generic::([a-z_]+)(?::\s?|\s|$)/;

const errorInfo = wireObject({
  reason: words,
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

const envelope = wireObject({
  error: wireObject({
    code: amount,
    status: words,
    message: words,
    details: many(z.unknown()),
  }),
});

/**
 * Reads an error body, also in the array that streams wrap it in (backstory-v2 §1.5). Undefined where the body is
 * something else.
 */
export function readError(body: unknown): WireError | undefined {
  const read = envelope.safeParse(Array.isArray(body) ? body[0] : body);
  if (!read.success) return undefined;
  const { code, status, message, details } = read.data.error;
  const [, prefix] = PREFIX.exec(message) ?? [];
  const info = details
    .map((detail) => errorInfo.safeParse(detail))
    .find((one) => one.success && one.data.reason !== '')?.data;
  return {
    code,
    status: status === '' ? (prefix ?? '').toUpperCase() : status,
    message: withoutPrefix(message),
    reason: info?.reason ?? '',
    metadata: new Map(
      Object.entries(info?.metadata ?? {}).map(([key, value]) => [key, String(value)]),
    ),
  };
}

/** The service's message without its `generic::…:` prefix (backstory-v2 §9 trap 13). */
export function withoutPrefix(message: string): string {
  return message.replace(PREFIX, '');
}

/** An error body as the service writes it, its message with the prefix of its code. */
export function errorBody(status: StatusName, message: string): unknown {
  const prefix = `generic::${status.toLowerCase()}: `;
  return { error: { code: STATUS_CODES[status], message: `${prefix}${message}`, status } };
}
