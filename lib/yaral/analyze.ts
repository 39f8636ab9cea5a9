import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import type { Rule } from './ast.ts';
import { check } from './check.ts';
import { parse } from './parser.ts';
import type { Symbols } from './symbols.ts';
import type { Types } from './types.ts';

/** What is known of a rule's text. */
export interface Analysis {
  /** Undefined only where the text holds no rule; also there for a rule with errors. */
  readonly rule: Rule | undefined;
  readonly symbols: Symbols | undefined;
  /** The type of every expression of the rule, found when asked for: whoever only checks rules never asks. */
  readonly types: () => Types;
  /** All that is wrong, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalyzeOptions {
  /** Limits on which Google's own pages disagree are errors, not warnings. */
  readonly strict?: boolean;
  /** Ids whose errors count as warnings: for rules taken over from elsewhere that cannot be corrected yet. */
  readonly lenient?: ReadonlySet<string>;
}

/** Parses and checks the text of one rule: the front door of the language. Pure; never throws. */
export function analyze(
  source: Source,
  { strict = false, lenient }: AnalyzeOptions = {},
): Analysis {
  const reporter = new Reporter(source);
  const { file } = parse(source, reporter);
  const [first, ...others] = file.rules.map((rule) => ({
    rule,
    ...check(rule, { reporter, strict }),
  }));
  for (const { rule } of others) {
    if (rule.name.text === first?.rule.name.text) continue;
    reporter.report('PAR034', rule.name.span, {
      name: rule.name.text,
      first: first?.rule.name.text ?? '',
    });
  }
  return {
    rule: first?.rule,
    symbols: first?.symbols,
    types: first?.types ?? noTypes,
    diagnostics: soften(reporter.diagnostics, lenient),
  };
}

function noTypes(): Types {
  return new Map();
}

function soften(
  diagnostics: readonly Diagnostic[],
  lenient: ReadonlySet<string> | undefined,
): readonly Diagnostic[] {
  if (lenient === undefined || lenient.size === 0) return diagnostics;
  return diagnostics.map((one) =>
    one.severity === 'error' && lenient.has(one.id) ? { ...one, severity: 'warning' } : one,
  );
}
