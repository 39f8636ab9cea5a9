import type { Detection } from '../model/detection.ts';
import type { NoiseReport } from '../model/noise-report.ts';

/**
 * detections.ndjson: every detection of a report as it is, one a line, with its rule and whether it was lost, gained
 * or is the same. Nothing is redacted: it is written only where somebody asked for it (`--reveal`), and never uploaded.
 * Made line by line, since there may be hundreds of thousands.
 */
export function* detectionLines(
  report: Pick<NoiseReport, 'environment' | 'rules'>,
): Generator<string> {
  for (const { name, measurement } of report.rules) {
    const comparison = measurement?.comparison;
    if (comparison === undefined) continue;
    for (const set of ['lost', 'gained', 'same'] as const) {
      for (const detection of comparison[set]) {
        yield lineOf({ environment: report.environment, rule: name, set, detection });
      }
    }
  }
}

function lineOf(value: {
  readonly environment: string;
  readonly rule: string;
  readonly set: 'lost' | 'gained' | 'same';
  readonly detection: Detection;
}): string {
  // Lone line separators are line ends to some readers; JSON takes them escaped as well.
  return `${JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;
}
