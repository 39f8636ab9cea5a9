import { visible, visibleLine } from '../text.ts';

const MARK: unique symbol = Symbol('html');

/** Markup of our own. Only this file makes it, so that no text of a stranger can pass for it. */
export interface Html {
  readonly [MARK]: string;
}

type Piece = string | number | Html | undefined | readonly Piece[];

/**
 * Tags a template as HTML. Markup is spliced in; any other value becomes text, with what a reader would not see made
 * visible (reliability B5), wherever it stands: between tags or in a quoted attribute. Undefined is nothing. Line ends
 * of the template itself are where they help whoever reads the source; the page has none of them.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const own = shortened(strings);
  let out = own[0] ?? '';
  for (const [at, value] of values.entries()) out += written(value) + (own[at + 1] ?? '');
  return { [MARK]: out };
}

const INLINE = 'a|b|br|code|mark|q|span';
const AFTER_BLOCK = new RegExp(`(</?(?!(?:${INLINE})\\b)[a-z][^<>]*>)\\s*\\n\\s*`, 'gi');
const BEFORE_BLOCK = new RegExp(`\\s*\\n\\s*(?=</?(?!(?:${INLINE})\\b)[a-z])`, 'gi');
const shortenedOnce = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Without line ends: none beside a block, a space within a line of text. */
function shortened(strings: TemplateStringsArray): readonly string[] {
  const known = shortenedOnce.get(strings);
  if (known !== undefined) return known;
  const own = strings.map((part) =>
    part
      .replace(AFTER_BLOCK, '$1')
      .replace(BEFORE_BLOCK, '')
      .replace(/\s*\n\s*/g, ' '),
  );
  shortenedOnce.set(strings, own);
  return own;
}

/** Lines of a text as they are, tabs and line ends kept: for `pre`. */
export function preformatted(text: string): Html {
  return { [MARK]: escaped(visible(text)) };
}

/** Markup that a library or a constant of ours has made; never anything with a stranger's word in it. */
export function trusted(markup: string): Html {
  return { [MARK]: markup };
}

/** The text of a page. */
export function markupOf(page: Html): string {
  return page[MARK];
}

function written(value: Piece): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escaped(visibleLine(value));
  if (typeof value === 'number') return String(value);
  if (isList(value)) return value.map(written).join('');
  return value[MARK];
}

function isList(value: Html | readonly Piece[]): value is readonly Piece[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`=]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
