import type { Token } from './token.ts';

/**
 * The partners of parentheses and brackets among the tokens from `from` to `to`, by index of the opening one.
 * What has no partner is not in it: then the bracket is wrong, and only that.
 */
export function matchBrackets(
  tokens: readonly Token[],
  from: number,
  to: number,
): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  // How many of each kind are open, so that a stray closing one does not empty the stack.
  const counts = { '(': 0, '[': 0 };
  for (let at = from; at < to; at += 1) {
    const kind = tokens[at]?.kind;
    if (kind === '(' || kind === '[') {
      open.push(at);
      counts[kind] += 1;
    }
    if (kind !== ')' && kind !== ']') continue;
    const wanted = kind === ')' ? '(' : '[';
    while (counts[wanted] > 0) {
      const last = open.pop();
      if (last === undefined) break;
      const opening = tokens[last]?.kind === '(' ? '(' : '[';
      counts[opening] -= 1;
      if (opening !== wanted) continue;
      partners.set(last, at);
      break;
    }
  }
  return partners;
}
