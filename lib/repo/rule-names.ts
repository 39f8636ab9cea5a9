import type { Diagnostic, Source, Span } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import { diagnosticAt, placesIn } from './problem.ts';

/** A rule that declares its name somewhere. */
export interface NamedRule {
  readonly source: Source;
  readonly name: string;
  readonly nameSpan: Span;
}

/** What a rule may be called, here and as a file (reliability B5). */
const RULE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Refuses names that are too long, that two files declare, or that only their case tells apart; the first file keeps a name. */
export function sortNames<Named extends NamedRule>(
  read: readonly Named[],
): { readonly first: readonly Named[]; readonly clashes: readonly Diagnostic[] } {
  const byName = new Map<string, Named>();
  const byFolded = new Map<string, Named>();
  const clashes: Diagnostic[] = [];
  for (const one of read) {
    const { source, name, nameSpan } = one;
    const at = placesIn(source);
    const same = byName.get(name);
    const folded = byFolded.get(name.toLowerCase());
    if (same !== undefined) {
      const reporter = new Reporter(source);
      reporter.report('PAR030', nameSpan, { name, place: placeOf(same) });
      clashes.push(...reporter.diagnostics);
      continue;
    }
    if (!RULE_NAME.test(name)) {
      clashes.push(
        diagnosticAt(at(nameSpan), {
          id: 'rule-name',
          message: `the rule's name has ${name.length.toLocaleString('en-US')} characters, and the limit is 128`,
        }),
      );
    } else if (folded !== undefined) {
      clashes.push(
        diagnosticAt(at(nameSpan), {
          id: 'rule-name-case',
          message: `rule ${name} differs only in case from ${folded.name} at ${placeOf(folded)}`,
          hint: 'give one of them another name: not every file system tells them apart',
        }),
      );
    }
    byName.set(name, one);
    byFolded.set(name.toLowerCase(), folded ?? one);
  }
  return { first: [...byName.values()], clashes };
}

function placeOf({ source, nameSpan }: NamedRule): string {
  const { line, column } = placesIn(source)(nameSpan);
  return `${source.path}:${line}:${column}`;
}
