import { visible, visibleLine } from '../text.ts';

const MARK: unique symbol = Symbol('html');

/** Markup of our own. Only this file makes it, so that no text of a stranger can pass for it. */
export interface Html {
  readonly [MARK]: string;
}

type Piece = string | number | Html | undefined | readonly Piece[];

/**
 * Tags a template as HTML. Markup is spliced in; any other value becomes text, with what a reader would not see made
 * visible (reliability B5), wherever it stands: between tags or in a quoted attribute. Undefined is nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  let out = strings[0] ?? '';
  for (const [at, value] of values.entries()) out += written(value) + (strings[at + 1] ?? '');
  return { [MARK]: out };
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
