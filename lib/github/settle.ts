import { ApiError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { isOpen } from './failure.ts';
import { nextStep, type Note, type Wanted } from './next-step.ts';

/** A place on GitHub where texts of ours may stand: the comments of a pull request, the open issues. */
export interface Shelf {
  /** Only what this token wrote and bears the marker; all of it. */
  list(): Promise<readonly Note[]>;
  /** The newest commit of the pull request; undefined where there is none. */
  head(): Promise<string | undefined>;
  create(body: string): Promise<void>;
  update(id: number, body: string): Promise<void>;
  remove(id: number, because: 'twin' | 'settled'): Promise<void>;
}

/** How it ended. */
export interface Settled {
  readonly as: 'created' | 'updated' | 'unchanged' | 'newer' | 'removed' | 'absent';
  readonly page?: string;
}

/** Answers that may be lost before it is given up. */
const MOST_LOST = 5;
/** What was lost is looked for so often before it is sent again, so long apart. */
const LOOKS = 2;
const BETWEEN_LOOKS_MS = 2000;
/** More steps than a hundred twins would take. */
const MOST_STEPS = 150;

/**
 * Goes step by step until exactly one text says what it should, looking after every step, so that a lost answer or
 * another run at the same time leaves no twin. Rejects with the ApiError of what is refused, or is lost too often.
 */
export async function settle(
  shelf: Shelf,
  wanted: Wanted | undefined,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<Settled> {
  let as: Settled['as'] | undefined;
  let lost = 0;
  let looks = LOOKS;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextStep(await shelf.list(), wanted, await shelf.head());
    // It was taken; the list is only behind.
    if (step.kind === 'create' && as === 'created') return { as };
    if (step.kind === 'create' && looks < LOOKS) {
      looks += 1;
      await clock.sleep(BETWEEN_LOOKS_MS, signal);
      continue;
    }
    if (step.kind === 'done') {
      const page = step.note?.page;
      const end = as ?? END[step.as];
      return { as: step.as === 'newer' ? 'newer' : end, ...(page === undefined ? {} : { page }) };
    }
    try {
      switch (step.kind) {
        case 'create':
          await shelf.create(step.body);
          as = 'created';
          break;
        case 'update':
          await shelf.update(step.id, step.body);
          as ??= 'updated';
          break;
        case 'remove':
          await shelf.remove(step.id, step.because);
          as ??= step.because === 'settled' ? 'removed' : 'updated';
          break;
      }
    } catch (error) {
      lost += 1;
      const again =
        error instanceof ApiError &&
        // Somebody else was faster: what is not there any more needs no change.
        (isOpen(error) || (error.status === 404 && step.kind !== 'create'));
      if (!again || lost >= MOST_LOST) throw error;
      looks = 0;
      await clock.sleep(BETWEEN_LOOKS_MS, signal);
    }
  }
  throw new ApiError({
    operation: 'keep one text',
    status: 0,
    effect: 'rejected',
    detail: 'others change it all the time',
  });
}

const END = { current: 'unchanged', newer: 'newer', absent: 'absent' } as const;
