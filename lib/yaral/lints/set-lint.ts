import type { Source } from '../../diagnostics/diagnostic.ts';
import type { Name, StringLiteral } from '../ast.ts';
import type { LogicText } from './canonical-logic.ts';
import type { Advice, Finding } from './lint.ts';

/** A rule among others. Not its tree: a thousand of them held together cost more to keep than to read. */
export interface SetMember {
  readonly source: Source;
  readonly name: Name;
  /** The value of `rule_id` in meta, the last one; undefined where it is none or empty. */
  readonly ruleId: StringLiteral | undefined;
  /** Two rules of the same logic have the same sketch; others mostly differ in it. Cheap, where `logic` is not. */
  readonly sketch: string;
  /** Reads the source again, since hardly ever two rules of a team look alike. */
  readonly logic: () => LogicText;
}

/** Advice on a rule that only shows beside other rules. */
export interface SetLint extends Advice {
  /** Members come sorted by path; what is found is said of the later ones. */
  readonly find: (
    members: readonly SetMember[],
  ) => readonly { readonly member: SetMember; readonly finding: Finding }[];
}
