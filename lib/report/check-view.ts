import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Explanation } from '../diagnostics/explanation.ts';
import { counted } from '../text.ts';

/** What a check found, and what a reader must know of it. Whoever renders looks at nothing else. */
export interface CheckView {
  /** chron's own version. */
  readonly chron: string;
  /** The files that were looked at, sorted; posix, relative to the folder that holds `rules/`. */
  readonly paths: readonly string[];
  /** Sorted by path and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Texts by path, where they could be read. */
  readonly texts: ReadonlyMap<string, string>;
  /** Warnings fail too. */
  readonly strict: boolean;
  /** What `--fix` has changed, by path. */
  readonly fixed: readonly FixedFile[];
  /** How many of the diagnostics `--fix` would put right. */
  readonly fixable: number;
}

/** A file that was corrected, with the ids of what was. */
export interface FixedFile {
  readonly path: string;
  readonly ids: readonly string[];
}

export type Severity = Diagnostic['severity'];

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Explanations by id, for titles and help. */
export type Explanations = ReadonlyMap<string, Explanation>;

/** How many there are of each severity. */
export function countSeverities(
  diagnostics: readonly Diagnostic[],
): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/** Whether the check ends with exit 3: an error, or under `--strict` a warning. */
export function fails({ diagnostics, strict }: Pick<CheckView, 'diagnostics' | 'strict'>): boolean {
  const { error, warning } = countSeverities(diagnostics);
  return error > 0 || (strict && warning > 0);
}

/** `2 errors and 1 warning in 2 files; 15 files checked`. Advice that is only said (info) is not counted. */
export function countsSentence({ diagnostics, paths }: CheckView): string {
  const { error, warning } = countSeverities(diagnostics);
  const checked = `${counted(paths.length, 'file')} checked`;
  if (error + warning === 0) return `${checked}: no errors, no warnings`;
  const parts = [
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(warning === 0 ? [] : [counted(warning, 'warning')]),
  ];
  const counting = diagnostics.filter(({ severity }) => severity !== 'info');
  const files = new Set(counting.map(({ path }) => path)).size;
  return `${parts.join(' and ')} in ${counted(files, 'file')}; ${checked}`;
}
