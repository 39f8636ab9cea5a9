/** What a command ends with: the one table of design.md §5, in words. */
export const EXIT = {
  ok: 0,
  failed: 1,
  changes: 2,
  invalid: 3,
  refused: 4,
  stale: 5,
  partial: 6,
  denied: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, for `chron --help` and the README. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done; for plan: no changes, or changes without --detailed-exitcode',
  1: 'error: usage, network, internal, declined prompt, no terminal and no --yes, edited or foreign plan file, zero rules',
  2: 'changes or drift present (only with --detailed-exitcode; held rules do not count)',
  3: 'checks failed: an invalid rule, list or environment file, an error that check found, a rule test, fmt --check, verify',
  4: 'a quota or safety limit refused, the gate was not passed, or something is held (plan too, if apply would refuse)',
  5: 'the saved plan is stale, the tenant moved, or it was last given a commit that is not an ancestor of this one',
  6: 'partial apply, or the last plan was not empty; the path of the journal is printed',
  7: 'not authenticated or not permitted',
  130: 'interrupted; the journal is kept',
};

/** Where several codes hold, the first of these wins (design.md §5). */
const PRECEDENCE: readonly ExitCode[] = [130, 6, 7, 1, 5, 4, 3, 2, 0];

/** The code that speaks for all of them; 0 for none. */
export function worstExit(codes: Iterable<ExitCode>): ExitCode {
  const seen = new Set(codes);
  return PRECEDENCE.find((code) => seen.has(code)) ?? EXIT.ok;
}
