import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compactSvg } from '../../lib/report/chart-compact.ts';
import { html, markupOf } from '../../lib/report/noise-html-escape.ts';
import { STYLE, STYLE_HASH } from '../../lib/report/noise-html-style.ts';
import { noiseHtml } from '../../lib/report/noise-html.ts';
import { visible } from '../../lib/text.ts';
import { ATTACKS, CONTROLS } from './hostile.ts';
import { scanHtml } from './html-scan.ts';
import { hostileReport } from './noise-hostile.ts';
import { aReport, FACTS, measuredRule, redact, spread } from './noise-reports.ts';

const TAGS = new Set(
  (
    'html head meta title style body header main footer section div p h1 h2 h3 ul li dl dt dd span b br a code pre q ' +
    'mark table caption thead tbody tr th td figure figcaption details summary svg desc path rect text'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'lang charset http-equiv content name class id aria-labelledby aria-label href rel scope tabindex role ' +
    'viewBox preserveAspectRatio d fill stroke stroke-width stroke-dasharray width height x y text-anchor'
  ).split(' '),
);

const REPORT = aReport();
/** Drawn once: most of what is asked can be asked of it. */
const PAGE = noiseHtml(REPORT, redact());

/** What of a page is not as harmless as ours are. */
function strange(page: string): readonly string[] {
  const { tags } = scanHtml(page);
  return tags.flatMap(({ name, attributes }) => [
    ...(TAGS.has(name) ? [] : [`<${name}>`]),
    ...[...attributes.keys()].filter((key) => !ATTRIBUTES.has(key)).map((key) => `${name} ${key}`),
    ...(/^(?:#r\d+|https:\/\/attack\.mitre\.org\/techniques\/T\d{4}(?:\/\d{3})?\/|)$/.test(
      attributes.get('href') ?? '',
    )
      ? []
      : [`href ${attributes.get('href')}`]),
    ...(/url\(|@import/.test(attributes.get('fill') ?? '') ? [`${name} fill`] : []),
  ]);
}

describe('the page of a report', () => {
  it('holds only tags and attributes that ask for nothing and run nothing', async () => {
    const page = await PAGE;
    expect(strange(page)).toEqual([]);
    expect(STYLE).not.toMatch(/url\(|@import|<|expression/);
  });

  it('allows its own style sheet and no other', async () => {
    expect(createHash('sha256').update(STYLE).digest('base64')).toBe(STYLE_HASH);
    const page = await PAGE;
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${STYLE_HASH}'`);
    expect(page).toContain(`<style>${STYLE}</style>`);
    expect(page.match(/<style/g)).toHaveLength(1);
  });

  it('gives every chart a title, a description and a table, and every id once', async () => {
    const { tags } = scanHtml(await PAGE);
    const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const charts = tags.filter(
      ({ name, attributes }) => name === 'svg' && attributes.get('class') === 'chart',
    );
    expect(charts.length).toBeGreaterThan(8);
    for (const { attributes } of charts) {
      expect(attributes.get('role')).toBe('img');
      for (const id of attributes.get('aria-labelledby')?.split(' ') ?? [''])
        expect(ids).toContain(id);
    }
    expect(tags.filter(({ name }) => name === 'details')).toHaveLength(charts.length);
  });

  it.each(ATTACKS)('shows as text whatever strangers wrote: %j', async (attack) => {
    const page = await noiseHtml(hostileReport(attack), redact());
    expect(strange(page)).toEqual([]);
    const { text } = scanHtml(page);
    expect(text).toContain(visible(attack).split(/[\n\t]/)[0]);
    const active = CONTROLS.filter(
      (control) => !'\n\t'.includes(control) && page.includes(control),
    );
    expect(active).toEqual([]);
  });

  it('tells less of the rules that stand best where it would grow too large', async () => {
    const whole = await PAGE;
    const small = await noiseHtml(REPORT, redact(), 90_000);
    expect(Buffer.byteLength(small)).toBeLessThan(90_000);
    expect(small).toContain('left out here');
    expect([hasCharts(whole, 'r8'), hasCharts(small, 'r1'), hasCharts(small, 'r8')]).toEqual([
      true,
      true,
      false,
    ]);
    const rows = await noiseHtml(REPORT, redact(), 20_000);
    expect(rows).toContain('gcp_iam_owner_granted');
    expect(rows).not.toContain('id="r8"');
    expect(rows).not.toContain('href="#r8"');
  });

  it('links a technique only where it looks like one', async () => {
    const rules = [
      measuredRule('a', {
        is: spread(3, 1),
        techniques: ['T1003.001', 'T1003/../../x', 'javascript:alert(1)'],
      }),
    ];
    const { tags } = scanHtml(await noiseHtml({ ...FACTS, rules }, redact()));
    const links = tags.flatMap(({ attributes }) => attributes.get('href') ?? []);
    expect(links).toEqual(['#r1', 'https://attack.mitre.org/techniques/T1003/001/']);
  });
});

describe('html', () => {
  it.each([
    ['<b>', '&#60;b&#62;'],
    ['" onload=x', '&#34; onload&#61;x'],
    ["'`&", '&#39;&#96;&#38;'],
    ['a\u202Eb', 'a&#60;U+202E&#62;b'],
    ['a\nb', 'a\\nb'],
  ])('turns %j into %s', (text, written) => {
    expect(markupOf(html`<p>${text}</p>`)).toBe(`<p>${written}</p>`);
  });

  it('splices markup of its own, and lists of it', () => {
    expect(markupOf(html`<p>${[html`<b>a</b>`, 1, undefined]}</p>`)).toBe('<p><b>a</b>1</p>');
  });

  it('leaves out its line ends beside blocks, and keeps a space within a line', () => {
    const made = html`<div>
      <p>
        some <b>words</b>
        here
      </p>
    </div>`;
    expect(markupOf(made)).toBe('<div><p>some <b>words</b> here</p></div>');
  });
});

describe('compactSvg', () => {
  it('joins neighbours of one look, and drops what only scripts read', () => {
    const svg = `<svg width="4" height="4"><rect width="4" height="4" fill="none"></rect>${drawnPath('M0 0l2 0l0 1.234l-2 0Z', 'a')}${drawnPath('M1 1Z', 'a')}${drawnPath('M2 2Z', 'b')}<style ><![CDATA[.zr0{}]]></style></svg>`;
    expect(compactSvg(svg)).toBe(
      '<path d="M0 0h2v1.2h-2ZM1 1Z" fill="a"/><path d="M2 2Z" fill="b"/>',
    );
  });
});

describe('the colours', () => {
  const [light = '', dark = ''] = STYLE.split('@media screen and (prefers-color-scheme:dark)');
  const SCHEMES = { light: inked(light), dark: inked(dark) };
  const TEXT = [
    'text page',
    'text card',
    'muted page',
    'muted card',
    'link card',
    'fail fail-bg',
    'unproven unproven-bg',
    'warn warn-bg',
    'pass pass-bg',
    'text plain-bg',
    'fail card',
    'warn card',
    'pass card',
    'text added-bg',
    'text removed-bg',
    'text added-word',
    'text removed-word',
    'text fail-bg',
    'text warn-bg',
    'text unproven-bg',
    'link fail-bg',
  ];
  const GRAPHICS = ['same card', 'gained card', 'lost card', 'limit card'];

  it.each(
    Object.entries(SCHEMES).flatMap(([scheme, inks]) => [
      ...TEXT.map((pair) => [scheme, pair, 4.5, inks] as const),
      ...GRAPHICS.map((pair) => [scheme, pair, 3, inks] as const),
    ]),
  )('in %s: %s stands out by %d', (_, pair, least, inks) => {
    const [one, other] = pair.split(' ').map((name) => luminance(inks.get(name) ?? ''));
    const [high, low] = [Math.max(one ?? 0, other ?? 0), Math.min(one ?? 0, other ?? 0)];
    expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(least);
  });
});

/** Variables of a style sheet that are colours. */
function inked(sheet: string): ReadonlyMap<string, string> {
  return new Map(
    [...sheet.matchAll(/--([a-z0-9-]+):(#[0-9a-f]{3,6})/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

function hasCharts(page: string, id: string): boolean {
  return page.includes(`id="${id}-days-t"`);
}

/** As the charting library writes one. */
function drawnPath(d: string, fill: string): string {
  return `<path d="${d}" fill="${fill}" ecmeta_ssr_type="chart" class="zr0-cls-0"></path>\n`;
}

/** Of WCAG 2. */
function luminance(ink: string): number {
  const digits = ink.length === 4 ? ink.slice(1).replace(/./g, '$&$&') : ink.slice(1);
  const [red = NaN, green = NaN, blue = NaN] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
