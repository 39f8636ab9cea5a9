import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Reporter } from '../../diagnostics/reporter.ts';
import type { Validation } from '../check.ts';
import type { Symbols } from '../symbols.ts';

/** Names that are words of the language (SEM015), or differ from another only in case (SEM016). */
export const checkWords: Validation = ({ symbols, reporter }) => {
  let folds = false;
  for (const name of symbols.usesByName().keys()) {
    const folded = name.toLowerCase();
    if (folded !== name) folds = true;
    const reserved = RESERVED.has(folded);
    const span = reserved || AGGREGATES.has(folded) ? firstSpan(name, symbols) : undefined;
    if (span === undefined) continue;
    // The reference's own samples have $count.
    reporter.report('SEM015', span, { name }, reserved ? {} : { severity: 'warning' });
  }
  // Of names in lower case none is another's.
  if (folds) reportSpellings(symbols, reporter);
};

function reportSpellings(symbols: Symbols, reporter: Reporter): void {
  const spellings = new Map<string, string>();
  for (const name of symbols.usesByName().keys()) {
    const folded = name.toLowerCase();
    const other = spellings.get(folded);
    const span = other === undefined ? undefined : firstSpan(name, symbols);
    if (other === undefined) spellings.set(folded, name);
    else if (span !== undefined) reporter.report('SEM016', span, { name, other });
  }
}

function firstSpan(name: string, { usesOf }: Symbols): Span | undefined {
  return usesOf(name)[0]?.node.span;
}

/** Words of structure, logic, match and windows (yara-l §1.7). */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'rule meta events match outcome condition options setup export ' +
    'and or not nocase in regex cidr any all of if is null true false ' +
    'over by every before after first window_start window_end'
  ).split(' '),
);

const AGGREGATES: ReadonlySet<string> = new Set(
  'max min sum array array_distinct count count_distinct avg stddev earliest latest'.split(' '),
);
