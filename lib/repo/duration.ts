/** Minutes, hours or days, as an environment writes them: `90m`, `24h`, `14d`. */
export const DURATION_TEXT = /^[1-9]\d{0,4}[mhd]$/;

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** In milliseconds. The text was checked before. */
export function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0);
}
