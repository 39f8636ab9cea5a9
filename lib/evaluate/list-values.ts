import type { ReferenceList } from '../model/reference-list.ts';

/** The values of a reference list, without comments and empty lines (yara-l §5.13). */
export function listValues({ kind, lines }: ReferenceList): readonly string[] {
  const read = kind === 'regex' ? patternOf : valueOf;
  return lines.map((line) => read(line).trim()).filter((value) => value !== '');
}

/** `//` begins a comment anywhere; a backslash stands before a character that is meant as such. */
function valueOf(line: string): string {
  return line.replace(/^((?:[^\\/]|\\[^]|\/(?!\/))*)\/\/.*$/, '$1').replaceAll(/\\([^])/g, '$1');
}

/** Here only the slash is unescaped; an unescaped `//` begins a comment. */
function patternOf(line: string): string {
  return line
    .replace(/^((?:[^\\/]|\\[^]|\/(?!\/))*)\/\/.*$/, '$1')
    .replaceAll(/\\(.)/g, (pair, sign) => (sign === '/' ? '/' : pair));
}
