import { hashLine, NO_LINE } from './journal.ts';

/** A line of a journal as it stands in the file. */
export interface JournalLine {
  readonly number: number;
  readonly time: string;
  readonly event: string;
  readonly previous: string;
  readonly [fact: string]: unknown;
}

/** `torn`: the process died while it wrote the last line, which therefore says nothing. */
export type JournalProof =
  | { readonly status: 'whole'; readonly lines: readonly JournalLine[]; readonly torn: boolean }
  | { readonly status: 'broken'; readonly line: number; readonly because: string };

/**
 * Proves that no line of a journal was changed, moved, added or taken out from its middle. That lines are missing
 * at its end only an `end` line rules out. `line` counts from 1.
 */
export function verifyJournal(text: string): JournalProof {
  const rows = text.split('\n');
  const torn = rows.pop() !== '';
  const lines: JournalLine[] = [];
  let previous = NO_LINE;
  for (const [index, row] of rows.entries()) {
    const line = parseLine(row);
    const because =
      line === undefined
        ? 'it is not a line of a journal'
        : line.previous !== previous
          ? 'it does not follow from the line before'
          : line.number !== index
            ? `its number is ${line.number}, not ${index}`
            : undefined;
    if (line === undefined || because !== undefined) {
      return { status: 'broken', line: index + 1, because: because ?? '' };
    }
    previous = hashLine(row);
    lines.push(line);
  }
  if (lines[0]?.event === 'begin') return { status: 'whole', lines, torn };
  return { status: 'broken', line: 1, because: 'it does not begin with the header' };
}

function parseLine(row: string): JournalLine | undefined {
  try {
    const line: unknown = JSON.parse(row);
    return isLine(line) ? line : undefined;
  } catch {
    return undefined;
  }
}

function isLine(line: unknown): line is JournalLine {
  return (
    typeof line === 'object' &&
    line !== null &&
    'number' in line &&
    typeof line.number === 'number' &&
    'time' in line &&
    typeof line.time === 'string' &&
    'event' in line &&
    typeof line.event === 'string' &&
    'previous' in line &&
    typeof line.previous === 'string'
  );
}
