import { describe, expect, it } from 'vitest';
import {
  STATUS_CODES,
  errorBody,
  readError,
  withoutPrefix,
} from '../../lib/wire/error-envelope.ts';

describe('readError', () => {
  it('trap 13: takes the prefix off and keeps line breaks and trailing blanks', () => {
    const message =
      'generic::invalid_argument: compiling rule: parsing: error with token: "events"\nexpected meta\nline: 2 \ncolumn: 9-15 ';
    expect(readError({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } })).toMatchObject({
      code: 400,
      status: 'INVALID_ARGUMENT',
      message:
        'compiling rule: parsing: error with token: "events"\nexpected meta\nline: 2 \ncolumn: 9-15 ',
    });
  });

  it('trap 6: reads the array that streams wrap an error in', () => {
    const body = errorBody('NOT_FOUND', 'rule with ID ru_x could not be found');
    expect(readError([body])).toEqual(readError(body));
    expect(readError([body])?.message).toBe('rule with ID ru_x could not be found');
  });

  it('trap 13: FAILED_PRECONDITION is 400 and ALREADY_EXISTS is 409', () => {
    expect(STATUS_CODES.FAILED_PRECONDITION).toBe(400);
    expect(STATUS_CODES.ALREADY_EXISTS).toBe(409);
  });

  it('knows the status by the prefix where it is not said', () => {
    expect(readError({ error: { message: 'generic::already_exists: twice' } })).toMatchObject({
      status: 'ALREADY_EXISTS',
      message: 'twice',
      code: undefined,
    });
  });

  it('reads numbers in quotes and details', () => {
    const read = readError({
      error: {
        code: '429',
        message: 'Quota exceeded',
        status: 'RESOURCE_EXHAUSTED',
        details: [
          { '@type': 'type.googleapis.com/google.rpc.Help' },
          { reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit: 'PerDay', n: 1 } },
        ],
      },
    });
    expect(read?.code).toBe(429);
    expect(read?.reason).toBe('RATE_LIMIT_EXCEEDED');
    expect(read?.metadata.get('quota_limit')).toBe('PerDay');
  });

  it.each([[{}], [[]], [null], ['error'], [{ error: 'text' }]])('is no error: %j', (body) => {
    expect(readError(body)).toBeUndefined();
  });
});

describe('withoutPrefix', () => {
  it.each([
    ['generic::not_found: gone', 'gone'],
    ['generic::invalid_argument invalid token', 'invalid token'],
    ['generic::unknown:', ''],
    ['Quota exceeded for generic::x', 'Quota exceeded for generic::x'],
  ])('%s', (message, expected) => {
    expect(withoutPrefix(message)).toBe(expected);
  });
});
