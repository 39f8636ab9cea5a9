import type { Diagnostic } from './diagnostic.ts';

/** What one kind of problem is, for whoever meets it for the first time. */
export interface Explanation {
  readonly id: string;
  /** A few words, as they would stand in a list: lower case, no full stop. */
  readonly title: string;
  readonly severity: Diagnostic['severity'];
  /** What is wrong and why it matters: whole sentences. */
  readonly text: string;
  /**
   * Text in which the problem stands, and the same put right: sections of a rule, or a whole rule, or another file
   * where the problem is not one of rules. Empty where no text can show it.
   */
  readonly bad: string;
  readonly good: string;
}
