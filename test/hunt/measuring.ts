import { openMeasure, type MeasureOptions } from '../../lib/hunt/measure.ts';
import { ApiError } from '../../lib/errors.ts';
import type { Detection, TimeRange } from '../../lib/model/detection.ts';
import type { Measurement } from '../../lib/model/verdict.ts';
import type { Hunts } from '../../lib/ports/hunts.ts';
import type { HuntSubject, Measure, TestRunSubject } from '../../lib/ports/measure.ts';
import { aLiveRule, ruleText } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { fakeHunts, type FakeHunts } from '../helpers/fake-hunts.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const RANGE = {
  from: new Date('2025-12-01T00:00:00Z'),
  to: new Date('2025-12-15T00:00:00Z'),
};

/** A rule that is to be measured: its text, its version, and the text before. */
export const BEFORE = ruleText('one', { threshold: 1 });
export const AFTER = ruleText('one', { threshold: 2 });
export const VERSION = aLiveRule('one').version.versionId;
export const OLD_VERSION = VERSION.replace('v_1767225600', 'v_1767000000');

const about = { rule: 'one', text: AFTER, reachMs: 0, logTypes: ['OKTA'], range: RANGE };

export const testRunOf = (given: Partial<TestRunSubject> = {}): TestRunSubject => ({
  ...about,
  before: { text: BEFORE, reachMs: 0 },
  ...given,
});

export const huntOf = (given: Partial<HuntSubject> = {}): HuntSubject => ({
  ...about,
  ruleId: VERSION.split('@')[0] ?? '',
  versionId: VERSION,
  slackMs: 0,
  ...given,
});

/** A detection of a single-event rule, so long after the beginning of the range. */
export function event(id: string, afterMs: number): Detection {
  const at = new Date(RANGE.from.getTime() + afterMs);
  return {
    ruleName: 'one',
    multiEvent: false,
    detectionTime: at,
    window: { from: at, to: at },
    matches: [],
    outcomes: [],
    samples: [
      { label: 'e', events: [{ metadata: { id }, principal: { hostname: id } }], entities: [] },
    ],
  };
}

/** A tenant in memory, and a measure on it; `script` puts something in the place of its methods. */
export function stage(
  given: Partial<MeasureOptions> = {},
  script: (hunts: FakeHunts, clock: VirtualClock) => Partial<Hunts> = () => ({}),
  huntMs: (versionId: string) => number = () => 60_000,
): { readonly clock: VirtualClock; readonly hunts: FakeHunts; readonly measure: Measure } {
  const clock = new VirtualClock('2026-01-01T00:00:00Z');
  const hunts = fakeHunts({ clock, huntMs });
  for (const version of [VERSION, OLD_VERSION]) hunts.know(version);
  const measure = openMeasure({
    hunts: { ...hunts, ...script(hunts, clock) },
    clock,
    slots: 3,
    waitMs: HOUR,
    ...given,
  });
  return { clock, hunts, measure };
}

export const refusal = (status: number, detail = 'no', operation = 'Asked'): ApiError =>
  new ApiError({ operation, status, effect: status === 0 ? 'ambiguous' : 'rejected', detail });

export const idsOf = (detections: readonly Detection[] | undefined): readonly string[] =>
  (detections ?? []).map(({ samples }) => JSON.stringify(samples[0]?.events[0]?.['metadata']));

/** Lost, gained and same by event id, each sorted. */
export function sets({ comparison }: Measurement): readonly (readonly string[])[] {
  return [comparison?.lost, comparison?.gained, comparison?.same].map((one) =>
    idsOf(one).toSorted(),
  );
}

export const isIn = ({ from, to }: TimeRange, { detectionTime }: Detection): boolean =>
  detectionTime >= from && detectionTime < to;
