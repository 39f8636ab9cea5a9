import type { Doc } from './printer-doc.ts';
import { Page } from './printer-page.ts';

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
