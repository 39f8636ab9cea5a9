import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { sectionOf, type Rule, type Section } from './ast.ts';
import type { Symbols } from './symbols.ts';

/** What syntax errors have taken from a rule. */
export interface Damage {
  /**
   * Whether a section is missing or has a syntax error. What it lacks is then nobody's fault: do not report a name as
   * undeclared or unused because of it.
   */
  readonly damaged: (section: Section['kind']) => boolean;
  /** Tells of a name whether all that the text says of it is in the tree. */
  readonly whole: (name: string) => boolean;
}

/** Looks at a rule with what lexer and parser have found in it. */
export function damageOf(
  rule: Rule,
  { symbols, reporter }: { readonly symbols: Symbols; readonly reporter: Reporter },
): Damage {
  const errors = reporter.diagnostics.filter(({ severity }) => severity === 'error');
  const missing = MANDATORY.some((kind) => sectionOf(rule, kind) === undefined);
  if (errors.length === 0 && !missing) return NONE;
  const damaged = damagedSections(rule, errors);
  let whole: Damage['whole'] | undefined;
  return {
    damaged,
    whole: (name) => {
      whole ??= SECTIONS.some(damaged) ? wholeNames(rule, symbols, reporter) : NONE.whole;
      return whole(name);
    },
  };
}

const NONE: Damage = { damaged: () => false, whole: () => true };

function damagedSections(rule: Rule, errors: readonly Diagnostic[]): Damage['damaged'] {
  // An error between the sections may hide one that is not there.
  const hidden = errors.some((error) => !rule.sections.some(({ span }) => inside(error, span)));
  return (kind) => {
    const section = sectionOf(rule, kind);
    if (section === undefined) return MANDATORY.includes(kind) || hidden;
    return errors.some((error) => inside(error, section.span));
  };
}

function inside({ span }: Diagnostic, { start, end }: Span): boolean {
  return span.start <= end && span.end >= start;
}

/**
 * After a syntax error a part of the text is not in the tree, and a name may have been declared or used there. A name
 * that the text does not hold oftener than the tree is untouched by it: what is wrong with it can still be said.
 */
function wholeNames({ span }: Rule, symbols: Symbols, { source }: Reporter): Damage['whole'] {
  const counts = new Map<string, number>();
  const text = source.text.slice(span.start, span.end);
  for (const [word] of text.matchAll(/[$#][A-Za-z_][A-Za-z0-9_]*/g)) {
    const name = word.slice(1);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (name) => (counts.get(name) ?? 0) <= symbols.usesOf(name).length;
}

const MANDATORY: readonly Section['kind'][] = ['meta', 'events', 'condition'];

const SECTIONS: readonly Section['kind'][] = [
  'meta',
  'setup',
  'events',
  'match',
  'outcome',
  'condition',
  'options',
  'export',
];
