/** From this share of common bytes on, a text under another name is the same rule renamed, as in git. */
export const SAME_RULE = 0.5;

/** A text cut into the pieces that similarity counts: how often each occurs, in bytes. */
export interface Pieces {
  readonly bytes: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** git cuts lines longer than this (`diffcore-delta`), so that one long line does not decide alone. */
const LONGEST_PIECE = 64;

const utf8 = new TextEncoder();

/** Cuts a text into lines, and long lines into pieces, as git does before it looks for renames. */
export function piecesOf(text: string): Pieces {
  const bytes = utf8.encode(text);
  const counts = new Map<string, number>();
  let piece = '';
  const close = (): void => {
    if (piece !== '') counts.set(piece, (counts.get(piece) ?? 0) + 1);
    piece = '';
  };
  for (const byte of bytes) {
    piece += String.fromCharCode(byte);
    if (byte === 0x0a || piece.length === LONGEST_PIECE) close();
  }
  close();
  return { bytes: bytes.length, counts };
}

/**
 * The share, 0 to 1, of the larger text's bytes that stand in lines which both texts have, as git's rename detection
 * counts it. 0 where the sizes alone rule out `SAME_RULE`.
 */
export function similarity(before: Pieces, after: Pieces): number {
  const larger = Math.max(before.bytes, after.bytes);
  if (larger === 0) return 1;
  if (Math.min(before.bytes, after.bytes) < larger * SAME_RULE) return 0;
  const [few, many] = before.counts.size <= after.counts.size ? [before, after] : [after, before];
  let shared = 0;
  for (const [piece, count] of few.counts) {
    shared += piece.length * Math.min(count, many.counts.get(piece) ?? 0);
  }
  return shared / larger;
}
