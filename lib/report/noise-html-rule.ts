import type { Draw } from './chart-draw.ts';
import { daysFigure, hoursFigure } from './noise-html-charts.ts';
import { diffBlock } from './noise-html-diff.ts';
import { html, type Html } from './noise-html-escape.ts';
import {
  capMeter,
  entitiesTable,
  figuresTable,
  firstSeenList,
  healthList,
} from './noise-html-tables.ts';
import { samplesTable } from './noise-html-samples.ts';
import { samplesOf } from './noise-samples.ts';
import { compared, type Redact, type RuleView } from './noise-view.ts';
import { rangeText, reasonsOf, STANDING_WORDS } from './noise-words.ts';
import type { Sentence } from './words.ts';

/** With what a rule's part of the page is made. */
export interface RuleOptions {
  readonly id: string;
  readonly redact: Redact;
  readonly draw: Draw;
}

/** All of one rule: why it stands as it does, the difference beside the figures it caused, charts, entities, samples. */
export function ruleSection(view: RuleView, { id, redact, draw }: RuleOptions): Html {
  const { comparison } = view;
  const diff = diffBlock(view);
  const rest = besides([capMeter(view), firstSeenList(view, redact), healthList(view)]);
  const parts = [
    figuresTable(view),
    diff ?? rest,
    daysFigure(view, `${id}-days`, draw),
    hoursFigure(view, `${id}-hours`, draw),
    entitiesTable(view, redact),
    diff === undefined ? undefined : rest,
  ].filter((part) => part !== undefined);
  const samples = comparison === undefined ? undefined : samplesBlock(view, redact);
  return framed(
    view,
    id,
    parts.length === 0 ? [] : [html`<div class="grid">${parts}${samples}</div>`],
  );
}

/** The same without charts, samples and texts, for a page that would grow too large. */
export function briefSection(view: RuleView, { id }: Pick<RuleOptions, 'id'>): Html {
  const parts = [figuresTable(view), besides([capMeter(view), healthList(view)])];
  return framed(view, id, [
    html`<div class="grid">${parts}</div>`,
    html`<p class="small muted">
      Charts, samples and texts are left out here, as the page would grow too large; report.json has
      the figures.
    </p>`,
  ]);
}

function framed(view: RuleView, id: string, body: readonly Html[]): Html {
  const { rule, standing } = view;
  return html`<section class="card rule ${standing}" id="${id}" aria-labelledby="${id}-name">
    <div class="title">
      <h2 id="${id}-name">${rule.name}</h2>
      <span class="badge ${standing}">${STANDING_WORDS[standing]}</span>
    </div>
    <p class="muted small">${factsOf(view)}</p>
    ${reasonsList(view)}${body}
  </section> `;
}

function factsOf({ rule, gaps, method }: RuleView): readonly Html[] {
  const { what, path, severity, techniques, measurement, verdict } = rule;
  const range = measurement?.range ?? verdict?.range;
  const facts: readonly Html[] = [
    html`${what}`,
    ...(path === undefined ? [] : [html`<code>${path}</code>`]),
    ...(severity === undefined ? [] : [html`severity ${severity}`]),
    ...techniques.map(techniqueLink),
    ...(range === undefined || method === undefined
      ? []
      : [html`by ${method}, ${rangeText(range)}${gaps.length === 0 ? '' : ', incomplete'}`]),
  ];
  return facts.map((fact, at) => (at === 0 ? fact : html` · ${fact}`));
}

/** To MITRE's page of it, where it looks like a technique; followed by hand only. */
function techniqueLink(technique: string): Html {
  const parts = /^(T\d{4})(?:\.(\d{3}))?$/.exec(technique);
  if (parts === null) return html`${technique}`;
  const [, main = '', sub] = parts;
  const place = sub === undefined ? main : `${main}/${sub}`;
  return html`<a href="https://attack.mitre.org/techniques/${place}/" rel="noopener noreferrer"
    >${technique}</a
  >`;
}

function reasonsList(view: RuleView): Html | undefined {
  const { verdict } = view.rule;
  const accepted = verdict?.accepted;
  const lines = [
    ...reasonsOf(view).map(sentenceHtml),
    ...(accepted === undefined
      ? []
      : [
          html`accepted before ${accepted.until.toISOString().slice(0, 10)}:
            <q>${accepted.reason}</q>`,
        ]),
  ];
  if (lines.length === 0) return undefined;
  return html`<ul class="reasons">
    ${lines.map((one) => html`<li>${one}</li>`)}
  </ul>`;
}

function sentenceHtml(sentence: Sentence): Html {
  return html`${sentence.map((word) => (typeof word === 'string' ? word : html`<code>${word.name}</code>`))}`;
}

function besides(parts: readonly (Html | undefined)[]): Html | undefined {
  const shown = parts.filter((part) => part !== undefined);
  return shown.length === 0 ? undefined : html`<div class="split">${shown}</div>`;
}

function samplesBlock(view: RuleView, redact: Redact): Html | undefined {
  if (view.comparison === undefined) return undefined;
  const { lost, gained, same } = samplesOf(view.comparison, redact);
  const tables = [
    samplesTable('Lost: in the version before, not in this one', lost),
    samplesTable(compared(view) ? 'Gained: only in this version' : 'Of all that it found', gained),
    samplesTable('Same: in both', same),
  ].filter((table) => table !== undefined);
  if (tables.length === 0) return undefined;
  return html`<div class="wide">
    <h3>Samples, redacted</h3>
    <div class="split">${tables}</div>
  </div>`;
}
