import type { Token } from './token.ts';

/** One escape of a `"…"` string: how many characters it is written with, and what it stands for. */
export interface Escape {
  readonly length: number;
  /** Undefined where the language has no such escape: then both characters stand for themselves. */
  readonly value: string | undefined;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Escapes by number, as Go has them: three octal digits, \xHH, \uHHHH, \UHHHHHHHH. */
const NUMBERED = /\\(?:([0-3][0-7]{2})|x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8}))/y;

/** Reads the escape whose backslash stands at `at`. yara-l §1.4 [I]: the rules are Go's. */
export function readEscape(text: string, at: number): Escape {
  const simple = SIMPLE[text[at + 1] ?? ''];
  if (simple !== undefined) return { length: 2, value: simple };
  NUMBERED.lastIndex = at;
  const numbered = NUMBERED.exec(text);
  if (numbered === null) return { length: 2, value: undefined };
  const [whole, octal, ...hex] = numbered;
  const code =
    octal === undefined
      ? Number.parseInt(hex.find((digits) => digits !== undefined) ?? '', 16)
      : Number.parseInt(octal, 8);
  const legal = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return legal
    ? { length: whole.length, value: String.fromCodePoint(code) }
    : { length: 2, value: undefined };
}

/** What a string, raw string, bytes or regular expression token stands for, without quotes, escapes undone. */
export function stringValue({ kind, text }: Pick<Token, 'kind' | 'text'>): string {
  if (kind === 'raw-string') return inside(text, 1);
  if (kind === 'bytes') return unescaped(inside(text, 2));
  if (kind !== 'regex') return unescaped(inside(text, 1));
  // Only the slash is unescaped: every other pair belongs to RE2 (yara-l §1.5).
  return inside(text, 1).replaceAll(/\\(.)/gsu, (pair, second) => (second === '/' ? '/' : pair));
}

/** Without its quotes; the closing one may be missing. */
function inside(text: string, opening: number): string {
  const first = text[opening - 1] ?? '';
  const quote = CLOSING.get(first) ?? first;
  const closed = text.length > opening && text.at(-1) === quote && !endsEscaped(text, quote);
  return text.slice(opening, closed ? -1 : undefined);
}

/** Typographic quotes have been reported, and are read as what was meant. */
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['“', '”'],
  ['‘', '’'],
]);

/** Whether the last character is escaped, so that it does not close an unterminated literal. */
function endsEscaped(text: string, quote: string): boolean {
  if (quote === '`') return false;
  let backslashes = 0;
  while (text[text.length - 2 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function unescaped(body: string): string {
  if (!body.includes('\\')) return body;
  const parts: string[] = [];
  let from = 0;
  for (let at = body.indexOf('\\'); at >= 0; at = body.indexOf('\\', from)) {
    const { length, value } = readEscape(body, at);
    parts.push(body.slice(from, at), value ?? body.slice(at, at + length));
    from = at + length;
  }
  parts.push(body.slice(from));
  return parts.join('');
}
