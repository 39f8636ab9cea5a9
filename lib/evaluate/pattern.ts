/** A pattern as DuckDB's RE2 is given it: `nocase` as a flag, and without `.*` at its ends, which a search does not need. */
export function searchPattern(pattern: string, fold: boolean): string {
  const bare = trimmed(pattern);
  return fold ? `(?i)${bare}` : bare;
}

/** Patterns of which one must occur, as few patterns as RE2 can hold. */
export function alternations(patterns: readonly string[]): readonly string[] {
  const chains: string[][] = [[]];
  let length = 0;
  for (const pattern of patterns) {
    if (length > 0 && length + pattern.length > LONGEST) {
      chains.push([]);
      length = 0;
    }
    chains.at(-1)?.push(pattern);
    length += pattern.length;
  }
  return chains.map((chain) =>
    chain.length === 1 ? (chain[0] ?? '') : chain.map((one) => `(?:${one})`).join('|'),
  );
}

/** RE2 gives up on programs of some megabytes; counted repeats are longer than they look. */
const LONGEST = 4000;

/** The text as a pattern that finds it. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&').replaceAll('\0', '\\x00');
}

function trimmed(pattern: string): string {
  if (!pattern.includes('.*') || hasAlternatives(pattern)) return pattern;
  const flags = /^\(\?[ims]+\)/.exec(pattern)?.[0] ?? '';
  let body = pattern.slice(flags.length);
  const front = body.replace(/^(?:\.\*\??)+(?![*+?{])/, '');
  if (balanced(front)) body = front;
  const back = body.replace(/(^|[^\\])(?:\.\*\??)+$/, '$1');
  if (balanced(back) && !back.endsWith('\\')) body = back;
  return flags + body;
}

/** A `|` outside every group, or what this small reader does not follow. */
function hasAlternatives(pattern: string): boolean {
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (sign === '\\') {
      if (pattern[at + 1] === 'Q') return true;
      at += 1;
    } else if (sign === '[') return true;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '|' && depth === 0) return true;
  }
  return false;
}

function balanced(pattern: string): boolean {
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === '(') depth += 1;
    else if (pattern[at] === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
