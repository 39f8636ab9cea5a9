import { countGroups } from './regex-quick.ts';
import { openRe2 } from './re2.ts';

/** A pattern as RE2 reads it. */
export type Pattern =
  | { readonly valid: true; readonly groups: number }
  | {
      readonly valid: false;
      /** Lower case, without the pattern. */
      readonly reason: string;
      /** What to write, for what RE2 leaves out on purpose. */
      readonly instead: string | undefined;
    };

/** Reads a pattern that is known or valid at a glance; undefined for others, which `readPattern` reads in full. */
export function glanceAt(pattern: string): Pattern | undefined {
  const known = KNOWN.get(pattern);
  if (known !== undefined) return known;
  const groups = countGroups(pattern);
  return groups === undefined ? undefined : remember(pattern, { valid: true, groups });
}

/**
 * Checks a pattern against RE2's syntax. It only reads: matching is for an engine that is made for it. Patterns are
 * remembered, since the rules of one team share many.
 */
export function readPattern(pattern: string): Pattern {
  return glanceAt(pattern) ?? remember(pattern, compile(pattern));
}

function remember(pattern: string, read: Pattern): Pattern {
  if (pattern.length > LONGEST_KNOWN) return read;
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(pattern, read);
  return read;
}

const KNOWN = new Map<string, Pattern>();
const MOST_KNOWN = 10_000;
const LONGEST_KNOWN = 1000;

/**
 * How much work it is to read a pattern in full, in about the time of one plain character: repeats are written out, so
 * nested counts multiply. For whoever reads many patterns of a stranger.
 */
export function patternWork(pattern: string): number {
  let repeats = 1;
  for (const [, least = '', most = ''] of pattern.matchAll(/\{(\d+),?(\d*)\}/g)) {
    repeats *= Math.max(1, Number(least), Number(most));
  }
  return pattern.length * Math.min(repeats, 1000) + 100;
}

function compile(pattern: string): Pattern {
  // Outside: an installation without the reader is no fault of the pattern.
  const re2 = openRe2();
  try {
    return { valid: true, groups: re2.compile(pattern).groupCount() };
  } catch (error) {
    return { valid: false, reason: reasonOf(error), instead: adviceFor(pattern) };
  }
}

/** The reader's own words without the pattern; it runs out of stack where a pattern is nested too deep. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError || !(error instanceof Error)) return 'it is nested too deep';
  const words = error.message.replace(/^error parsing regexp: /, '').replace(/: `[\s\S]*`$/, '');
  return words === '' ? 'it cannot be read' : words.charAt(0).toLowerCase() + words.slice(1);
}

function adviceFor(pattern: string): string | undefined {
  return ADVICE.find(([sign]) => sign.test(pattern))?.[1];
}

const ADVICE: readonly (readonly [sign: RegExp, advice: string])[] = [
  [/\(\?<?[=!]/, 'RE2 has no look-around: write a second condition, with not before it'],
  [/\(\?>/, 'RE2 has no atomic groups: write (?:...)'],
  [/[*+?}]\+/, 'RE2 has no possessive repeats: leave out the second +'],
  [/\\Z/, 'write \\z for the end of the text'],
  [/\\[1-9]/, 'RE2 has no back-references'],
  [/\{\d{4,}|\{\d+,\d{4,}/, 'a part can be repeated 1000 times at most'],
  [/^[*+?]/, 'something must stand before a repeat: .* matches any text'],
];
