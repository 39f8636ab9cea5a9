import type { EChartsCoreOption } from 'echarts/core';
import { compactSvg } from './chart-compact.ts';
import { html, trusted, type Html } from './noise-html-escape.ts';

/** A chart with what those hear of it who do not see it. Sizes are in units of its own: the page scales it. */
export interface Chart {
  /** Unlike any other on the page; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly option: EChartsCoreOption;
}

/** Draws a chart as SVG, without a script; colours are variables of the page, so that light, dark and print each have theirs. */
export type Draw = (chart: Chart) => Html;

/** Loads the charting library. */
export async function openCharts(): Promise<Draw> {
  const { renderSvg } = await import('./chart-library.ts');
  return ({ id, title, description, width, height, option }) => {
    const drawing = compactSvg(renderSvg(option, width, height));
    return html`<svg
      class="chart"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-labelledby="${id}-t ${id}-d"
    >
      <title id="${id}-t">${title}</title>
      <desc id="${id}-d">${description}</desc>
      ${trusted(drawing)}
    </svg>`;
  };
}

/** Colours of the page (noise-html-style.ts) as a chart names them. */
export const INK = {
  text: 'var(--text)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  lost: 'var(--lost)',
  lostSoft: 'var(--lost-soft)',
  gained: 'var(--gained)',
  same: 'var(--same)',
  limit: 'var(--limit)',
} as const;
