import type { Reporter } from '../diagnostics/reporter.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { sectionOf, type Rule, type Section } from './ast.ts';
import { VALIDATIONS } from './check-table.ts';
import { collectSymbols, type Symbols } from './symbols.ts';
import { typesIn } from './types-all.ts';
import { inferTypes } from './types-infer.ts';
import type { FieldOf, TypeOf, Types } from './types.ts';

/** What a validation looks at and speaks to. */
export interface CheckContext {
  readonly rule: Rule;
  readonly symbols: Symbols;
  readonly typeOf: TypeOf;
  readonly fieldOf: FieldOf;
  readonly reporter: Reporter;
  /** Limits on which Google's own pages disagree are errors, not warnings. */
  readonly strict: boolean;
  /**
   * Whether a section is missing or has a syntax error. What it lacks is then nobody's fault: do not report a name as
   * undeclared or unused because of it.
   */
  readonly damaged: (section: Section['kind']) => boolean;
}

/** One check of the catalogue (yara-l §3.3), or a few that go together. It reports, and changes nothing. */
export type Validation = (context: CheckContext) => void;

export interface Checked {
  readonly symbols: Symbols;
  /** Of all expressions, found when somebody asks. */
  readonly types: () => Types;
}

/** Checks a parsed rule against the catalogue. `reporter` holds what lexer and parser have found in it. */
export function check(
  rule: Rule,
  { reporter, strict }: { readonly reporter: Reporter; readonly strict: boolean },
): Checked {
  const symbols = collectSymbols(rule);
  const { typeOf, fieldOf } = inferTypes(symbols);
  const damaged = damagedSections(rule, reporter.diagnostics);
  const context: CheckContext = { rule, symbols, typeOf, fieldOf, reporter, strict, damaged };
  for (const validate of VALIDATIONS) validate(context);
  let types: Types | undefined;
  return { symbols, types: () => (types ??= typesIn(rule, typeOf)) };
}

function damagedSections(
  rule: Rule,
  found: readonly Diagnostic[],
): (section: Section['kind']) => boolean {
  const errors = found.filter(({ severity }) => severity === 'error');
  // An error between the sections may hide one that is not there.
  const hidden = errors.some((error) => !rule.sections.some(({ span }) => inside(error, span)));
  return (kind) => {
    const section = sectionOf(rule, kind);
    if (section === undefined) return MANDATORY.has(kind) || hidden;
    return errors.some((error) => inside(error, section.span));
  };
}

function inside({ span }: Diagnostic, { start, end }: Span): boolean {
  return span.start <= end && span.end >= start;
}

const MANDATORY: ReadonlySet<string> = new Set(['meta', 'events', 'condition']);
