import type { Validation } from '../check.ts';

/** Names that are words of the language (SEM015), or differ from another only in case (SEM016). */
export const checkWords: Validation = ({ symbols, reporter }) => {
  const spellings = new Map<string, string>();
  for (const [name, [use]] of symbols.usesByName()) {
    if (use === undefined) continue;
    const { span } = use.node;
    const folded = name.toLowerCase();
    if (RESERVED.has(folded)) reporter.report('SEM015', span, { name });
    else if (AGGREGATES.has(folded)) {
      // The reference's own samples have $count.
      reporter.report('SEM015', span, { name }, { severity: 'warning' });
    }
    const other = spellings.get(folded);
    if (other === undefined) spellings.set(folded, name);
    else reporter.report('SEM016', span, { name, other });
  }
};

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
