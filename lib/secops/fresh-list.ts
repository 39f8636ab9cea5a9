/**
 * One listing for many who ask at once: a list that starts after they asked serves all of them. Whoever asks while one
 * is under way waits for the next, since that one may have been made before what they ask about. So the creations of an
 * apply share lists, and none is checked against a list that is older than itself (reliability B2).
 */
export function freshList<T>(load: (onStart: () => void) => Promise<T>): () => Promise<T> {
  let open: Promise<T> | undefined;
  return () => {
    if (open !== undefined) return open;
    const started: Promise<T> = load(() => {
      if (open === started) open = undefined;
    }).finally(() => {
      if (open === started) open = undefined;
    });
    open = started;
    return started;
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
