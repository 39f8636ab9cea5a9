import { Lexer, parseDocument, Parser, type ErrorCode, type ParsedNode } from 'yaml';
import type { Span } from '../diagnostics/diagnostic.ts';
import { visibleLine } from '../text.ts';

/** Takes what is wrong with a YAML text, and where. */
export type Report = (span: Span, message: string, hint?: string) => void;

/** Far more than any settings file has, and so few that hostile ones take the parser under a second (reliability B5). */
const TOKENS = 50_000;
const DEPTH = 64;
/** What to look for, by the parser's own code; its first error only, for the others follow from it. */
const SYNTAX_HINTS: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_INDENT: 'look at the indentation, and whether every [ and { is closed',
  BAD_SCALAR_START: 'put the text in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'look at the indentation, or put text with a colon in quotes',
  MISSING_CHAR: 'look for a missing quote, bracket or colon',
  MULTIPLE_DOCS: 'take out the line with ---',
  MULTILINE_IMPLICIT_KEY: 'look for a missing colon',
  TAB_AS_INDENT: 'indent with spaces',
};

/** Parses a text with exactly one document and gives its top node; undefined if the file is empty or does not parse. */
export function parseYaml(text: string, report: Report): ParsedNode | undefined {
  const refused = guard(text);
  if (refused !== undefined) {
    report({ start: 0, end: 0 }, refused);
    return undefined;
  }
  const { errors, contents } = parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [error] = errors;
  if (error === undefined) return contents ?? undefined;
  const message =
    error.code === 'MULTIPLE_DOCS'
      ? 'the file holds a second document'
      : `this is not YAML: ${visibleLine(error.message.charAt(0).toLowerCase() + error.message.slice(1))}`;
  const [start, end] = error.pos;
  report({ start, end }, message, SYNTAX_HINTS[error.code]);
  return undefined;
}

/**
 * What would take the parser long or overflow its stack, found without recursion. An overflow must not be left to
 * be caught: inside a regular expression it ends the process.
 */
function guard(text: string): string | undefined {
  let tokens = 0;
  for (const _ of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > TOKENS) return 'the file holds more than a settings file can';
  }
  const waiting: [token: object, depth: number][] = [];
  for (const token of new Parser().parse(text)) waiting.push([token, 0]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [token, depth] = next;
    if (depth > DEPTH) return `the file nests deeper than ${DEPTH} levels`;
    const inner = 'items' in token && Array.isArray(token.items) ? token.items : [token];
    for (const item of inner as readonly { readonly key?: unknown; readonly value?: unknown }[]) {
      for (const part of [item.key, item.value]) {
        if (typeof part === 'object' && part !== null) waiting.push([part, depth + 1]);
      }
    }
  }
  return undefined;
}
