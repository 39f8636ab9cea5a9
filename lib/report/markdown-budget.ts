/** How long a text may be: in UTF-16 code units (never fewer than characters) and in bytes of UTF-8. */
export interface Budget {
  readonly characters: number;
  readonly bytes: number;
}

/** What a comment on a pull request holds with room to spare; GitHub refuses 65,536 characters (ux §5.1). */
export const COMMENT_BUDGET: Budget = { characters: 60_000, bytes: 180_000 };

/** Whether a text may be posted as it is. */
export function fits(text: string, { characters, bytes }: Budget): boolean {
  return text.length <= characters && (text.length * 3 <= bytes || byteLength(text) <= bytes);
}

/**
 * The smallest step, from 0 to `steps`, whose text fits; undefined where not even the last does.
 * A higher step must never give a longer text.
 */
export function firstFitting(
  steps: number,
  render: (step: number) => string,
  budget: Budget,
): string | undefined {
  const last = render(steps);
  if (!fits(last, budget)) return undefined;
  let [low, high] = [0, steps - 1];
  let best = last;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const text = render(middle);
    if (fits(text, budget)) {
      best = text;
      high = middle - 1;
    } else {
      low = middle + 1;
    }
  }
  return best;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
