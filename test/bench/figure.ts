/** One measured figure and the limit it is held to. */
export interface Figure {
  /** Of the project's bars, by its word: `plan`, `history`, `apply`, `start`, `check`, `emulator`. */
  readonly bar: string;
  readonly what: string;
  readonly unit: 'ms' | 's' | 'MB' | 'calls';
  readonly samples: readonly number[];
  /** What of the samples is held to the limit: times by their median, memory and counts by the worst. */
  readonly by: 'median' | 'max';
  /** Undefined for a figure that only explains another. */
  readonly limit?: number;
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/** The value that is held to the limit. Without samples there is none, and the bar is missed. */
export function held({ samples, by }: Figure): number {
  if (samples.length === 0) return Number.NaN;
  return by === 'median' ? median(samples) : Math.max(...samples);
}

/** Whether a figure keeps its limit; one without a limit always does. */
export function kept(figure: Figure): boolean {
  return figure.limit === undefined || held(figure) <= figure.limit;
}
