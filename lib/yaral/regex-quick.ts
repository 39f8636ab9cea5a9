/**
 * Reads a pattern that is valid RE2 at a glance, and counts its groups; undefined for all others, valid or not. Nearly
 * every pattern of a rule is such, and reading it in full costs a hundred times as much.
 */
export function countGroups(pattern: string): number | undefined {
  let groups = 0;
  let open = 0;
  // Whether a repeat may follow; a repeat of what holds counted repeats multiplies them, so those take no group.
  let atom: 'none' | 'single' | 'group' = 'none';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const token = TOKEN.exec(pattern)?.[0];
    if (token === undefined) return undefined;
    const first = token.charAt(0);
    if (first === '(') {
      const flags = token.endsWith(')');
      if (!flags) open += 1;
      if (token === '(') groups += 1;
      atom = 'none';
    } else if (first === ')') {
      if (open === 0) return undefined;
      open -= 1;
      atom = 'group';
    } else if (first === '|') atom = 'none';
    else if (REPEATS.has(first)) {
      if (atom === 'none' || (first === '{' && (atom === 'group' || !isSmall(token))))
        return undefined;
      atom = 'none';
    } else atom = ASSERTIONS.has(token) ? 'none' : 'single';
  }
  return open === 0 && pattern.length <= LONGEST ? groups : undefined;
}

/** Longer ones, which may be nested deeper, are for the whole reader. */
const LONGEST = 2000;

const REPEATS: ReadonlySet<string> = new Set(['*', '+', '?', '{']);
const ASSERTIONS: ReadonlySet<string> = new Set(['^', '$', '\\b', '\\B', '\\A', '\\z']);

/** `{3}`, `{3,}`, `{3,5}`, with counts that never multiply to much. */
function isSmall(token: string): boolean {
  const [least = 0, most = least] = [...token.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return least <= most && most <= 1000;
}

/**
 * One piece of a pattern: an escape, a class without nested ones, an opening parenthesis with what may follow it, a
 * repeat with its `?`, or a character that stands for itself.
 */
const TOKEN =
  /\\(?:[dDsSwWbBAznrtfv]|x[\da-fA-F]{2}|[!-/:-@[-`{-~ ])|\[(?:\^(?!\^))?-?(?:a-z|A-Z|0-9|1-9|0-7|a-f|A-F|\\x[\da-fA-F]{2}(?!-)|\\[dDsSwWnrtfv](?!-)|\\[!-/:-@[-`{-~ ](?!-)|[^\\[\]^-])+-?\]|\((?:\?(?:[ims]+\)|[ims]*:))?|\)|\||[*+?]\??|\{\d{1,4}(?:,\d{0,4})?\}\??|[^\\[\](){}|*+?]/suy;
