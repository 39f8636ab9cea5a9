import { thousands } from './words.ts';

/** The limits of the mean by severity: `20 (CRITICAL 50, LOW 5)`. */
export function limitsText(maxPerDay: {
  readonly default: number;
  readonly [severity: string]: number | undefined;
}): string {
  const { default: usual, ...others } = maxPerDay;
  const rest = Object.entries(others).flatMap(([severity, limit]) =>
    limit === undefined ? [] : [`${severity} ${thousands(limit)}`],
  );
  return `${thousands(usual)}${rest.length === 0 ? '' : ` (${rest.join(', ')})`}`;
}
