import { INK, type Chart } from './chart-draw.ts';
import type { HourGrid } from './noise-series.ts';

/** Whole numbers everywhere, for short paths: 24 columns of 16 beside the labels, rows of 13 above the hours. */
const [LEFT, COLUMN, ROW, BELOW] = [44, 16, 13, 20];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Shades of the page from few to many; a step each by the square root, so that a single detection is still seen. */
const SHADES = 5;

/** When detections come: a column an hour of the UTC day, a row a day or weekday; darker is more. */
export function hoursChart(id: string, grid: HourGrid): Chart {
  const cells = grid.rows.flatMap(({ hours }, row) =>
    hours.map((count, hour) => ({ hour, row, shade: shadeOf(count, grid.most) })),
  );
  return {
    id,
    title: `Detections by hour of the UTC day and ${grid.by === 'day' ? 'date' : 'day of the week'}`,
    description: describe(grid),
    width: LEFT + COLUMN * HOURS.length,
    height: ROW * grid.rows.length + BELOW,
    option: {
      grid: { left: LEFT, right: 0, top: 0, bottom: BELOW },
      xAxis: {
        type: 'category',
        data: HOURS.map(String),
        axisLabel: { color: INK.muted, fontSize: 11, interval: 2 },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: grid.rows.map(({ label }) => (grid.by === 'day' ? label.slice(5) : label)),
        axisLabel: { color: INK.muted, fontSize: 11, interval: grid.by === 'day' ? 1 : 0 },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      series: [
        {
          type: 'custom',
          silent: true,
          // cells of one shade follow each other, so that they become one path
          data: cells
            .toSorted((one, other) => one.shade - other.shade)
            .map(({ hour, row, shade }) => [hour, row, shade]),
          renderItem: drawCell,
        },
      ],
    },
  };
}

/** What the library offers to a series that draws itself: the part that a cell needs. */
interface CellApi {
  value(dimension: number): unknown;
  coord(place: readonly [x: unknown, y: unknown]): readonly number[];
}

/** A cell is a thick line: the shortest way to say it. */
function drawCell(_: unknown, api: CellApi) {
  const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
  const left = Math.round(x - COLUMN / 2);
  const middle = Math.round(y);
  return {
    type: 'line',
    shape: { x1: left, y1: middle, x2: left + COLUMN - 1, y2: middle },
    style: { stroke: `var(--heat-${Number(api.value(2))})`, lineWidth: ROW - 1 },
  };
}

/** 0 for none, then 1 to 5. */
export function shadeOf(count: number, most: number): number {
  if (count === 0 || most === 0) return 0;
  return Math.max(1, Math.ceil(Math.sqrt(count / most) * SHADES));
}

function describe({ rows, most }: HourGrid): string {
  const totals = HOURS.map((hour) => rows.reduce((sum, { hours }) => sum + (hours[hour] ?? 0), 0));
  const loudest = totals.indexOf(Math.max(...totals));
  return `the loudest hour is ${loudest}:00 with ${totals[loudest] ?? 0} detections in all; at most ${most} in one hour`;
}
