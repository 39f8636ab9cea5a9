import type { RegexLiteral, StringLiteral } from '../ast.ts';
import { readEscape } from '../string-value.ts';

/** The source offset of each character of a literal's value, and of its end, which comes last. */
export function offsetsIn({
  kind,
  text,
  span,
  ...literal
}: RegexLiteral | StringLiteral): readonly number[] {
  const raw = 'form' in literal && literal.form === 'raw';
  const opening = 'form' in literal && literal.form === 'bytes' ? 2 : 1;
  const offsets: number[] = [];
  let at = opening;
  while (at < text.length - 1) {
    let length = 1;
    let made = 1;
    if (!raw && text[at] === '\\') {
      if (kind === 'regex') length = text[at + 1] === '/' ? 2 : 1;
      else {
        const escape = readEscape(text, at);
        length = escape.length;
        made = escape.value?.length ?? length;
      }
    }
    for (let step = 0; step < made; step += 1) {
      offsets.push(span.start + at + (made === length ? step : 0));
    }
    // A pair that means RE2's own escape must not be split: its second character may be a backslash.
    if (kind === 'regex' && length === 1 && text[at] === '\\') {
      offsets.push(span.start + at + 1);
      length = 2;
    }
    at += length;
  }
  return [...offsets, span.start + at];
}

/** A text as a `"…"` string; undefined where it holds characters that a reader would not see. */
export function quoted(text: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001F\u007F-\u009F]/.test(text)) return undefined;
  return `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
}
