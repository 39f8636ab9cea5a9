import type { ReferenceList } from '../model/reference-list.ts';

/** A line of a list file that has something in it, and where it begins. */
export interface ListLine {
  readonly text: string;
  readonly offset: number;
}

/** A list file taken apart: the first line is the description if it begins with `//`, the others are the list's lines. */
export interface ListText {
  readonly description: string | undefined;
  readonly lines: readonly ListLine[];
}

/**
 * Takes a straightened list file apart. Lines without anything in them are left out: what they would become on
 * the service is not documented, and a list must come back as it was sent. All other lines stay as they are,
 * comments among them (backstory-v2 §7).
 */
export function parseListText(text: string): ListText {
  let offset = 0;
  const all = text.split('\n').map((line): ListLine => {
    const start = offset;
    offset += line.length + 1;
    return { text: line, offset: start };
  });
  const described = all[0]?.text.startsWith('//') === true;
  return {
    description: described ? all[0]?.text.slice(2).trim() : undefined,
    lines: all.slice(described ? 1 : 0).filter(({ text: line }) => line.trim() !== ''),
  };
}

/** The file that chron would write for a list: what `parseListText` takes apart into the same list. */
export function listFileText({
  description,
  lines,
}: Pick<ReferenceList, 'description' | 'lines'>): string {
  const first = `// ${description.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim()}`.trimEnd();
  return [first, ...lines.filter((line) => line.trim() !== ''), ''].join('\n');
}
