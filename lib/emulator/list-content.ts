import type { ContentType } from './stored.ts';

/** What is wrong with a list; `line` counts from 1, -1 is the list as a whole. */
export interface ListError {
  readonly line: number;
  readonly message: string;
}

const MEGABYTE = 1_000_000;
const LONGEST_LINE = 5000;

/** How large a list of each kind may be (backstory-v2 §7). */
const LIMITS = {
  CONTENT_TYPE_DEFAULT_STRING: { bytes: 6 * MEGABYTE, lines: Number.POSITIVE_INFINITY },
  REGEX: { bytes: 0.1 * MEGABYTE, lines: 100 },
  CIDR: { bytes: 0.1 * MEGABYTE, lines: 150 },
} as const satisfies Record<ContentType, { bytes: number; lines: number }>;

/** Everything wrong with the lines of a list, that of the list as a whole first. */
export function checkLines(lines: readonly string[], type: ContentType): readonly ListError[] {
  const errors: ListError[] = [];
  const limits = LIMITS[type];
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  if (lines.length > limits.lines) {
    errors.push({ line: -1, message: `list has more than ${limits.lines} lines` });
  }
  if (bytes > limits.bytes) {
    errors.push({ line: -1, message: `list is larger than ${limits.bytes / MEGABYTE} MB` });
  }
  for (const [index, line] of lines.entries()) {
    const message = lineError(line, type);
    if (message !== undefined) errors.push({ line: index + 1, message });
  }
  return errors;
}

function lineError(line: string, type: ContentType): string | undefined {
  if (line.length > LONGEST_LINE) return `line is longer than ${LONGEST_LINE} characters`;
  if (type === 'CONTENT_TYPE_DEFAULT_STRING') return undefined;
  const content = line.replace(/\/\/.*$/, '').trim();
  if (content === '') return undefined;
  if (type === 'CIDR') return cidrFits(content) ? undefined : `invalid cidr pattern ${line}`;
  // An expression may hold `//` itself (`https?://`), so it is also looked at whole.
  return regexFits(content) || regexFits(line) ? undefined : `invalid regex pattern ${line}`;
}

/** An address and a prefix length, v4 or v6. The URL parser knows the spellings of v6 addresses. */
function cidrFits(text: string): boolean {
  const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const parts = address.split('.');
  if (parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && +part < 256)) {
    return Number(prefix) <= 32;
  }
  return (
    /^[0-9a-fA-F:.]+$/.test(address) &&
    URL.canParse(`http://[${address}]/`) &&
    Number(prefix) <= 128
  );
}

/**
 * Whether RE2 could read an expression, as far as its shape tells: groups and classes close, nothing repeats
 * nothing, and there is none of what RE2 lacks (look-around, back-references). Not a matcher.
 */
function regexFits(pattern: string): boolean {
  const tokens =
    /\\[\s\S]?|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]?|\((?:\?(?:P?<\w+>|[imsU-]+[:)]|:|[\s\S]?))?|[\s\S]/g;
  let depth = 0;
  let repeatable = false;
  for (const [token] of pattern.matchAll(tokens)) {
    if (token === '\\' || /^\\[1-9]/.test(token)) return false;
    if (token.startsWith('[') && (token.length < 3 || !token.endsWith(']'))) return false;
    if (token.startsWith('(?') && !/^\(\?(?:P?<\w+>|[imsU-]+[:)]|:)$/.test(token)) return false;
    if (/^[*+?]$/.test(token) && !repeatable) return false;
    if (token.startsWith('(') && !token.endsWith(')')) depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) return false;
    repeatable = !(token === '|' || token.startsWith('('));
  }
  return depth === 0;
}
