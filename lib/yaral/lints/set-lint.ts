import type { Source } from '../../diagnostics/diagnostic.ts';
import type { Rule } from '../ast.ts';
import type { Symbols } from '../symbols.ts';
import type { Advice, Finding } from './lint.ts';

/** A rule among others. */
export interface SetMember {
  readonly source: Source;
  readonly rule: Rule;
  readonly conjuncts: Symbols['conjuncts'];
}

/** Advice on a rule that only shows beside other rules. */
export interface SetLint extends Advice {
  /** Members come sorted by path; what is found is said of the later ones. */
  readonly find: (
    members: readonly SetMember[],
  ) => readonly { readonly member: SetMember; readonly finding: Finding }[];
}
