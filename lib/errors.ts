/**
 * Something that whoever typed or configured can put right. Printed as one line and a hint, without a stack.
 * `exit` is the code of design.md's table that the refusal ends with; 1 unless it says otherwise.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly hint: string | undefined;
  readonly exit: 1 | 3 | 4 | 5 | 7;

  constructor(
    message: string,
    options: {
      readonly hint?: string;
      readonly exit?: 1 | 3 | 4 | 5 | 7;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
    this.exit = options.exit ?? 1;
  }
}

/**
 * The service said no, or did not say anything. Carries the facts, never the request, a header or a token.
 * `status` is the HTTP status, 0 where no answer came. `effect` says what is known of the call's effect
 * (reliability B2): not sent at all, rejected by an answer that proves no effect, or ambiguous.
 */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly operation: string;
  readonly status: number;
  readonly effect: 'not-sent' | 'rejected' | 'ambiguous';
  /** The service's own words, without its `generic::…:` prefix; may hold line breaks. From a stranger. */
  readonly detail: string;
  readonly hint: string | undefined;

  constructor(facts: {
    readonly operation: string;
    readonly status: number;
    readonly effect: ApiError['effect'];
    readonly detail: string;
    readonly hint?: string;
    readonly cause?: unknown;
  }) {
    super(
      `${facts.operation}: ${facts.status === 0 ? 'no answer' : String(facts.status)}: ${facts.detail.trim()}`,
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
    this.operation = facts.operation;
    this.status = facts.status;
    this.effect = facts.effect;
    this.detail = facts.detail;
    this.hint = facts.hint;
  }
}

/** The object moved between our reading and our writing: somebody else's version stands where we expected ours. */
export class ConflictError extends ApiError {
  override readonly name: string = 'ConflictError';
}
