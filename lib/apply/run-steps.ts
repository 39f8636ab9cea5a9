import type { Waiting } from './schedule.ts';

/** How a step ended, and what follows for those that have not started. */
export interface End {
  readonly done: boolean;
  readonly stop?: Stop | undefined;
}

/** `lane`: nothing more of its kind is started; `all`: nothing more at all. */
export interface Stop {
  readonly scope: 'lane' | 'all';
  readonly because: string;
}

/**
 * Runs steps side by side, each as soon as what it waits for has ended, in their order where several could start.
 * Steps of one lane share a rate of the service: at most `abreast` of them are under way, so that none of them
 * keeps another lane from working. Each step is either attempted or skipped, exactly once.
 * What `attempt` rejects with is a bug: nothing more is started, and it is thrown once all else has ended.
 */
export async function runSteps<Step extends Waiting>({
  steps,
  lane,
  abreast,
  named,
  attempt,
  skip,
  signal,
}: {
  readonly steps: readonly Step[];
  readonly lane: (step: Step) => string;
  readonly abreast: (lane: string) => number;
  /** What a step that was needed is called. */
  readonly named: (number: number) => string;
  /** `against` tells after a wait whether the step may still have its effect, or why not. */
  readonly attempt: (step: Step, against: () => string | undefined) => Promise<End>;
  readonly skip: (step: Step, because: string) => Stop | undefined;
  readonly signal?: AbortSignal | undefined;
}): Promise<void> {
  const ended = new Map<number, boolean>();
  const closed = new Map<string, string>();
  const busy = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let waiting = [...steps];
  /** Steps that removals wait for. */
  let open = steps.filter(({ removal }) => !removal).length;
  let failed = false;
  let halt: string | undefined;
  let bug: { readonly error: unknown } | undefined;

  const end = (step: Step, { done, stop }: End): void => {
    ended.set(step.number, done);
    failed ||= !done;
    if (!step.removal) open -= 1;
    if (stop?.scope === 'all') halt ??= stop.because;
    if (stop?.scope === 'lane' && !closed.has(lane(step))) closed.set(lane(step), stop.because);
  };
  const against = (step: Step): string | undefined => {
    if (halt !== undefined) return halt;
    if (signal?.aborted === true) return 'interrupted';
    const missing = step.needs.find((number) => ended.get(number) === false);
    if (missing !== undefined) return `needs ${named(missing)}`;
    if (step.removal && failed) return 'nothing is taken away after a failure';
    return closed.get(lane(step));
  };
  const ready = ({ needs, after, removal }: Step): boolean =>
    !(removal && open > 0) && [...needs, ...after].every((number) => ended.has(number));
  const free = (step: Step): boolean => (busy.get(lane(step)) ?? 0) < abreast(lane(step));
  const occupy = (step: Step, by: 1 | -1): void => {
    busy.set(lane(step), (busy.get(lane(step)) ?? 0) + by);
  };

  const start = (step: Step): void => {
    occupy(step, 1);
    const run = attempt(step, () => against(step))
      .catch((error: unknown): End => {
        bug ??= { error };
        return { done: false, stop: { scope: 'all', because: 'chron met a bug of its own' } };
      })
      .then((how) => {
        running.delete(run);
        occupy(step, -1);
        end(step, how);
      });
    running.add(run);
  };

  /** Skips and starts what can be; whether anything was skipped, which may decide for others. */
  const round = (): boolean => {
    let skipped = false;
    waiting = waiting.filter((step) => {
      const because = against(step);
      if (because !== undefined) {
        skipped = true;
        end(step, { done: false, stop: skip(step, because) });
        return false;
      }
      if (!ready(step) || !free(step)) return true;
      start(step);
      return false;
    });
    return skipped;
  };

  for (;;) {
    while (round());
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (bug !== undefined) throw bug.error;
  if (waiting.length > 0) throw new Error(`${waiting.length} steps wait for each other`);
}
