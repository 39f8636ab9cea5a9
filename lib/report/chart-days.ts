import type { DayParts } from './noise-series.ts';
import { INK, type Chart } from './chart-draw.ts';

/** Limits of the gate in detections a day; absent where there is none. */
export interface DayLimits {
  readonly mean?: number;
  readonly worst?: number;
}

const [WIDTH, HEIGHT] = [440, 210];
/** A limit so many times above the loudest day would press the bars flat: it is told below the chart instead. */
const REACH = 3;

/** A bar a day: what stayed at the bottom, what is new on it, what is lost hollow on top; dashed lines for the limits. */
export function daysChart(
  id: string,
  days: readonly DayParts[],
  { compared, limits }: { readonly compared: boolean; readonly limits: DayLimits },
): Chart {
  const most = Math.max(1, ...days.map(({ lost, gained, same }) => lost + gained + same));
  const lines = drawnLimits(most, limits);
  const bar = (of: 'lost' | 'gained' | 'same', color: string) => ({
    type: 'bar',
    stack: 'day',
    silent: true,
    barCategoryGap: '22%',
    emphasis: { disabled: true },
    itemStyle:
      of === 'lost' ? { color: INK.lostSoft, borderColor: color, borderWidth: 1 } : { color },
    data: days.map((day) => (day[of] === 0 ? '-' : day[of])),
  });
  return {
    id,
    title: 'Detections by UTC day',
    description: `${describe(days, compared)}${lines.map(({ of, value }) => `; ${LIMIT_WORDS[of]} ${value}`).join('')}`,
    width: WIDTH,
    height: HEIGHT,
    option: {
      textStyle: { fontSize: 12, color: INK.muted },
      grid: {
        left: 8,
        right: 10,
        top: 16,
        bottom: 6,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'category',
        data: days.map(({ day }) => day.slice(5)),
        axisLabel: { color: INK.muted, fontSize: 11 },
        axisLine: { lineStyle: { color: INK.line } },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        max: ceiling(Math.max(most, ...lines.map(({ value }) => value))),
        axisLabel: { color: INK.muted, fontSize: 11 },
        splitLine: { lineStyle: { color: INK.line } },
      },
      series: [
        ...(compared ? [bar('same', INK.same)] : []),
        { ...bar('gained', INK.gained), markLine: markLines(lines) },
        ...(compared ? [bar('lost', INK.lost)] : []),
      ],
    },
  };
}

/** How a limit is called. */
export const LIMIT_WORDS: Readonly<Record<keyof DayLimits, string>> = {
  mean: 'limit of the mean',
  worst: 'limit of the worst day',
};

interface DrawnLimit {
  readonly of: keyof DayLimits;
  readonly value: number;
}

/** Limits that the chart has room for. */
export function drawnLimits(most: number, { mean, worst }: DayLimits): readonly DrawnLimit[] {
  return [
    ...(mean === undefined ? [] : [{ of: 'mean', value: mean } as const]),
    ...(worst === undefined ? [] : [{ of: 'worst', value: worst } as const]),
  ].filter(({ value }) => value <= most * REACH);
}

function markLines(lines: readonly DrawnLimit[]) {
  return {
    silent: true,
    symbol: 'none',
    // the page names them in its key: a label would lie upon the bars
    label: { show: false },
    data: lines.map(({ of, value }) => ({
      yAxis: value,
      lineStyle: { color: INK.limit, type: of === 'mean' ? 'dotted' : 'dashed', width: 2 },
    })),
  };
}

/** The next round number above. */
function ceiling(value: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, value))) / 2;
  return Math.max(Math.ceil(value * 1.12), Math.ceil((value * 1.12) / step) * step);
}

function describe(days: readonly DayParts[], compared: boolean): string {
  const sum = (of: 'lost' | 'gained' | 'same') => days.reduce((all, day) => all + day[of], 0);
  const total = compared
    ? `${sum('lost')} lost, ${sum('gained')} gained, ${sum('same')} the same`
    : `${sum('gained')} detections`;
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  return `${total}, ${first} to ${last}`;
}
