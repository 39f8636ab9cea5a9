/**
 * A layout that is not decided yet: text and the places where its lines may break.
 */
export type Doc = string | Concat | Break | Indent | Group | Comment;

interface Shape {
  /** A line must break somewhere inside, so that no group around it can be flat. */
  readonly breaks: boolean;
  /** It ends with a comment behind which its line must end. */
  readonly endsLine: boolean;
}

interface Concat extends Shape {
  readonly kind: 'concat';
  readonly parts: readonly Doc[];
}

/**
 * - `space`: a blank, unless a line ends or begins there.
 * - `line` and `soft`: a line end if the group around is broken, else a blank or nothing.
 * - `hard`: a line end, or where a line begins already, this indentation for it.
 * - `fresh`: a line end unless a line begins there already.
 * - `again`: a line end, and the indentation of the line that ends.
 * - `empty`: an empty line before the next text, if that begins a line.
 */
interface Break extends Shape {
  readonly kind: 'space' | 'line' | 'soft' | 'hard' | 'fresh' | 'again' | 'empty';
}

interface Indent extends Shape {
  readonly kind: 'indent';
  readonly doc: Doc;
}

interface Group extends Shape {
  readonly kind: 'group';
  readonly doc: Doc;
}

/** `column` is where it stood, counted from 0. */
export interface Comment extends Shape {
  readonly kind: 'comment';
  readonly text: string;
  readonly column: number;
}

export const SPACE: Doc = { kind: 'space', breaks: false, endsLine: false };
export const LINE: Doc = { kind: 'line', breaks: false, endsLine: false };
export const SOFT: Doc = { kind: 'soft', breaks: false, endsLine: false };
export const HARD: Doc = { kind: 'hard', breaks: true, endsLine: false };
export const FRESH: Doc = { kind: 'fresh', breaks: true, endsLine: false };
export const AGAIN: Doc = { kind: 'again', breaks: true, endsLine: false };
export const EMPTY: Doc = { kind: 'empty', breaks: false, endsLine: false };
export const NOTHING: Doc = concat();

export function concat(...parts: readonly Doc[]): Doc {
  return concatAll(parts);
}

/** The same for lists that may be longer than a call can have arguments. */
export function concatAll(parts: readonly Doc[]): Doc {
  let endsLine = false;
  let breaks = false;
  for (const part of parts) {
    if (
      part === '' ||
      (typeof part !== 'string' && part.kind === 'concat' && part.parts.length === 0)
    ) {
      continue;
    }
    breaks ||= endsLine || mustBreak(part);
    endsLine = typeof part !== 'string' && part.endsLine;
  }
  return { kind: 'concat', parts, breaks, endsLine };
}

export function indent(...parts: readonly Doc[]): Doc {
  const doc = concat(...parts);
  return { kind: 'indent', doc, breaks: mustBreak(doc), endsLine: endsWithLine(doc) };
}

/** Flat if it fits on the line and nothing in it must break; `wanted` breaks it in any case. */
export function group(doc: Doc, wanted = false): Doc {
  return { kind: 'group', doc, breaks: wanted || mustBreak(doc), endsLine: endsWithLine(doc) };
}

/** The same, with a line break inside that is wanted and not only possible. */
export function broken(doc: Doc): Doc {
  return { kind: 'concat', parts: [doc], breaks: true, endsLine: endsWithLine(doc) };
}

function mustBreak(doc: Doc): boolean {
  return typeof doc !== 'string' && doc.breaks;
}

function endsWithLine(doc: Doc): boolean {
  return typeof doc !== 'string' && doc.endsLine;
}
