import type { NoiseReport } from '../model/noise-report.ts';
import { countsText } from './noise-figures.ts';
import { spark } from './noise-html-charts.ts';
import { html, type Html } from './noise-html-escape.ts';
import { limitsText } from './noise-limits.ts';
import { figureOf, STANDINGS, type NoiseView, type RuleView, type Standing } from './noise-view.ts';
import {
  figureText,
  rangeText,
  reasonsOf,
  spanText,
  STANDING_MEANING,
  STANDING_WORDS,
} from './noise-words.ts';
import { shortCommit } from './view.ts';
import { thousands, timeText } from './words.ts';

/** The verdict, and what it is of. */
export function pageHead(report: NoiseReport, view: NoiseView): Html {
  const { environment, worst } = { ...report, ...view };
  const meaning = STANDING_MEANING[worst];
  return html`<header class="top ${worst}">
    <div>
      <div class="title">
        <h1>Noise in ${environment}</h1>
        <span class="badge ${worst}">${STANDING_WORDS[worst]}</span>
      </div>
      <p class="lead">${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.</p>
      <ul class="tiles">
        ${STANDINGS.filter((standing) => view.counts[standing] > 0).map((standing) => html`<li class="${standing}"><b>${thousands(view.counts[standing])}</b>${TILES[standing]}</li>`)}
      </ul>
      <dl class="facts">
        ${factsOf(report).map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
    </div>
  </header> `;
}

const TILES: Readonly<Record<Standing, string>> = {
  fail: 'too loud',
  unproven: 'unproven',
  warn: 'with warnings',
  unjudged: 'measured',
  pass: 'passed',
  unmeasured: 'not measured',
};

function factsOf({
  range,
  policy,
  git,
  command,
  chron,
  created,
  identity,
  digest,
}: NoiseReport): readonly (readonly [string, string])[] {
  const commit = git.commit === undefined ? 'nothing committed yet' : shortCommit(git.commit);
  const branch = git.branch === undefined ? '' : ` on ${git.branch}`;
  const late = created.getTime() - range.to.getTime();
  const gap = late > 0 ? `, ends ${spanText(late)} before it was measured` : '';
  return [
    ['Window', `${rangeText(range)}${gap}`],
    ['Commit', `${commit}${branch}${git.dirty ? ' with uncommitted changes' : ''}`],
    ...(policy === undefined
      ? []
      : [
          [
            'Limits',
            `${limitsText(policy.maxPerDay)} a day in the mean, ${thousands(policy.maxWorstDay)} on the worst day`,
          ] as const,
        ]),
    ...(digest === undefined ? [] : [['Plan', digest.slice(0, 12)] as const]),
    ['Measured', `${timeText(created)} by chron ${chron} ${command}`],
    ...(identity === undefined ? [] : [['As', identity] as const]),
  ];
}

/** All rules, the worst first; a rule with a part of its own is linked to it. */
export function rulesTable(
  rules: readonly RuleView[],
  idOf: (at: number) => string | undefined,
): Html {
  return html`<section class="card rules" aria-label="All rules">
    <div class="scroll">
      <table>
        <caption>
          ${rules.length === 0 ? 'No rule is in this report.' : 'All rules, the worst first'}
        </caption>
        <thead>
          <tr>
            <th>Gate</th>
            <th>Rule</th>
            <th class="n">Detections</th>
            <th class="n opt">Mean a day</th>
            <th class="n opt">Worst day</th>
            <th>By day</th>
          </tr>
        </thead>
        <tbody>
          ${rules.map((view, at) => rulesRow(view, idOf(at)))}
        </tbody>
      </table>
    </div>
  </section> `;
}

function rulesRow(view: RuleView, id: string | undefined): Html {
  const { rule, standing } = view;
  const [reason] = reasonsOf(view);
  const why = reason?.map((word) => (typeof word === 'string' ? word : word.name)).join('');
  const name = id === undefined ? html`${rule.name}` : html`<a href="#${id}">${rule.name}</a>`;
  const count = (figure: 'per-day' | 'worst-day'): Html => {
    const value = figureOf(view, figure);
    return html`<td class="n opt">${value === undefined ? '–' : figureText(figure, value)}</td>`;
  };
  return html`<tr>
    <td><span class="badge ${standing}">${STANDING_WORDS[standing]}</span></td>
    <th scope="row">
      ${name}<br /><span class="muted small"
        >${rule.what}${why === undefined ? '' : ` · ${why}`}</span
      >
    </th>
    <td class="n">${countsText(view) ?? '–'}</td>
    ${count('per-day')}${count('worst-day')}
    <td>${spark(view)}</td>
  </tr>`;
}
