/** A place in a group: given back when what held it is over. */
type Leave = () => void;

/** The concurrency groups of a repository: one member at a time, the others wait in order. */
export interface Groups {
  /** Waits for the group; `cancel` is called if somebody comes who cancels what is in progress. */
  readonly enter: (group: string, cancelOthers: boolean, cancel: () => void) => Promise<Leave>;
}

export function openGroups(): Groups {
  const tails = new Map<string, Promise<undefined>>();
  const members = new Map<string, Set<() => void>>();
  return {
    enter: async (group, cancelOthers, cancel) => {
      const present = members.get(group) ?? new Set();
      members.set(group, present);
      if (cancelOthers) for (const other of present) other();
      present.add(cancel);
      const before = tails.get(group) ?? Promise.resolve(undefined);
      let open: (value: undefined) => void = nothing;
      const after = new Promise<undefined>((resolve) => {
        open = resolve;
      });
      tails.set(
        group,
        before.then(() => after),
      );
      await before;
      return () => {
        present.delete(cancel);
        open(undefined);
      };
    },
  };
}

function nothing(): void {}
