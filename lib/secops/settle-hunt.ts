import { ApiError } from '../errors.ts';
import type { TimeRange } from '../model/detection.ts';
import type { Retrohunt } from '../model/retrohunt.ts';
import { wireRetrohunt } from '../wire/hunt.ts';
import { runRetrohuntRequest } from '../wire/hunt-request.ts';
import type { Caller, Settled } from './caller.ts';
import { listRetrohunts } from './hunts.ts';

/** When to look for a hunt whose start got no answer: the service's own time-out is 60 s (reliability B2). */
const LOOK_AT_MS = [1000, 5000, 20_000, 65_000];
/** Clocks may differ by so much. A hunt of the same version and range that is a little older does as well. */
const SKEW_MS = 10 * 60_000;

/**
 * Starts a hunt once: it costs one of few slots, and the service does not notice that it has the same one already
 * (backstory-v2 §4.12). A lost answer is looked for among the hunts of the version before the one repetition.
 */
export async function runRetrohunt(
  caller: Caller,
  versionId: string,
  range: TimeRange,
): Promise<Retrohunt> {
  const from = new Date(caller.now().getTime() - SKEW_MS);
  const isOurs = (hunt: Retrohunt): boolean =>
    hunt.versionId === versionId &&
    hunt.state !== 'cancelled' &&
    hunt.startedAt >= from &&
    hunt.range.from.getTime() === range.from.getTime() &&
    hunt.range.to.getTime() === range.to.getTime();
  const settle = async (lost: ApiError): Promise<Settled<Retrohunt>> => {
    let waited = 0;
    for (const at of LOOK_AT_MS) {
      await caller.wait('RunRetrohunt', at - waited).catch(() => throwLost(lost));
      waited = at;
      const hunts = await listRetrohunts(caller, versionId).catch(() => throwLost(lost));
      const found = hunts.find(isOurs);
      if (found !== undefined) return { done: true, value: found };
    }
    return { done: false };
  };
  return await caller.mutate({
    request: runRetrohuntRequest(versionId, range),
    schema: wireRetrohunt,
    settle,
    repeats: 1,
  });
}

function throwLost({ operation, status, detail }: ApiError): never {
  throw new ApiError({
    operation,
    status,
    effect: 'ambiguous',
    detail,
    hint: 'whether the hunt was started is not known; run the command again, it is found if it was',
  });
}
