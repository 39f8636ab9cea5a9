/** HTTP status of each canonical code, as Google maps them (backstory-v2 §1.5). */
export const HTTP_STATUS = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;

/** A canonical code that the emulator refuses with. */
export type Code = keyof typeof HTTP_STATUS;

/** A call that is answered with an error envelope; nothing was changed. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

/** The application's own refusal: its message carries the code (`generic::not_found: …`, backstory-v2 §1.5). */
export function refusal(code: Code, message: string): Refusal {
  return new Refusal(code, `generic::${code.toLowerCase()}: ${message}`);
}

/** The body of a refused call. `status` as Google names it; unknown statuses get no name. */
export function errorBody(status: number, message: string, code?: string): object {
  return { error: { code: status, message, ...(code === undefined ? {} : { status: code }) } };
}
