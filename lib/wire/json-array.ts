/** An element was larger than any that is read. */
export class ElementTooLargeError extends Error {
  override readonly name: string = 'ElementTooLargeError';
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Takes a JSON array apart while it arrives, cut anywhere: bytes in, texts of its elements out. Keeps no more than the
 * element that is under way. It looks at brackets and strings only, so what an element is made of is for a JSON parser
 * to say; neither line ends nor the closing bracket are relied on (backstory-v2 §4.16, §4.19).
 */
export class JsonArrayReader {
  readonly #maxBytes: number;
  #state: 'before' | 'within' | 'closed' | 'broken' = 'before';
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxElementBytes: number) {
    this.#maxBytes = maxElementBytes;
  }

  /** `closed` once the array's own bracket was read; `broken` if it is no array. */
  get state(): 'before' | 'within' | 'closed' | 'broken' {
    return this.#state;
  }

  /** The elements that end within this piece. Throws ElementTooLargeError. */
  push(chunk: Uint8Array): readonly string[] {
    const elements: string[] = [];
    let at = this.#state === 'before' ? this.#begin(chunk) : 0;
    let from = at;
    for (; at < chunk.length && this.#state === 'within'; at += 1) {
      if (this.#quoted) {
        at = this.#throughString(chunk, at);
        continue;
      }
      const byte = chunk[at];
      if (byte === QUOTE) this.#quoted = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth += 1;
      else if (this.#depth > 0) {
        if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#depth -= 1;
        // at once, and not when something comes behind it
        if (this.#depth > 0) continue;
        this.#keep(chunk.subarray(from, at + 1));
        elements.push(...this.#take());
        from = at + 1;
      } else if (byte === COMMA || byte === CLOSE_ARRAY) {
        this.#keep(chunk.subarray(from, at));
        elements.push(...this.#take());
        from = at + 1;
        if (byte === CLOSE_ARRAY) this.#state = 'closed';
      }
    }
    if (this.#state === 'within') this.#keep(chunk.subarray(from, chunk.length));
    return elements;
  }

  /** The place behind the opening bracket; white space may come before it, and nothing else. */
  #begin(chunk: Uint8Array): number {
    const at = chunk.findIndex((byte) => byte > 0x20);
    if (at < 0) return chunk.length;
    this.#state = chunk[at] === OPEN_ARRAY ? 'within' : 'broken';
    return at + 1;
  }

  /** Leaps to the byte that ends the string, or to the last one of the piece. */
  #throughString(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#quoted = false;
        return at;
      }
    }
    return chunk.length;
  }

  #keep(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) {
      throw new ElementTooLargeError(`an element is larger than ${this.#maxBytes} bytes`);
    }
    if (piece.length > 0) this.#pieces.push(piece);
  }

  /** The element that was kept; none where there is only white space, as in `[]`. Decoded in one go: it may be large. */
  #take(): readonly string[] {
    const whole = new Uint8Array(this.#bytes);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#bytes = 0;
    let [from, to] = [0, whole.length];
    while (from < to && isBlank(whole[from])) from += 1;
    while (to > from && isBlank(whole[to - 1])) to -= 1;
    return from === to ? [] : [new TextDecoder().decode(whole.subarray(from, to))];
  }
}

/** White space of JSON. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
