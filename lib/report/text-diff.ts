import { diffWordsWithSpace, structuredPatch } from 'diff';

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly before?: number;
  readonly after?: number;
  readonly words: readonly { readonly text: string; readonly changed: boolean }[];
}
export interface DiffHunk {
  readonly lines: readonly DiffLine[];
}

export function diffText(before: string, after: string): readonly DiffHunk[] {
  return structuredPatch('', '', before, after, '', '', { context: 1 }).hunks.map((hunk) => {
    let b = hunk.oldStart;
    let a = hunk.newStart;
    const raw = hunk.lines.filter((l) => !l.startsWith('\\'));
    const lines: DiffLine[] = raw.map((l) => {
      const text = l.slice(1);
      const words = [{ text, changed: false }];
      if (l.startsWith('-')) return { kind: 'removed', before: b++, words };
      if (l.startsWith('+')) return { kind: 'added', after: a++, words };
      return { kind: 'same', before: b++, after: a++, words };
    });
    for (let i = 0; i + 1 < lines.length; i++) {
      const x = lines[i];
      const y = lines[i + 1];
      if (x?.kind !== 'removed' || y?.kind !== 'added') continue;
      if (lines[i - 1]?.kind === 'removed' || lines[i + 2]?.kind === 'added') continue;
      const parts = diffWordsWithSpace(x.words[0]?.text ?? '', y.words[0]?.text ?? '');
      lines[i] = {
        ...x,
        words: parts.filter((p) => !p.added).map((p) => ({ text: p.value, changed: p.removed })),
      };
      lines[i + 1] = {
        ...y,
        words: parts.filter((p) => !p.removed).map((p) => ({ text: p.value, changed: p.added })),
      };
    }
    return { lines };
  });
}
