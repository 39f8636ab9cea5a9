const LETTER = 1;
const DIGIT = 2;
const SPACE = 4;

/** What each ASCII character may be; a table because the lexer asks for every character of every rule. */
const CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) CLASS[code] = LETTER;
  if (/[0-9]/.test(character)) CLASS[code] = DIGIT;
  if (/[ \t\r\n\f\v]/.test(character)) CLASS[code] = SPACE;
}

/** May begin an identifier: ASCII letters and the underscore. */
export function isLetter(code: number): boolean {
  return CLASS[code] === LETTER;
}

export function isDigit(code: number): boolean {
  return CLASS[code] === DIGIT;
}

/** White space (yara-l §1.1), the no-break space among it. */
export function isSpace(code: number): boolean {
  return CLASS[code] === SPACE || code === 0xa0;
}

/** The end of the letters, digits and underscores that begin at `at`. */
export function wordEnd(text: string, at: number): number {
  let end = at;
  while (((CLASS[text.charCodeAt(end)] ?? 0) & (LETTER | DIGIT)) !== 0) end += 1;
  return end;
}

export function digitsEnd(text: string, at: number): number {
  let end = at;
  while (CLASS[text.charCodeAt(end)] === DIGIT) end += 1;
  return end;
}

/** The end of the line that `at` is on: before its line feed and a carriage return that belongs to it. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  if (newline < 0) return text.length;
  return newline > at && text[newline - 1] === '\r' ? newline - 1 : newline;
}
