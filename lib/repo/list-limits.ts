import type { Span } from '../diagnostics/diagnostic.ts';
import type { ListKind } from '../model/reference-list.ts';
import type { ListText } from './list-text.ts';
import type { Problem } from './problem.ts';
import { bytesOf } from './read-text.ts';

/** Limits of the service for each kind (backstory-v2 §7); MB as 1,000,000 bytes, the smaller reading. */
const LIST_LIMITS: Readonly<Record<ListKind, { readonly bytes: number; readonly lines: number }>> =
  {
    string: { bytes: 6_000_000, lines: Infinity },
    regex: { bytes: 100_000, lines: 100 },
    cidr: { bytes: 100_000, lines: 150 },
  };
const LINE_CHARACTERS = 5_000;

/** A problem and the stretch of the list file that has it. */
export interface ListProblem {
  readonly span: Span;
  readonly problem: Problem;
}

/**
 * What the service would not take: a list without a description or lines, both of which it requires, and what goes
 * over its limits, at the first line that does.
 */
export function findListProblems(
  { description, lines }: ListText,
  kind: ListKind,
): readonly ListProblem[] {
  const limits = LIST_LIMITS[kind];
  const found: ListProblem[] = [];
  if (description === undefined || description === '') {
    found.push({
      span: { start: 0, end: 0 },
      problem: {
        id: 'list-description',
        message: 'the list has no description',
        hint: 'write one in the first line: // what the list is for',
      },
    });
  }
  if (lines.length === 0) {
    found.push({
      span: { start: 0, end: 0 },
      problem: {
        id: 'list-empty',
        message: 'the list has no lines',
        hint: 'write one a line; a comment (// …) below the description counts',
      },
    });
  }
  let bytes = 0;
  let fits = true;
  for (const [index, { text, offset }] of lines.entries()) {
    const span = { start: offset, end: offset + text.length };
    const characters = Array.from(text).length;
    if (characters > LINE_CHARACTERS) {
      found.push({
        span,
        problem: tooLarge(
          `this line has ${characters.toLocaleString('en-US')} characters, and the limit is 5,000`,
        ),
      });
    }
    bytes += Buffer.byteLength(text) + 1;
    const over =
      bytes > limits.bytes
        ? `a ${kind} list has at most ${bytesOf(limits.bytes)}, and this line goes over it`
        : index + 1 > limits.lines
          ? `a ${kind} list has at most ${limits.lines} lines, and this is one more`
          : undefined;
    if (over !== undefined && fits) found.push({ span, problem: tooLarge(over) });
    fits &&= over === undefined;
  }
  return found;
}

function tooLarge(message: string): Problem {
  return { id: 'list-too-large', message };
}
