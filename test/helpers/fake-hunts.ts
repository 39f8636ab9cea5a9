import { ApiError } from '../../lib/errors.ts';
import type { Detection, TimeRange } from '../../lib/model/detection.ts';
import type { Retrohunt, RuleError } from '../../lib/model/retrohunt.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { Hunts } from '../../lib/ports/hunts.ts';
import { uuidOf } from './builders.ts';

/** A tenant's past in memory that keeps the port's promises. */
export interface FakeHunts extends Hunts {
  /** Makes a version known, with what a hunt of it will find. */
  know(versionId: string, found?: readonly Detection[]): void;
  /** What test runs of a text find; a text that nothing is said of finds nothing. */
  foundBy(text: string, found: readonly Detection[]): void;
  failed(error: RuleError): void;
  /** Somebody else's hunt. */
  startElsewhere(versionId: string, range: TimeRange): Retrohunt;
  /** The most hunts that ran at one time. */
  readonly most: () => number;
  readonly calls: ReadonlyMap<string, number>;
}

interface Stored {
  readonly hunt: Retrohunt;
  readonly doneAt: number;
  cancelledAt?: number;
}

/** Opens one. A hunt takes `huntMs` of the clock's time; more than `slots` at once are refused with 429. */
export function fakeHunts({
  clock,
  slots = 3,
  huntMs = () => 60_000,
}: {
  readonly clock: Clock;
  readonly slots?: number;
  readonly huntMs?: (versionId: string) => number;
}): FakeHunts {
  const versions = new Map<string, readonly Detection[]>();
  const texts = new Map<string, readonly Detection[]>();
  const errors: RuleError[] = [];
  const hunts: Stored[] = [];
  const calls = new Map<string, number>();
  let most = 0;

  const now = (): number => clock.now().getTime();
  const view = ({ hunt, doneAt, cancelledAt }: Stored): Retrohunt => {
    const end = cancelledAt ?? doneAt;
    if (now() < end) {
      const started = hunt.startedAt.getTime();
      const share = (now() - started) / Math.max(1, doneAt - started);
      return { ...hunt, state: 'running', progressPercent: Math.floor(share * 100) };
    }
    const state = cancelledAt === undefined ? 'done' : 'cancelled';
    return { ...hunt, state, progressPercent: 100, endedAt: new Date(end) };
  };
  const running = (): number => hunts.filter((one) => view(one).state === 'running').length;
  const start = (versionId: string, range: TimeRange): Retrohunt => {
    if (!versions.has(versionId)) throw missing('RunRetrohunt', `rule with ID ${versionId}`);
    const hunt: Retrohunt = {
      retrohuntId: `oh_${uuidOf(`hunt ${hunts.length}`)}`,
      ruleId: versionId.split('@')[0] ?? '',
      versionId,
      range,
      state: 'running',
      progressPercent: 0,
      startedAt: clock.now(),
    };
    hunts.push({ hunt, doneAt: now() + huntMs(versionId) });
    most = Math.max(most, running());
    return hunt;
  };
  const find = (operation: string, ruleId: string, retrohuntId: string): Stored => {
    const found = hunts.find(({ hunt }) => hunt.retrohuntId === retrohuntId);
    if (found?.hunt.ruleId === ruleId) return found;
    throw missing(operation, `retrohunt with ID ${retrohuntId}`);
  };
  const counted = async <T>(method: string, work: () => T): Promise<T> => {
    calls.set(method, (calls.get(method) ?? 0) + 1);
    await Promise.resolve();
    return work();
  };

  return {
    calls,
    most: () => most,
    know: (versionId, found = []) => void versions.set(versionId, found),
    foundBy: (text, found) => void texts.set(text, found),
    failed: (error) => void errors.unshift(error),
    startElsewhere: start,

    runRetrohunt: (versionId, range) =>
      counted('runRetrohunt', () => {
        if (running() < slots) return start(versionId, range);
        throw new ApiError({
          operation: 'RunRetrohunt',
          status: 429,
          effect: 'rejected',
          detail: `the limit of ${slots} concurrent retrohunts is reached`,
        });
      }),
    getRetrohunt: (ruleId, retrohuntId) =>
      counted('getRetrohunt', () => view(find('GetRetrohunt', ruleId, retrohuntId))),
    listRetrohunts: (of, state) =>
      counted('listRetrohunts', () =>
        hunts
          .map(view)
          .filter((hunt) => matches(of, hunt.versionId))
          .filter((hunt) => state === undefined || hunt.state === state)
          .toReversed(),
      ),
    cancelRetrohunt: (ruleId, retrohuntId) =>
      counted('cancelRetrohunt', () => {
        const found = find('CancelRetrohunt', ruleId, retrohuntId);
        if (view(found).state !== 'running') return false;
        found.cancelledAt = now();
        return true;
      }),
    async *listDetections({ of, range }) {
      await counted('listDetections', () => undefined);
      const hunted = hunts.filter(
        ({ hunt }) => hunt.versionId === of && overlaps(hunt.range, range),
      );
      if (hunted.length === 0) return;
      const found = (versions.get(of) ?? []).filter(({ detectionTime: at }) => isIn(at, range));
      if (found.length > 0) yield found.toSorted(newestFirst);
    },
    testRun: (text, range, maxResults) =>
      counted('testRun', () => {
        if (!/^rule \w+ \{/m.test(text)) {
          throw new ApiError({
            operation: 'StreamTestRule',
            status: 400,
            effect: 'rejected',
            detail: 'compiling rule: parsing: no rule\nline: 1 \ncolumn: 1-2 ',
          });
        }
        const found = (texts.get(text) ?? []).filter((one) => isIn(one.detectionTime, range));
        return {
          detections: found.slice(0, maxResults),
          errors: [],
          ...(found.length >= maxResults
            ? {
                incomplete: {
                  kind: 'result-cap' as const,
                  words: `it stops at ${maxResults} detections, and there may be more`,
                },
              }
            : {}),
        };
      }),
    listErrors: (of, range) =>
      counted('listErrors', () =>
        errors.filter(
          ({ versionId = '', at }) => matches(of, versionId) && at !== undefined && isIn(at, range),
        ),
      ),
  };
}

function matches(of: string, versionId: string): boolean {
  return (
    of === '-' || of === versionId || (of.endsWith('@-') && versionId.startsWith(of.slice(0, -1)))
  );
}

function overlaps(one: TimeRange, other: TimeRange): boolean {
  return one.from < other.to && other.from < one.to;
}

function isIn(at: Date, { from, to }: TimeRange): boolean {
  return at >= from && at < to;
}

function newestFirst(before: Detection, after: Detection): number {
  return after.detectionTime.getTime() - before.detectionTime.getTime();
}

function missing(operation: string, what: string): ApiError {
  return new ApiError({
    operation,
    status: 404,
    effect: 'rejected',
    detail: `${what} could not be found`,
  });
}
