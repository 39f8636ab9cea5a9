import type { Reporter } from '../diagnostics/reporter.ts';
import { isLetter, isSpace, lineEnd } from './characters.ts';
import type { Scan } from './scan.ts';

const LINE_FEED = 0x0a;

/** Characters that no token begins with: a run of them is one problem. */
export const scanIllegal: Scan = (text, start, reporter) => {
  const end = reportIllegal(text, start, runEnd(text, start), reporter);
  // Whoever writes `# ` means a comment: its words are no tokens.
  return text.startsWith('# ', start) ? lineEnd(text, end) : end;
};

/** A string in quotes of another kind: reported, and read as the string that was meant. */
export const scanForeignString: Scan = (text, start, reporter) =>
  reportIllegal(text, start, foreignStringEnd(text, start), reporter);

/** Reports what is not part of the language, and gives its end. */
export function reportIllegal(
  text: string,
  start: number,
  end: number,
  reporter: Reporter,
): number {
  reporter.report('LEX001', { start, end }, { found: text.slice(start, end) });
  return end;
}

/** The end of a run of one and the same illegal character, or of characters outside ASCII: one problem, not many. */
function runEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  let end = start + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    const foreignLetters = first > 0x7f && code > 0x7f && !isSpace(code);
    if (!foreignLetters && (code !== first || isSigil(text, end))) break;
    end += 1;
  }
  return end;
}

/** A `$` or `#` that begins a name ends a run of its like. */
function isSigil(text: string, at: number): boolean {
  return /[$#]/.test(text[at] ?? '') && isLetter(text.charCodeAt(at + 1));
}

/** Quotes of other kinds, closed on their line: reported, and read as the string that was meant. */
const FOREIGN_QUOTES: Readonly<Record<string, string>> = { "'": "'", '“': '”', '‘': '’' };

/** A string in foreign quotes is looked for in so many characters, so that many lone quotes stay cheap. */
const FOREIGN_LIMIT = 120;

/** The end of a string in foreign quotes, or -1 where the character is no such quote or does not close. */
export function foreignStringEnd(text: string, start: number): number {
  const closing = FOREIGN_QUOTES[text[start] ?? ''];
  if (closing === undefined) return -1;
  const limit = Math.min(text.length, start + FOREIGN_LIMIT);
  const wanted = closing.charCodeAt(0);
  for (let at = start + 1; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === wanted) return at + 1;
    if (code === LINE_FEED) break;
  }
  return -1;
}
