/** Lets so much work run at a time; what comes then waits, first come, first served. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Opens turns for at most so many at a time. */
export function openTurns(most: number): Turns {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // whoever waits takes over the place
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
