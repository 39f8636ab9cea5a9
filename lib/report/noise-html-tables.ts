import { capOf, figureRows, type FigureRow } from './noise-figures.ts';
import { html, type Html } from './noise-html-escape.ts';
import { compared, type Redact, type RuleView } from './noise-view.ts';
import { thousands } from './words.ts';

/** Every figure with its limit, and what is over one. */
export function figuresTable(view: RuleView): Html | undefined {
  const rows = figureRows(view);
  if (rows.length === 0) return undefined;
  const both = rows.some(({ before, change }) => before !== '' || change !== '');
  const limited = rows.some(({ limit }) => limit !== '');
  return html`<div>
    <h3>Figures</h3>
    <div class="scroll">
      <table class="num figures">
        <thead>
          <tr>
            <th>Detections</th>
            ${both ? html`<th>Before</th>` : undefined}
            <th>After</th>
            ${both ? html`<th>Change</th>` : undefined}
            ${limited ? html`<th>Limit</th>` : undefined}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => figureLine(row, both, limited))}
        </tbody>
      </table>
    </div>
  </div>`;
}

function figureLine(row: FigureRow, both: boolean, limited: boolean): Html {
  const note =
    row.note === '' ? undefined : html` <span class="muted small opt">${row.note}</span>`;
  return html`<tr>
    <th scope="row">${row.label}${note}</th>
    ${both ? cell(row.before) : undefined}${cell(row.after)}${both ? cell(row.change) : undefined}
    ${limited ? html`<td>${limitWords(row)}</td>` : undefined}
  </tr>`;
}

function cell(text: string): Html {
  return html`<td>${text}</td>`;
}

function limitWords({ result, limit }: FigureRow): Html | undefined {
  switch (result) {
    case undefined:
      return undefined;
    case 'within':
      return html`<span class="within">within ${limit}</span>`;
    case 'warn':
      return html`<span class="over-warn">over ${limit}<span class="opt">: warns</span></span>`;
    case 'accepted':
      return html`<span class="over-warn">over ${limit}<span class="opt">: accepted</span></span>`;
    case 'fail':
      return html`<span class="over-fail">over ${limit}<span class="opt">: fails</span></span>`;
  }
}

/** The loudest entities and how each fared; named as the redactor names them. */
export function entitiesTable(view: RuleView, redact: Redact): Html | undefined {
  const { comparison } = view;
  if (comparison === undefined || comparison.loudest.length === 0) return undefined;
  const both = compared(view);
  const columns = both ? ['Before', 'After', 'Lost', 'Gained'] : ['Detections'];
  return html`<div>
    <h3>Loudest entities</h3>
    <div class="scroll">
      <table class="num">
        <thead>
          <tr>
            <th>Redacted</th>
            ${columns.map((one) => html`<th>${one}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${comparison.loudest.map(
            ({ entity, before, after, lost, gained }) =>
              html`<tr>
                <th scope="row"><code>${redact(entity)}</code></th>
                ${(both ? [before, after, lost, gained] : [after]).map((count) => cell(thousands(count)))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}

const FIRST_SEEN = 12;

/** Entities that only the text after names. */
export function firstSeenList({ comparison }: RuleView, redact: Redact): Html | undefined {
  if (comparison?.before === undefined) return undefined;
  const { firstSeen } = comparison;
  const more = firstSeen.length - FIRST_SEEN;
  return html`<div>
    <h3>First-seen entities</h3>
    ${
      firstSeen.length === 0
        ? html`<p class="small">None: everyone it names now was named before.</p>`
        : html`<ul class="chips">
            ${firstSeen.slice(0, FIRST_SEEN).map((one) => html`<li><code>${redact(one)}</code></li>`)}${more > 0 ? html`<li>and ${thousands(more)} more</li>` : undefined}
          </ul>`
    }
  </div>`;
}

const METER = 400;

/** How near the loudest day came to the cap of the service. */
export function capMeter(view: RuleView): Html | undefined {
  const found = capOf(view);
  if (found === undefined) return undefined;
  const { worst, cap, share } = found;
  const width = worst === 0 ? 0 : Math.max(2, Math.round(share * METER));
  const text = `worst day ${thousands(worst)} of ${thousands(cap)}`;
  return html`<div>
    <h3>Daily cap of the service</h3>
    <svg
      class="meter"
      viewBox="0 0 ${METER} 10"
      preserveAspectRatio="none"
      role="img"
      aria-label="${text}"
    >
      <rect class="track" width="${METER}" height="10" />
      <rect class="fill${share >= 0.8 ? ' near' : ''}" width="${width}" height="10" />
    </svg>
    <p class="small">${text}${worst >= cap ? ': there may have been more' : ''}</p>
  </div>`;
}

const EVENTS = {
  seen: 'has events',
  none: 'no events',
  unknown: 'could not be asked for',
} as const;

/** Whether there was anything to detect: zero detections over zero events prove nothing. */
export function healthList({ rule }: RuleView): Html | undefined {
  const logTypes = (rule.measurement ?? rule.verdict)?.logTypes ?? [];
  if (logTypes.length === 0) return undefined;
  return html`<div>
    <h3>Data health</h3>
    <ul class="chips">
      ${logTypes.map(({ logType, events }) => html`<li class="${events}"><code>${logType}</code> ${EVENTS[events]}</li>`)}
    </ul>
  </div>`;
}
