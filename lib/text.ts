/** Orders strings by code unit: the same on every machine, whatever its language settings. */
export function compareText(before: string, after: string): number {
  return before < after ? -1 : before > after ? 1 : 0;
}

/**
 * A rule text as the service keeps it: LF line ends, no byte-order mark, exactly one line end at the end
 * where there was none or one (backstory-v2 §3.1: the server appends a missing newline; INFERRED).
 * Compare rule texts only after this.
 */
export function straightenText(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}

/**
 * Characters that a terminal or a reader would act on instead of showing: C0 and C1 controls, DEL,
 * zero-width and bidirectional controls, invisible tags, halves of characters (reliability B5). Tab and line feed are left to the caller.
 */
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\p{Surrogate}]/gu;

/** Shows what would not be seen: each control, bidi or zero-width character becomes `<U+XXXX>`. Keeps tab and LF. */
export function visible(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) =>
      `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

/** The same on one line: line ends and tabs become visible too. For names, values and table cells. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** `1 rule`, `2 rules`; `plural` for words that do not just take an s. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** A number as English has it, `1,234`; a whole one without setting locales up, which takes longer than all else that is said. */
export function grouped(count: number): string {
  if (!Number.isSafeInteger(count)) return count.toLocaleString('en-US');
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The candidate nearest to a misspelt word (at most a third of it wrong), for "did you mean". */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let distance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const found = editDistance(word.toLowerCase(), candidate.toLowerCase(), distance);
    if (found < distance) [best, distance] = [candidate, found];
  }
  return best;
}

/** How many letters must be changed, added, dropped or swapped with their neighbour; given up once not below `limit`. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let [before, row]: readonly number[][] = [
    [],
    Array.from({ length: to.length + 1 }, (_, index) => index),
  ];
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next.push(
        Math.min(
          (row?.[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row?.[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before?.[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    if (Math.min(...next) >= limit && Math.min(...(row ?? [])) >= limit) return limit;
    [before, row] = [row, next];
  }
  return row?.[to.length] ?? limit;
}

/** `eventTimestamp` as YAML and rules spell it: `event_timestamp`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `event_timestamp` as protobuf's JSON writes it: `eventTimestamp`. */
export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
