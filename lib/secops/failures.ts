import { ApiError } from '../errors.ts';
import type { MethodName } from '../wire/method.ts';
import type { Answer } from './answer.ts';
import { RetryBudget } from './retry.ts';

/** An answer that is none, or a refusal. */
export type Failed = Extract<Answer, { kind: 'failed' }>;

/** TooLarge is told apart by its class: a listing can ask for smaller pages. */
export class TooLargeApiError extends ApiError {
  override readonly name: string = 'TooLargeApiError';
}

/** The error that a call ends with after its last attempt. */
export function failureOf({ error, tooLarge }: Failed): ApiError {
  const { operation, status, effect, detail } = error;
  return tooLarge === true ? new TooLargeApiError({ operation, status, effect, detail }) : error;
}

/** The error of a call that comes after a quota of the day was used up. */
export function stoppedBy({ status, detail }: ApiError, operation: MethodName): ApiError {
  return new ApiError({
    operation,
    status,
    effect: 'not-sent',
    detail,
    hint: 'a quota of the day is used up: run the command again tomorrow, it goes on where it stopped',
  });
}

/** The error of a call that would be repeated if the run had a retry left. */
export function outOfRetries({ operation, status, effect, detail, cause }: ApiError): ApiError {
  return new ApiError({
    operation,
    status,
    effect,
    detail,
    hint: `the service keeps failing, and the ${RetryBudget.FULL} retries of this run are spent; run the command again later`,
    ...(cause === undefined ? {} : { cause }),
  });
}
