import { UserError } from '../../lib/errors.ts';

/** The UserError that an act is refused with; any other end is a failure of the test. */
export function refusal(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
