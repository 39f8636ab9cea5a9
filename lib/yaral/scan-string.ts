import { lineEnd } from './characters.ts';
import type { Scan } from './scan.ts';
import { readEscape } from './string-value.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

/** Most strings hold no escape: one step of the engine's own matcher instead of one a character. */
const PLAIN = /b?"[^"\\\n]*"/y;

/** `STRING = '"' { char | escape } '"'`, on one line; `b"…"` too. A raw line end in it is an error. */
export const scanString: Scan = (text, start, reporter) => {
  PLAIN.lastIndex = start;
  if (PLAIN.test(text)) return PLAIN.lastIndex;
  // Most strings have none, and get no set.
  let unknown: Set<string> | undefined;
  let at = text.indexOf('"', start) + 1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === LINE_FEED) break;
    if (code !== BACKSLASH) continue;
    const { length, value } = readEscape(text, at);
    const escape = text.slice(at, at + length);
    // A backslash at the end of a line, or of the text, is no escape but an unterminated string.
    if (length > escape.length || /[\r\n]/.test(escape)) continue;
    if (value === undefined && unknown?.has(escape) !== true) {
      (unknown ??= new Set()).add(escape);
      reporter.report('LEX004', { start: at, end: at + length }, { found: escape });
    }
    at += length - 1;
  }
  const end = lineEnd(text, start);
  reporter.report('LEX002', { start, end }, { what: 'string', found: text.slice(start, end) });
  return closedOnNextLine(text, end) ?? end;
};

/** Before an opening quote stands a sign or a blank; before a closing one the end of a text. */
const OPENS = /[\s=(,[<>!+:{`/]/;

/**
 * Where a string with a raw line end in it goes on: behind the first quote of the next line, if that closes a string.
 * If it opens one, then a quote was forgotten on the line before, and the string ends there.
 */
function closedOnNextLine(text: string, end: number): number | undefined {
  const from = text.indexOf('\n', end) + 1;
  if (from === 0) return undefined;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED) return undefined;
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return OPENS.test(text[at - 1] ?? '') ? undefined : at + 1;
  }
  return undefined;
}
