import type { Diagnostic, Fix, Span } from '../diagnostics/diagnostic.ts';
import type { Advice, Finding } from './lints/lint.ts';
import { ADVICE_BY_ID } from './lints/lints.ts';
import { unused } from './lints/suppress-advice.ts';

/** `chron-ignore CHR110: reason`, for one line or for the whole text. */
export interface Suppression {
  readonly id: string;
  /** Of the id in the comment. */
  readonly span: Span;
  /** Offsets from the start of a line to its end; undefined in the head comment of the rule. */
  readonly line: Span | undefined;
  /** Takes the comment out, if this is all it says. */
  readonly fix: Fix | undefined;
}

export interface Suppressions {
  readonly suppressions: readonly Suppression[];
  /** What is wrong with the comments themselves. */
  readonly findings: readonly (Finding & { readonly advice: Advice })[];
}

/**
 * Takes out of `diagnostics` what the comments of their source turn off. `open` says of an id that is not there whether
 * it would have been: only then its comment is unused.
 */
export function suppress(
  diagnostics: readonly Diagnostic[],
  suppressions: readonly Suppression[],
  open: (id: string) => boolean,
): {
  readonly kept: readonly Diagnostic[];
  readonly unused: readonly (Finding & { readonly advice: Advice })[];
} {
  if (suppressions.length === 0) return { kept: diagnostics, unused: [] };
  const used = new Set<Suppression>();
  const kept = diagnostics.filter((diagnostic) => {
    const covering = suppressions.filter((suppression) => covers(suppression, diagnostic));
    for (const suppression of covering) used.add(suppression);
    return covering.length === 0;
  });
  return {
    kept,
    unused: suppressions.flatMap((suppression) => {
      const { id, span, fix, line } = suppression;
      if (used.has(suppression) || !open(id)) return [];
      const where = line === undefined ? 'of this rule' : 'of that line';
      return [
        {
          advice: unused,
          span,
          message: `${id} is not said ${where}: this comment turns nothing off`,
          hint: 'take the comment out, or put it where it belongs',
          ...(fix === undefined ? {} : { fix }),
        },
      ];
    }),
  };
}

function covers({ id, line }: Suppression, { span, ...diagnostic }: Diagnostic): boolean {
  if (diagnostic.id !== id) return false;
  // What the checker calls an error stays, even under an id that can be a warning; advice is advice at any severity.
  if (diagnostic.severity === 'error' && !ADVICE_BY_ID.has(id)) return false;
  return line === undefined || (span.start >= line.start && span.start <= line.end);
}
