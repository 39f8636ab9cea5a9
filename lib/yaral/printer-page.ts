import type { Comment } from './printer-doc.ts';

/** The text so far, and what the next word on it must respect. */
export class Page {
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
