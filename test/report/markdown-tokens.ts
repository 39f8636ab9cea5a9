/** What is left of a Markdown text once code is taken out: all that GitHub may act on. */
export interface Outside {
  readonly text: string;
  /** Cells of each table row. */
  readonly cells: readonly number[];
}

/** Takes fenced blocks and code spans out, by CommonMark's rules; one line at a time, as our spans never go over one. */
export function outsideCode(markdown: string): Outside {
  const kept: string[] = [];
  const cells: number[] = [];
  let fence = 0;
  for (const line of markdown.split('\n')) {
    const run = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1]?.length ?? 0;
    if (fence > 0) {
      if (run >= fence && /^ {0,3}`+\s*$/.test(line)) fence = 0;
      continue;
    }
    if (run > 0) {
      fence = run;
      continue;
    }
    if (line.startsWith('|')) cells.push(splitCells(line).length);
    const parts = line.startsWith('|') ? splitCells(line) : [line];
    kept.push(...parts.map((part) => withoutSpans(part.replaceAll('\\|', '|'))));
  }
  if (fence > 0) throw new Error('a fenced block is not closed');
  return { text: kept.join('\n'), cells };
}

/** GitHub splits a row at every pipe without a backslash, spans or not; `\\|` is taken at its worst. */
function splitCells(row: string): readonly string[] {
  return row.split(/(?<!\\)\||(?<=\\\\)\|/).slice(1, -1);
}

function withoutSpans(line: string): string {
  let out = '';
  let at = 0;
  for (;;) {
    const start = line.indexOf('`', at);
    if (start < 0) return out + line.slice(at);
    const run = /^`+/.exec(line.slice(start))?.[0].length ?? 0;
    const end = closing(line, start + run, run);
    if (end === undefined) throw new Error(`a code span is not closed: ${line}`);
    out += `${line.slice(at, start)}¤`;
    at = end;
  }
}

function closing(line: string, from: number, length: number): number | undefined {
  for (const { 0: run, index } of line.slice(from).matchAll(/`+/g)) {
    if (run.length === length) return from + index + length;
  }
  return undefined;
}
