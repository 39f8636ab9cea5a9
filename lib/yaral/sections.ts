import type { Reporter } from '../diagnostics/reporter.ts';
import { nearest } from '../text.ts';
import type { Token } from './token.ts';

/** Sections of a rule with their place in the order (yara-l §2.1). */
const RANKS: ReadonlyMap<string, number> = new Map(
  ['meta', 'setup', 'events', 'match', 'outcome', 'condition', 'options', 'export'].map(
    (word, rank) => [word, rank],
  ),
);

/** What only searches and dashboards have: sections, and stages. */
const SEARCH_SECTIONS: ReadonlySet<string> = new Set(
  'order limit select unselect dedup stage'.split(' '),
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
  const { word } = token;
  if (word === 'stage' && next.kind === 'identifier' && tokens[index + 2]?.kind === '{') {
    return { word, token, colon: true };
  }
  if (next.kind === ':') {
    const known = RANKS.has(word) || SEARCH_SECTIONS.has(word);
    const colon = { word, token, colon: true };
    if (!known)
      return depth === 0 && looksLikeHeading(token, tokens[index + 2]) ? colon : undefined;
    return depth === 0 || !NAMES_ARGUMENT.has(tokens[index - 1]?.kind ?? '') ? colon : undefined;
  }
  const colonForgotten = token.newline && depth === 0 && RANKS.has(word);
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

/** Reports sections that are unknown, out of order, doubled or missing, and what stands before the first. */
export function checkSections(
  tokens: readonly Token[],
  { body: { from, sections, to }, end }: SectionsToCheck,
  reporter: Reporter,
): void {
  const stray = tokens[from];
  const first = sections[0]?.token ?? end;
  if (from < to && stray !== undefined && stray !== first) {
    reporter.report('PAR001', stray, { expected: 'meta', found: stray.text });
  }
  const seen = new Map<string, Token>();
  let last: { readonly word: string; readonly rank: number } | undefined;
  for (const { word, token, colon } of sections) {
    if (!colon) reportColon(tokens, token, reporter);
    const rank = RANKS.get(word);
    const earlier = seen.get(word);
    if (rank === undefined) {
      const meant = reportStranger(word, token, reporter);
      if (meant !== undefined && !seen.has(meant)) seen.set(meant, token);
    } else if (earlier !== undefined) {
      const { line } = reporter.placeAt(earlier.start);
      reporter.report('PAR011', token, { found: token.text, expected: '}', line });
    } else {
      seen.set(word, token);
      if (last !== undefined && rank < last.rank) {
        reporter.report('PAR010', token, { found: token.text, expected: '}', before: last.word });
      } else {
        last = { word, rank };
      }
    }
  }
  for (const expected of MANDATORY) {
    if (seen.has(expected)) continue;
    const rank = RANKS.get(expected) ?? 0;
    const next = sections.find(({ word }) => (RANKS.get(word) ?? -1) > rank)?.token ?? end;
    reporter.report('PAR012', next, { expected, found: next.text });
  }
}

/** What is needed of a rule's outline (outline.ts). */
interface SectionsToCheck {
  readonly body: {
    readonly from: number;
    readonly sections: readonly SectionMark[];
    readonly to: number;
  };
  readonly end: Token;
}

function reportColon(tokens: readonly Token[], token: Token, reporter: Reporter): void {
  const next = tokens.find(({ start }) => start > token.start) ?? token;
  reporter.report(
    'PAR001',
    { start: token.start, end: token.end },
    { expected: ':', found: next.text },
    { hint: `write ${token.text}:` },
  );
}

/** Gives the section that was probably meant, so that it is not reported as missing too. */
function reportStranger(word: string, token: Token, reporter: Reporter): string | undefined {
  if (SEARCH_SECTIONS.has(word)) {
    reporter.report('PAR014', token, { found: token.text });
    return undefined;
  }
  const meant = nearest(word, RANKS.keys());
  reporter.report('PAR013', token, { found: token.text, nearest: meant });
  return meant;
}
