import type { Comment, Doc } from './printer-doc.ts';

const WIDTH = 120;
const STEP = 2;

/** A piece of the layout that waits for its turn, and what is known of the place where it will stand. */
interface Piece {
  readonly doc: Doc;
  readonly indent: number;
  readonly flat: boolean;
}

/** Lays a document out on lines of 120 characters where that can be done. Ends with one line end, has no blanks at line ends. */
export function render(doc: Doc): string {
  const page = new Page();
  const stack: Piece[] = [{ doc, indent: 0, flat: false }];
  for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    const { doc: here, indent, flat } = piece;
    if (typeof here === 'string') {
      page.write(here, indent);
      continue;
    }
    switch (here.kind) {
      case 'concat':
        for (let at = here.parts.length - 1; at >= 0; at -= 1) {
          stack.push({ doc: here.parts[at] ?? '', indent, flat });
        }
        break;
      case 'indent':
        stack.push({ doc: here.doc, indent: indent + STEP, flat });
        break;
      case 'group': {
        const room = WIDTH - page.columnAt(indent);
        const fits = !here.breaks && (flat || fitsIn(room, here.doc, indent, stack));
        stack.push({ doc: here.doc, indent, flat: fits });
        break;
      }
      case 'comment':
        page.comment(here, indent);
        break;
      case 'space':
        page.space();
        break;
      case 'line':
      case 'soft':
        if (!flat) page.newline(indent);
        else if (here.kind === 'line') page.space();
        break;
      case 'hard':
        page.newline(indent);
        break;
      case 'fresh':
        if (!page.lineBegins) page.newline(indent);
        break;
      case 'again':
        page.newline();
        break;
      case 'empty':
        page.empty();
        break;
    }
  }
  return page.text();
}

/** Whether the document, flat, and what follows it up to the next possible line end go into so many characters. */
function fitsIn(room: number, doc: Doc, indent: number, rest: readonly Piece[]): boolean {
  let left = room;
  let next = rest.length - 1;
  const stack: Piece[] = [{ doc, indent, flat: true }];
  while (left >= 0) {
    const piece = stack.pop() ?? rest[next];
    if (piece === undefined) return true;
    if (piece === rest[next] && stack.length === 0) next -= 1;
    const { doc: here, flat } = piece;
    if (typeof here === 'string') {
      const lineEnd = here.indexOf('\n');
      left -= lineEnd < 0 ? here.length : lineEnd;
      if (lineEnd >= 0) return left >= 0;
      continue;
    }
    switch (here.kind) {
      case 'concat':
        // No more parts than can count: each second one is at least a character.
        for (let at = Math.min(here.parts.length, 4 * left + 8) - 1; at >= 0; at -= 1) {
          stack.push({ doc: here.parts[at] ?? '', indent, flat });
        }
        break;
      case 'indent':
        stack.push({ doc: here.doc, indent, flat });
        break;
      case 'group':
        stack.push({ doc: here.doc, indent, flat: !here.breaks });
        break;
      case 'space':
        left -= 1;
        break;
      case 'line':
      case 'soft':
        if (!flat) return true;
        if (here.kind === 'line') left -= 1;
        break;
      case 'comment':
      case 'hard':
      case 'fresh':
      case 'again':
        return true;
      case 'empty':
        break;
    }
  }
  return false;
}

/** The text so far, and what the next word on it must respect. */
class Page {
  readonly #parts: string[] = [];
  #column = 0;
  #indent = 0;
  #lineBegins = true;
  #space = false;
  #empty = false;
  #lineMustEnd = false;

  get lineBegins(): boolean {
    return this.#lineBegins;
  }

  /** Where the next text will stand, at this indentation if a line must begin for it. */
  columnAt(indent: number): number {
    if (this.#lineMustEnd) return indent;
    if (this.#lineBegins) return this.#indent;
    return this.#column + (this.#space ? 1 : 0);
  }

  write(text: string, indent: number): void {
    if (text === '') return;
    this.#begin(indent);
    this.#parts.push(text);
    const lineEnd = text.lastIndexOf('\n');
    this.#column = lineEnd < 0 ? this.#column + text.length : text.length - lineEnd - 1;
  }

  comment({ text, column, endsLine }: Comment, indent: number): void {
    const begins = this.#lineBegins || this.#lineMustEnd;
    const here = this.columnAt(indent);
    this.write(begins ? shifted(text, here, here - column) : text, indent);
    this.#lineMustEnd = endsLine;
  }

  space(): void {
    this.#space = true;
  }

  empty(): void {
    this.#empty = true;
  }

  newline(indent = this.#indent): void {
    this.#lineMustEnd = false;
    this.#space = false;
    this.#indent = indent;
    if (this.#lineBegins) return;
    this.#parts.push('\n');
    this.#lineBegins = true;
  }

  text(): string {
    this.newline();
    return this.#parts.join('');
  }

  #begin(indent: number): void {
    if (this.#lineMustEnd) this.newline(indent);
    if (this.#lineBegins) {
      if (this.#empty && this.#parts.length > 0) this.#parts.push('\n');
      this.#parts.push(' '.repeat(this.#indent));
      this.#column = this.#indent;
    } else if (this.#space) {
      this.#parts.push(' ');
      this.#column += 1;
    }
    this.#lineBegins = false;
    this.#space = false;
    this.#empty = false;
  }
}

/**
 * A block comment whose first line begins at `column` and has been moved `by` so many characters: its further lines go
 * with it; those that begin with `*` stand below the first one's.
 */
function shifted(text: string, column: number, by: number): string {
  if (!text.includes('\n')) return text;
  const [first = '', ...others] = text.split('\n');
  const starred = others.every((line) => line.trimStart().startsWith('*'));
  const moved = others.map((line) => {
    if (starred) return `${' '.repeat(column + 1)}${line.trimStart()}`;
    if (line === '' || by === 0) return line;
    if (by > 0) return ' '.repeat(by) + line;
    const blanks = line.length - line.trimStart().length;
    return line.slice(Math.min(blanks, -by));
  });
  return [first, ...moved].join('\n');
}
