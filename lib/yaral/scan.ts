import type { Reporter } from '../diagnostics/reporter.ts';
import { digitsEnd, isDigit, isLetter, lineEnd, wordEnd } from './characters.ts';
import type { TokenKind } from './token.ts';

/** The end of a token that begins at `start`; what is wrong with it goes to the reporter. Never beyond the text. */
export type Scan = (text: string, start: number, reporter: Reporter) => number;

const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const LINE_FEED = 0x0a;

/** `RAWSTRING = "`" { any char but "`" } "`"`, over as many lines as it takes. */
export const scanRawString: Scan = (text, start, reporter) => {
  const close = text.indexOf('`', start + 1);
  if (close >= 0) return close + 1;
  reporter.report('LEX003', { start, end: start + 1 }, { what: 'raw string', found: '`' });
  return text.length;
};

/** `REGEX = "/" { "\" any | char but "/" "\" NL } "/"`. A character class does not protect the slash. */
export const scanRegex: Scan = (text, start, reporter) => {
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SLASH) return at + 1;
    if (code === LINE_FEED) break;
    if (code === BACKSLASH && !/[\r\n]/.test(text[at + 1] ?? '\n')) at += 1;
  }
  const end = lineEnd(text, start);
  const found = text.slice(start, end);
  reporter.report('LEX002', { start, end }, { what: 'regular expression', found });
  return end;
};

/** Not nested, as in C (yara-l §1.2). */
export const scanBlockComment: Scan = (text, start, reporter) => {
  const close = text.indexOf('*/', start + 2);
  if (close >= 0) return close + 2;
  reporter.report('LEX003', { start, end: start + 2 }, { what: 'block comment', found: '/*' });
  return text.length;
};

/**
 * `INT`, `FLOAT` or `DURATION`, and whatever letters and digits stick to it: no number may be followed by them.
 */
export const scanNumber: Scan = (text, start, reporter) => {
  let end = digitsEnd(text, start);
  if (text[end] === '.' && isDigit(text.charCodeAt(end + 1))) end = digitsEnd(text, end + 1);
  const stop = wordEnd(text, end);
  const found = text.slice(start, stop);
  if (stop > end && !DURATION.test(found))
    reporter.report('LEX005', { start, end: stop }, { found });
  return stop;
};

const DURATION = /^\d+(?:s|m|h|d|w|mo)$/;

/** Which of the three a number is; one that is none has been reported and is read as a duration. */
export function numberKind(text: string): TokenKind {
  if (/[A-Za-z_]/.test(text)) return 'duration';
  return text.includes('.') ? 'float' : 'integer';
}

/** `VAR` and `COUNT`: a sigil and a name. */
export const scanSigil: Scan = (text, start) => wordEnd(text, start + 1);

/** `LISTREF = "%" IDENT [ "." IDENT ]`: a reference list, or a column of a data table. */
export const scanList: Scan = (text, start) => {
  const end = wordEnd(text, start + 1);
  return text[end] === '.' && isLetter(text.charCodeAt(end + 1)) ? wordEnd(text, end + 1) : end;
};
