import type { Detection } from '../../lib/model/detection.ts';
import type { RuleError } from '../../lib/model/retrohunt.ts';
import type { Detector, DetectorQuery } from '../../lib/ports/detector.ts';

/** The hour before which everything in these tests has happened; the clocks start there. */
export const NOW = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3_600_000;

/** A detection so many hours before the clocks start. */
export function aDetection(hoursAgo: number, overrides: Partial<Detection> = {}): Detection {
  const time = new Date(NOW - hoursAgo * HOUR);
  return {
    ruleName: 'any',
    multiEvent: false,
    detectionTime: time,
    window: { from: time, to: time },
    matches: [],
    outcomes: [],
    samples: [],
    ...overrides,
  };
}

/** A range that begins and ends so many hours before the clocks start. */
export function hours(from: number, to: number): { startTime: string; endTime: string } {
  return { startTime: hourAgo(from), endTime: hourAgo(to) };
}

function hourAgo(hoursAgo: number): string {
  return new Date(NOW - hoursAgo * HOUR).toISOString();
}

/** Finds what it was given, as far as it lies in the range, and remembers what it was asked. */
export class ScriptedDetector implements Detector {
  readonly about = 'finds what the test says';
  readonly asked: DetectorQuery[] = [];
  /** How many searches were ended before they were done. */
  ended = 0;
  readonly #detections: readonly Detection[];
  readonly #errors: readonly RuleError[];
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => {};

  constructor(detections: readonly Detection[], errors: readonly RuleError[] = []) {
    this.#detections = detections;
    this.#errors = errors;
  }

  /** From now on nothing is found until `open`. */
  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }

  async detect(
    query: DetectorQuery,
    signal?: AbortSignal,
  ): Promise<{ detections: readonly Detection[]; errors: readonly RuleError[] }> {
    this.asked.push(query);
    const count = (): void => {
      this.ended += 1;
    };
    signal?.addEventListener('abort', count);
    await this.#gate;
    signal?.removeEventListener('abort', count);
    const { from, to } = query.range;
    return {
      detections: this.#detections.filter(
        ({ detectionTime }) => detectionTime >= from && detectionTime < to,
      ),
      errors: this.#errors,
    };
  }
}
