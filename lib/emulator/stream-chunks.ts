import type { Clock } from '../ports/clock.ts';
import type { Fault } from './faults.ts';
import type { Answer } from './operation.ts';
import { errorBody } from './refusal.ts';

/** A piece of a stream as it goes out, or the end of its connection. */
export type Chunk = { readonly text: string } | { readonly end: 'cut' | 'reset' };

/**
 * The text of a streamed array: a comma on a line of its own before each element but the first, elements parted by
 * `\r\n`, which stands nowhere else (backstory-v2 §4.16, §4.19). A fault `after` the call meets it after the first
 * element: `cut` leaves half of that one, `status` becomes an element `error` that ends the stream.
 */
export async function* streamChunks(
  elements: AsyncIterable<Answer>,
  {
    faults,
    clock,
    signal,
  }: { readonly faults: readonly Fault[]; readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<Chunk> {
  const after = faults.filter(({ when }) => when === 'after');
  if (after.some(({ effect }) => effect.kind === 'empty')) return;
  yield { text: '[' };
  let count = 0;
  try {
    for await (const element of elements) {
      const text = elementText(element, count);
      count += 1;
      if (count === 1 && after.some(({ effect }) => effect.kind === 'cut')) {
        yield { text: text.slice(0, Math.ceil(text.length / 2)) };
        yield { end: 'cut' };
        return;
      }
      yield { text };
      if (count === 1 && (yield* endings(after, count, clock, signal))) return;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    const message = `generic::internal: ${error instanceof Error ? error.message : String(error)}`;
    yield { text: elementText({ ...errorBody(500, message, 'INTERNAL') }, count) };
    count += 1;
  }
  if (count === 0 && (yield* endings(after, count, clock, signal))) return;
  yield { text: count === 0 ? ']' : '\n]' };
}

/** Lets faults happen; true where the stream is over. */
async function* endings(
  after: readonly Fault[],
  count: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Chunk, boolean> {
  for (const { effect } of after) {
    switch (effect.kind) {
      case 'delay':
        await clock.sleep(effect.ms, signal);
        continue;
      case 'status': {
        const { status, code, message = 'fault' } = effect;
        yield { text: `${elementText({ ...errorBody(status, message, code) }, count)}\n]` };
        return true;
      }
      case 'cut':
        yield { end: 'cut' };
        return true;
      case 'reset':
      case 'html':
        yield { end: 'reset' };
        return true;
      case 'empty':
        return true;
    }
  }
  return false;
}

function elementText(element: Answer, before: number): string {
  return `${before === 0 ? '' : '\n,\r\n'}${JSON.stringify(element, undefined, 2)}`;
}
