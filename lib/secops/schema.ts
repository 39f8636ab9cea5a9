import { ApiError } from '../errors.ts';
import type { MethodName } from '../wire/method.ts';

/** A schema of wire/, as far as a caller needs it. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: SchemaError };
}

interface SchemaError {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/** Parses a part of an answer; rejects with ApiError where the service sent something else than expected. */
export function understood<T>(method: MethodName, value: unknown, schema: Schema<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw notUnderstood(method, parsed.error);
}

/** A success whose body is something else than documented: what it did is not known. */
export function notUnderstood(method: MethodName, { issues }: SchemaError): ApiError {
  const said = issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'answer'}: ${message}`);
  return new ApiError({
    operation: method,
    status: 200,
    effect: 'ambiguous',
    detail: `the answer is not what the API documents (${said.join('; ')})`,
  });
}
