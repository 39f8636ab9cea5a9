import { held, kept, median, type Figure } from './figure.ts';

const HEAD = ['bar', 'figure', 'min', 'median', 'max', 'n', 'limit', 'verdict'] as const;
const LEFT = new Set([0, 1, 7]);

/** The one table that a run of the benchmarks prints. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const ruled = widths.map((width) => '-'.repeat(width));
  return [rows[0] ?? [], ruled, ...rows.slice(1)]
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function pad(cell: string, width: number, column: number): string {
  return LEFT.has(column) ? cell.padEnd(width) : cell.padStart(width);
}

function rowOf(figure: Figure): readonly string[] {
  const { bar, what, unit, samples, by, limit } = figure;
  const several = samples.length > 1;
  const shown = (value: number): string => `${rounded(value, unit)} ${unit}`;
  return [
    bar,
    what,
    several ? shown(Math.min(...samples)) : '',
    several ? shown(median(samples)) : shown(held(figure)),
    several ? shown(Math.max(...samples)) : '',
    String(samples.length),
    limit === undefined ? '' : `${by === 'max' && several ? 'max ' : ''}≤ ${limit} ${unit}`,
    limit === undefined ? '' : kept(figure) ? 'kept' : 'MISSED',
  ];
}

function rounded(value: number, unit: Figure['unit']): string {
  switch (unit) {
    case 's':
      return value.toFixed(1);
    case 'ms':
    case 'MB':
    case 'calls':
      return String(Math.round(value));
  }
}
