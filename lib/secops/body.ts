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
  return /^\s*(?:<!--[^>]*-->\s*)?<(?:!doctype|html|head|body|title)\b/i.test(text);
}

function tooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}
