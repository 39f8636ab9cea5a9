/**
 * One listing for many who ask at once: a list that starts after they asked serves all of them. Whoever asks while one
 * is under way waits for the next, since that one may have been made before what they ask about. So the creations of an
 * apply share lists, and none is checked against a list that is older than itself (reliability B2).
 */
export function freshList<T>(load: (onStart: () => void) => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let open: { readonly list: Promise<T> } | undefined;
  return () => {
    if (open !== undefined) return open.list;
    const close = (): void => {
      if (open === next) open = undefined;
    };
    const before = running.catch(() => undefined);
    const next = { list: before.then(() => load(close)).finally(close) };
    open = next;
    running = next.list;
    return next.list;
  };
}

/** Which rules were already known at a moment: what came later than that may be ours. */
export interface SeenRules {
  note(ruleIds: Iterable<string>): void;
  /** A moment to compare with. */
  mark(): number;
  seenBefore(ruleId: string, mark: number): boolean;
}

/** Remembers when each rule id was first read. */
export function openSeenRules(): SeenRules {
  const firstSeen = new Map<string, number>();
  let moment = 0;
  return {
    note(ruleIds) {
      for (const ruleId of ruleIds) if (!firstSeen.has(ruleId)) firstSeen.set(ruleId, moment);
    },
    mark() {
      moment += 1;
      return moment;
    },
    seenBefore(ruleId, mark) {
      return (firstSeen.get(ruleId) ?? Infinity) < mark;
    },
  };
}
