import type { Span } from '../diagnostics/diagnostic.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { indexLines, placeAt } from '../diagnostics/lines.ts';
import { nearest } from '../text.ts';
import { wordOf, type Token } from './token.ts';

/** Sections of a rule with their place in the order (yara-l §2.1). */
const RANKS: ReadonlyMap<string, number> = new Map(
  ['meta', 'setup', 'events', 'match', 'outcome', 'condition', 'options', 'export'].map(
    (word, rank) => [word, rank],
  ),
);

/** Sections that only searches and dashboards have. */
const SEARCH_SECTIONS: ReadonlySet<string> = new Set(
  'order limit select unselect dedup'.split(' '),
);

const MANDATORY = ['meta', 'events', 'condition'] as const;

/** A section word where it heads a section. */
export interface SectionMark {
  /** In lower case; any word, for what stands where a section would. */
  readonly word: string;
  readonly token: Token;
  /** Without one the section is still begun, and PAR001 is due. */
  readonly colon: boolean;
}

/**
 * The section that the token at `index` begins, if it does. `tokens` are the significant ones, `depth` counts the
 * open parentheses and brackets. A named argument (`order: 1` in a call) is none: it follows `(` or `,`.
 */
export function sectionAt(
  tokens: readonly Token[],
  index: number,
  depth: number,
): SectionMark | undefined {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token?.kind !== 'identifier' || next === undefined) return undefined;
  const word = wordOf(token);
  const known = RANKS.has(word) || SEARCH_SECTIONS.has(word);
  if (next.kind === ':') {
    const colon = { word, token, colon: true };
    if (!known)
      return depth === 0 && looksLikeHeading(token, tokens[index + 2]) ? colon : undefined;
    return depth === 0 || !NAMES_ARGUMENT.has(tokens[index - 1]?.kind ?? '') ? colon : undefined;
  }
  const colonForgotten = RANKS.has(word) && token.newline && depth === 0;
  return colonForgotten && !GOES_ON.has(next.kind) ? { word, token, colon: false } : undefined;
}

const NAMES_ARGUMENT: ReadonlySet<string> = new Set(['(', ',', '.', '[']);

/** Tokens after which a section word is a key, a path or an operand instead. */
const GOES_ON: ReadonlySet<string> = new Set('= != < <= > >= . ( [ ) ] , + - * / %'.split(' '));

/** An unknown word with a colon heads a section if it begins a line and no value follows: `author: "me"` is a key. */
function looksLikeHeading(token: Token, after: Token | undefined): boolean {
  if (!token.newline) return false;
  return after === undefined || after.newline || !VALUES.has(after.kind);
}

const VALUES: ReadonlySet<string> = new Set(
  'string raw-string bytes integer float duration regex'.split(' '),
);

/** Where a rule's sections are, and where the rule ends: its closing brace, or where that is missing. */
export interface SectionList {
  readonly sections: readonly SectionMark[];
  readonly end: Span & { readonly text: string };
}

/** Reports sections that are unknown, out of order, doubled or missing, and colons that are. */
export function checkSections({ sections, end }: SectionList, reporter: Reporter): void {
  const first = new Map<string, Token>();
  let last: { readonly word: string; readonly rank: number } | undefined;
  for (const { word, token, colon } of sections) {
    if (!colon) {
      const span = { start: token.end, end: token.end };
      reporter.report('PAR001', span, { expected: `":" after ${word}`, found: '' });
    }
    const rank = RANKS.get(word);
    if (rank === undefined) {
      reportStranger(word, token, reporter);
      continue;
    }
    const earlier = first.get(word);
    if (earlier !== undefined) {
      const { line } = placeAt(indexLines(reporter.source.text), earlier.start);
      reporter.report('PAR011', token, { found: token.text, expected: '}', line });
      continue;
    }
    first.set(word, token);
    if (last !== undefined && rank < last.rank) {
      reporter.report('PAR010', token, { found: token.text, expected: '}', before: last.word });
    } else {
      last = { word, rank };
    }
  }
  for (const expected of MANDATORY) {
    if (first.has(expected)) continue;
    const rank = RANKS.get(expected) ?? 0;
    const next = sections.find(({ word }) => (RANKS.get(word) ?? -1) > rank)?.token ?? end;
    reporter.report('PAR012', next, { expected, found: next.text });
  }
}

function reportStranger(word: string, token: Token, reporter: Reporter): void {
  if (SEARCH_SECTIONS.has(word)) reporter.report('PAR014', token, { found: token.text });
  else
    reporter.report('PAR013', token, { found: token.text, nearest: nearest(word, RANKS.keys()) });
}
