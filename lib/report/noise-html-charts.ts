import type { Comparison } from '../model/comparison.ts';
import { daysChart, drawnLimits, LIMIT_WORDS, type DayLimits } from './chart-days.ts';
import type { Draw } from './chart-draw.ts';
import { hoursChart } from './chart-hours.ts';
import { html, trusted, type Html } from './noise-html-escape.ts';
import { dayParts, hourGrid, thinned, type DayParts, type HourGrid } from './noise-series.ts';
import { limitOf, type RuleView } from './noise-view.ts';
import { thousands } from './words.ts';

/** The bars of each day with their limits, and the same as a table. */
export function daysFigure(view: RuleView, id: string, draw: Draw): Html | undefined {
  const { comparison } = view;
  if (comparison === undefined || isSilent(comparison)) return undefined;
  const days = dayParts(comparison);
  const compared = comparison.before !== undefined;
  const [mean, worst] = [limitOf(view, 'per-day')?.limit, limitOf(view, 'worst-day')?.limit];
  const limits: DayLimits = {
    ...(mean === undefined ? {} : { mean }),
    ...(worst === undefined ? {} : { worst }),
  };
  const most = Math.max(1, ...days.map(({ lost, gained, same }) => lost + gained + same));
  const drawn = drawnLimits(most, limits);
  return html`<figure>
    <h3>By day</h3>
    <ul class="key">
      ${
        compared
          ? html`<li class="same">same</li>
              <li class="gained">gained</li>
              <li class="lost">lost</li>`
          : html`<li class="gained">detections</li>`
      }${drawn.map(({ of, value }) => html`<li class="${of}">${LIMIT_WORDS[of]} ${thousands(value)}</li>`)}
    </ul>
    ${draw(daysChart(id, days, { compared, limits }))}
    <figcaption>${limitWords(most, limits)}</figcaption>
    ${daysTable(days, compared)}
  </figure>`;
}

/** When detections come, and the same as a table. */
export function hoursFigure({ comparison }: RuleView, id: string, draw: Draw): Html | undefined {
  if (comparison === undefined || comparison.after.count === 0) return undefined;
  const grid = hourGrid(comparison);
  return html`<figure>
    <h3>By hour of the UTC day</h3>
    ${draw(hoursChart(id, grid))}
    <figcaption>
      Detections of the version measured; the stronger the colour, the more, at most
      ${thousands(grid.most)} in one hour${grid.by === 'weekday' ? ' of that day of the week' : ''}.
    </figcaption>
    ${hoursTable(grid)}
  </figure>`;
}

function isSilent({ before, after }: Comparison): boolean {
  return after.count === 0 && (before?.count ?? 0) === 0;
}

/** Limits that lie too high to be drawn are told. */
function limitWords(most: number, limits: DayLimits): string {
  const drawn = drawnLimits(most, limits).map(({ of }) => of);
  const above = [
    ...(limits.mean === undefined || drawn.includes('mean')
      ? []
      : [`${thousands(limits.mean)} a day in the mean`]),
    ...(limits.worst === undefined || drawn.includes('worst')
      ? []
      : [`${thousands(limits.worst)} on the worst day`]),
  ];
  return above.length === 0 ? '' : `Limits above this chart: ${above.join(', ')}.`;
}

function daysTable(days: readonly DayParts[], compared: boolean): Html {
  const columns = compared
    ? (['before', 'after', 'lost', 'gained', 'same'] as const)
    : (['after'] as const);
  const names = compared ? ['Before', 'After', 'Lost', 'Gained', 'Same'] : ['Detections'];
  return html`<details>
    <summary>The same as a table</summary>
    <table class="num">
      <thead>
        <tr>
          <th>Day</th>
          ${names.map((name) => html`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${days.map(
          (day) =>
            html`<tr>
              <th scope="row">${day.day}</th>
              ${cells(columns.map((column) => day[column]))}
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function hoursTable({ rows, by }: HourGrid): Html {
  return html`<details>
    <summary>The same as a table</summary>
    <div class="scroll">
      <table class="num">
        <thead>
          <tr>
            <th>${by === 'day' ? 'Day' : 'Weekday'}</th>
            ${Array.from({ length: 24 }, (_, hour) => html`<th>${hour}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ label, hours }) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${cells(hours)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Cells of numbers, which need not be closed. */
function cells(counts: readonly number[]): Html {
  return trusted(counts.map((count) => `<td>${thousands(count)}`).join(''));
}

const [SPARK_WIDTH, SPARK_HEIGHT, SPARK_BARS] = [96, 24, 32];

/** The days of the version measured as small bars in a cell. */
export function spark({ comparison }: RuleView): Html | undefined {
  if (comparison === undefined) return undefined;
  const days = thinned(
    dayParts(comparison).map(({ after }) => after),
    SPARK_BARS,
  );
  const most = Math.max(...days);
  if (days.length < 2 || !(most > 0)) return undefined;
  const step = SPARK_WIDTH / days.length;
  const path = days
    .map((count, at) => {
      const height = count === 0 ? 1 : Math.max(2, Math.round((count / most) * SPARK_HEIGHT));
      const [x, width] = [(at * step).toFixed(1), Math.max(1, step - 1.5).toFixed(1)];
      return `M${x} ${SPARK_HEIGHT - height}h${width}v${height}h-${width}z`;
    })
    .join('');
  return html`<svg
    class="spark"
    viewBox="0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}"
    role="img"
    aria-label="by day, at most ${most}"
  >
    <path d="${path}" fill="var(--gained)" />
  </svg>`;
}
