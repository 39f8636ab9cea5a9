import {
  Composer,
  Lexer,
  Parser,
  type CST,
  type Document,
  type ErrorCode,
  type ParsedNode,
} from 'yaml';
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
  MULTILINE_IMPLICIT_KEY: 'look for a missing colon',
  TAB_AS_INDENT: 'indent with spaces',
};

/** Parses a text with exactly one document and gives its top node; undefined if the file is empty or does not parse. */
export function parseYaml(text: string, report: Report): ParsedNode | undefined {
  const tokens = tokensOf(text);
  const refused = tokens === undefined ? TOO_MANY : tooDeep(tokens);
  if (tokens === undefined || refused !== undefined) {
    report({ start: 0, end: 0 }, refused ?? TOO_MANY);
    return undefined;
  }
  const { document, second } = compose(tokens, text.length);
  const [error] = document?.errors ?? [];
  if (error === undefined && second !== undefined) {
    const [start, end] = second.range;
    report({ start, end }, 'the file holds a second document', 'take out the line with ---');
    return undefined;
  }
  if (error === undefined) return document?.contents ?? undefined;
  const message = `this is not YAML: ${visibleLine(error.message.charAt(0).toLowerCase() + error.message.slice(1))}`;
  const [start, end] = error.pos;
  report({ start, end }, message, SYNTAX_HINTS[error.code]);
  return undefined;
}

const TOO_MANY = 'the file holds more than a settings file can';

/** The tokens of a text, nested; undefined for a text that has too many. Read once: most of the time goes there. */
function tokensOf(text: string): readonly CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > TOKENS) return undefined;
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  return tokens;
}

/** The first document, and the one after it. */
function compose(tokens: readonly CST.Token[], length: number): Composed {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  let document: Document.Parsed | undefined;
  for (const one of composer.compose(tokens, true, length)) {
    if (document !== undefined) return { document, second: one };
    document = one;
  }
  return { document, second: undefined };
}

interface Composed {
  readonly document: Document.Parsed | undefined;
  readonly second: Document.Parsed | undefined;
}

/**
 * What would overflow the composer's stack, found without recursion. An overflow must not be left to be caught: inside a
 * regular expression it ends the process.
 */
function tooDeep(tokens: readonly CST.Token[]): string | undefined {
  const waiting: [token: object, depth: number][] = tokens.map((token) => [token, 0]);
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
