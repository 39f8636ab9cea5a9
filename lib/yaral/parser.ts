import type { Source, Span } from '../diagnostics/diagnostic.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import type { Rule, RuleFile, Section } from './ast.ts';
import { Cursor, type Reading } from './cursor.ts';
import { lex } from './lexer.ts';
import { outlineRules, type RuleOutline, type SectionRange } from './outline.ts';
import { parseMatch } from './parser-match.ts';
import { parseExport, parseMeta, parseOptions, parseSetup } from './parser-sections.ts';
import { parseCondition, parseEvents, parseOutcome } from './parser-statements.ts';
import { checkSections } from './sections.ts';
import { isTrivia, type Token } from './token.ts';

/** A parsed text: its tree, and all its tokens with the comments that no tree holds. */
export interface Parsed {
  readonly file: RuleFile;
  readonly tokens: readonly Token[];
}

/**
 * Parses a text of rules (yara-l §2). Always gives a tree: what could not be read is left out of it, or `invalid`, and
 * is in the reporter with all other errors of lexer and grammar.
 */
export function parse(source: Source, reporter: Reporter): Parsed {
  const tokens = lex(source, reporter);
  const reading = readingOf(tokens, reporter, 'rule');
  const rules = outlineRules(reading.tokens, reporter).map((outline) =>
    parseRule(reading, outline),
  );
  reportDoubles(rules, reporter);
  const span = { start: 0, end: source.text.length };
  return { file: { kind: 'file', rules, span }, tokens };
}

/** What the cursors of one text share. */
export function readingOf(
  tokens: readonly Token[],
  reporter: Reporter,
  form: Reading['form'],
): Reading {
  const excused = new Set<number>();
  const seen: Token[] = [];
  let skipped = false;
  // By index: this is done for every token of every rule, and an iterator costs more than what is done.
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) continue;
    if (token.kind === 'skipped') skipped = true;
    if (isTrivia(token.kind)) continue;
    seen.push(token);
    if (skipped) excused.add(token.start);
    skipped = false;
  }
  return { tokens: seen, excused, reporter, form };
}

/** `rule = "rule" IDENT "{" { section } "}"`. */
function parseRule(reading: Reading, outline: RuleOutline): Rule {
  checkSections(reading.tokens, outline, reading.reporter);
  const sections = outline.body.sections.flatMap((range) => parseSection(reading, range));
  const name = { kind: 'name', text: outline.nameText, span: outline.nameSpan } as const;
  return { kind: 'rule', name, sections, span: outline.span };
}

/** `section = meta | setup | events | match | outcome | condition | options | export`; no section for other words. */
function parseSection(reading: Reading, { word, token, from, to }: SectionRange): Section[] {
  const parser = SECTIONS.get(word);
  if (parser === undefined) return [];
  return [parser(new Cursor(reading, from, to), { start: token.start, end: token.end })];
}

const SECTIONS: ReadonlyMap<string, (cursor: Cursor, head: Span) => Section> = new Map<
  string,
  (cursor: Cursor, head: Span) => Section
>([
  ['meta', parseMeta],
  ['setup', parseSetup],
  ['events', parseEvents],
  ['match', parseMatch],
  ['outcome', parseOutcome],
  ['condition', parseCondition],
  ['options', parseOptions],
  ['export', parseExport],
]);

function reportDoubles(rules: readonly Rule[], reporter: Reporter): void {
  if (rules.length < 2) return;
  const first = new Map<string, Rule>();
  for (const rule of rules) {
    const { text, span } = rule.name;
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, rule);
    else {
      const { line, column } = reporter.placeAt(earlier.name.span.start);
      const place = `${reporter.source.path}:${line}:${column}`;
      reporter.report('PAR030', span, { name: text, place });
    }
  }
}
