/** No answer of the API is larger; more is a mistake or an attack (reliability B5). Bytes after decompression. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 64;

/** An answer was larger than anything that is read. */
export class TooLargeError extends Error {
  override readonly name: string = 'TooLargeError';

  constructor() {
    super(`the answer is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB`);
  }
}

/** Reads a body to its end, and gives up as soon as it is too large. */
export async function readBody(response: Response, maxBytes = MAX_BODY_BYTES): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxBytes) throw new TooLargeError();
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    // after an error the rest of the body is of no use; its own failure would hide the first
    await reader.cancel().catch(() => undefined);
  }
}

/** The JSON of a text; undefined where it is none, or nested deeper than any answer of the API is. */
export function parseJson(text: string): unknown {
  if (tooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a text is a page for people: of a proxy, a sign-in, or a front end that does not know the API. */
export function isHtml(text: string): boolean {
  return /^\s*(?:<!--[^>]*-->\s*)?<(?:!doctype|html|head|body|title)\b/i.test(text.slice(0, 2000));
}

/** Looks at brackets outside of strings only, and leaps over strings: most of an answer is rule text. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x7b || code === 0x5b) depth += 1;
      else if (code === 0x7d || code === 0x5d) depth -= 1;
      if (depth > MAX_DEPTH) return true;
    }
    at = quote < 0 ? text.length : afterString(text, quote);
  }
  return false;
}

/** The place behind the string that begins at `quote`; the end of the text where it is not closed. */
function afterString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === 0x5c) escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}
