import { html, type Html } from './noise-html-escape.ts';
import type { SampleView } from './noise-samples.ts';

/** Up to five detections of one kind. */
export function samplesTable(title: string, samples: readonly SampleView[]): Html | undefined {
  if (samples.length === 0) return undefined;
  const risks = samples.some(({ risk }) => risk !== undefined);
  return html`<div class="scroll">
    <table class="samples">
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          <th>${samples.some(({ from }) => from !== undefined) ? 'Window' : 'Time'}, UTC</th>
          <th>Entity</th>
          ${risks ? html`<th>Risk</th>` : undefined}
          <th>Outcomes</th>
          <th>Events</th>
        </tr>
      </thead>
      <tbody>
        ${samples.map(
          ({ time, from, who, risk, outcomes, eventTypes }) =>
            html`<tr>
              <td>
                ${from === undefined ? '' : `${stamp(from)} – `}${from === undefined ? stamp(time) : stamp(time).slice(11)}
              </td>
              <td>${who}</td>
              ${risks ? html`<td>${risk}</td>` : undefined}
              <td>${outcomes.join(', ')}</td>
              <td>${eventTypes.join(', ')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function stamp(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}
