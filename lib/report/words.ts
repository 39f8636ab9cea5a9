/**
 * A sentence of chron's with names in it that others gave. The sentence is ours and harmless in every sink;
 * each sink shows the names its own way (made visible, or in a code span). Names may be any text at all.
 */
export type Sentence = readonly Word[];
export type Word = string | Name;

/** What others wrote: a rule's name, a message of the service, a path. Also a command to type. */
export interface Name {
  readonly name: string;
}

export function named(name: string): Name {
  return { name };
}

/** `30.8 %` for 0.308; whole percents without a fraction. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`;
}

export function thousands(count: number): string {
  return count.toLocaleString('en-US');
}

/** `2026-09-17 06:12 UTC`. */
export function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A word as a POSIX shell takes it back: bare where that is safe, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}
