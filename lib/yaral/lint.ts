import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { indexLines, placeAt, type LineIndex } from '../diagnostics/lines.ts';
import { compareDiagnostics, Reporter } from '../diagnostics/reporter.ts';
import { compareText } from '../text.ts';
import type { Analysis } from './analyze.ts';
import { sectionOf, type Name, type Rule, type StringLiteral } from './ast.ts';
import { sketchLogic, writeLogic, type LogicText } from './lints/canonical-logic.ts';
import { findField } from './lints/field.ts';
import { hiddenIn } from './lints/invisible.ts';
import type { Advice, Finding, Known, LintContext } from './lints/lint.ts';
import { ADVICE_BY_ID, RULE_LINTS, SET_LINTS } from './lints/lints.ts';
import { patternTestsIn } from './lints/pattern-test.ts';
import type { SetMember } from './lints/set-lint.ts';
import { parse } from './parser.ts';
import { readSuppressions } from './suppression-comment.ts';
import { suppress } from './suppression.ts';
import { collectSymbols } from './symbols.ts';

/** How loud advice is, by id, as `rules/check.yaml` says; what is not there keeps its own severity. */
export type Severities = ReadonlyMap<string, Diagnostic['severity'] | 'off'>;

export interface LintInput {
  readonly source: Source;
  /** Of that source. */
  readonly analysis: Analysis;
  readonly severities?: Severities;
  readonly known?: Known;
}

/**
 * All that is to be said of one rule, in the order of the text: what the analysis found, with its warnings as loud as the
 * repository wants them, and advice; without what a comment in the rule turns off. A text with a syntax error gets
 * advice only on its characters. Pure.
 */
export function lint({
  source,
  analysis,
  severities = NO_SEVERITIES,
  known = {},
}: LintInput): readonly Diagnostic[] {
  const { rule, symbols, diagnostics } = analysis;
  const say = speaker(source, severities);
  const broken = rule === undefined || diagnostics.some(isSyntaxError);
  const found = [...settled(diagnostics, severities)];
  for (const one of hiddenIn(source)) found.push(...say(one.advice, one));
  if (!broken && symbols !== undefined) {
    const patternTests = patternTestsIn(symbols.index);
    const context = { source, rule, symbols, known, fields: findField, patternTests };
    const errors = diagnostics.filter(isError);
    found.push(...adviceOn(context, { severities, say, errors }));
  }
  const { suppressions, findings } = readSuppressions(source);
  if (suppressions.length === 0 && findings.length === 0) return found.toSorted(compareDiagnostics);
  const { kept, unused } = suppress(found, suppressions, (id) => {
    if (SET_IDS.has(id) || severities.get(id) === 'off') return false;
    return !broken;
  });
  const remarks = [...findings, ...unused].flatMap((one) => say(one.advice, one));
  return [...kept, ...remarks].toSorted(compareDiagnostics);
}

/** What of a rule is compared with other rules: no tree, for they are held together. */
export interface AmongOthers {
  readonly source: Source;
  /** Undefined where the text holds no rule. */
  readonly name: Name | undefined;
  /** Undefined for a rule with errors. */
  readonly member: SetMember | undefined;
}

/** Takes out of an analysis what `lintSet` wants to know, so that the rest can be let go. */
export function amongOthers(source: Source, { rule, symbols, diagnostics }: Analysis): AmongOthers {
  const name = rule?.name;
  if (rule === undefined || symbols === undefined || diagnostics.some(isError)) {
    return { source, name, member: undefined };
  }
  const sketch = sketchLogic(symbols);
  const logic = (): LogicText => readLogic(source);
  return {
    source,
    name,
    member: { source, name: rule.name, ruleId: ruleIdOf(rule), sketch, logic },
  };
}

function readLogic(source: Source): LogicText {
  const [rule] = parse(source, new Reporter(source)).file.rules;
  if (rule === undefined) return { blank: '', numbered: '' };
  return writeLogic({ rule, conjuncts: collectSymbols(rule).conjuncts });
}

function ruleIdOf(rule: Rule): StringLiteral | undefined {
  const entries = sectionOf(rule, 'meta')?.entries ?? [];
  const value = entries.findLast(({ key }) => key.text === 'rule_id')?.value;
  return value?.kind === 'string' && value.value.trim() !== '' ? value : undefined;
}

/** Advice that only shows when many rules are seen together; of rules with errors nothing is said. */
export function lintSet(
  rules: readonly AmongOthers[],
  severities: Severities = NO_SEVERITIES,
): readonly Diagnostic[] {
  const members = rules
    .flatMap(({ member }) => member ?? [])
    .toSorted((before, after) => compareText(before.source.path, after.source.path));
  const found = new Map<SetMember, Diagnostic[]>();
  for (const one of SET_LINTS) {
    if (severities.get(one.id) === 'off') continue;
    for (const { member, finding } of one.find(members)) {
      const said = speaker(member.source, severities)(one, finding);
      found.set(member, [...(found.get(member) ?? []), ...said]);
    }
  }
  return members
    .flatMap((member) => {
      const said = found.get(member) ?? [];
      const { suppressions } = readSuppressions(member.source);
      const own = suppressions.filter(({ id }) => SET_IDS.has(id));
      const { kept, unused } = suppress(said, own, (id) => severities.get(id) !== 'off');
      const say = speaker(member.source, severities);
      return [...kept, ...unused.flatMap((one) => say(one.advice, one))];
    })
    .toSorted(compareDiagnostics);
}

const NO_SEVERITIES: Severities = new Map();

const SET_IDS: ReadonlySet<string> = new Set(SET_LINTS.map(({ id }) => id));

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Of lexer and grammar (yara-l §3.3): after one the tree may lack what the author wrote. */
function isSyntaxError({ id, severity }: Diagnostic): boolean {
  return severity === 'error' && /^(?:LEX|PAR)/.test(id);
}

/** Of the checker's own only warnings and infos can be set. */
function settled(
  diagnostics: readonly Diagnostic[],
  severities: Severities,
): readonly Diagnostic[] {
  if (severities.size === 0) return diagnostics;
  return diagnostics.flatMap((one) => {
    const severity = severities.get(one.id) ?? one.severity;
    if (one.severity === 'error' || severity === one.severity) return [one];
    return severity === 'off' ? [] : [{ ...one, severity }];
  });
}

type Say = (advice: Advice, finding: Finding) => readonly Diagnostic[];

function speaker(source: Source, severities: Severities): Say {
  let index: LineIndex | undefined;
  return (advice, { span, message, hint, fix, minor }) => {
    const severity = severities.get(advice.id) ?? (minor === true ? 'info' : advice.severity);
    if (severity === 'off') return [];
    index ??= indexLines(source.text);
    const start = placeAt(index, span.start);
    const end = placeAt(index, span.end);
    return [
      {
        id: advice.id,
        severity,
        message,
        ...(hint === undefined ? {} : { hint }),
        path: source.path,
        span: { start: span.start, end: span.end },
        line: start.line,
        column: start.column,
        endLine: end.line,
        endColumn: end.column,
        ...(fix === undefined ? {} : { fix }),
      },
    ];
  };
}

function adviceOn(
  context: LintContext,
  { severities, say, errors }: { severities: Severities; say: Say; errors: readonly Diagnostic[] },
): readonly Diagnostic[] {
  const said: Diagnostic[] = [];
  for (const advice of RULE_LINTS) {
    if (severities.get(advice.id) === 'off') continue;
    for (const finding of advice.find(context)) {
      // Where something is wrong, advice on the same words would only be in the way.
      if (errors.some(({ span }) => overlap(span, finding.span))) continue;
      said.push(...say(advice, finding));
    }
  }
  return said;
}

function overlap(before: Diagnostic['span'], after: Diagnostic['span']): boolean {
  return before.start < after.end && after.start < before.end;
}

/** Whether an id is that of advice, for who reads settings. */
export function isAdvice(id: string): boolean {
  return ADVICE_BY_ID.has(id);
}
