import type { Span } from '../../diagnostics/diagnostic.ts';

/** A piece of a regular expression, its repetition included. */
export interface Atom extends Span {
  readonly kind: 'literal' | 'any' | 'start' | 'end' | 'boundary' | 'class' | 'group' | 'other';
  /** The character that a literal stands for. */
  readonly character: string;
  /** `*`, `+?`, `{2,3}`; empty for exactly once. */
  readonly repeat: string;
}

/** A regular expression taken apart at the top: enough for advice, no more. Offsets are into the pattern. */
export interface Pattern {
  /** Letters of a leading `(?is)`. */
  readonly flags: string;
  /** The alternatives between `|`; those of a group that is the whole pattern, if it is one. */
  readonly alternatives: readonly (readonly Atom[])[];
}

/** Several lints ask for the same pattern, and rules of one team have the same ones again and again. */
const READ = new Map<string, Pattern | undefined>();
const MOST_READ = 500;
const LONGEST_READ = 1000;

/** Reads RE2 syntax. Undefined where it has something rare (`\Q…\E`) or is not well-formed. Linear, but for nested whole groups. */
export function readPattern(pattern: string): Pattern | undefined {
  const known = READ.get(pattern);
  if (known !== undefined || READ.has(pattern)) return known;
  const read = takeApart(pattern);
  if (pattern.length > LONGEST_READ) return read;
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(pattern, read);
  return read;
}

function takeApart(pattern: string): Pattern | undefined {
  const [lead = '', flags = ''] = /^\(\?([a-zA-Z]+)\)/.exec(pattern) ?? [];
  if (pattern.includes('\\Q')) return undefined;
  const alternatives = readAlternatives(pattern, lead.length, pattern.length);
  return alternatives === undefined ? undefined : { flags, alternatives };
}

function readAlternatives(
  pattern: string,
  from: number,
  to: number,
): readonly (readonly Atom[])[] | undefined {
  const alternatives: Atom[][] = [[]];
  for (let at = from; at < to;) {
    if (pattern[at] === '|') {
      alternatives.push([]);
      at += 1;
      continue;
    }
    const atom = readAtom(pattern, at, to);
    if (atom === undefined) return undefined;
    alternatives.at(-1)?.push(atom);
    at = atom.end;
  }
  const [[only, second] = []] = alternatives;
  const whole = alternatives.length === 1 && second === undefined ? only : undefined;
  if (whole?.kind !== 'group' || whole.repeat !== '') return alternatives;
  const inside = /^\((?:\?:|\?P?<[a-zA-Z_]\w*>)?(?!\?)/.exec(pattern.slice(whole.start, whole.end));
  return inside === null
    ? alternatives
    : readAlternatives(pattern, whole.start + inside[0].length, whole.end - 1);
}

const SIMPLE: Readonly<Record<string, Atom['kind']>> = { '.': 'any', '^': 'start', $: 'end' };

/** Escapes of a letter that stand for a place. */
const PLACES: Readonly<Record<string, Atom['kind']>> = {
  A: 'start',
  z: 'end',
  b: 'boundary',
  B: 'boundary',
};

const REPEAT = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;

function readAtom(pattern: string, start: number, limit: number): Atom | undefined {
  const sign = pattern[start] ?? '';
  const next = pattern[start + 1] ?? '';
  let kind: Atom['kind'] = SIMPLE[sign] ?? 'literal';
  let character = kind === 'literal' ? sign : '';
  let end = start + 1;
  if (sign === '\\') {
    end = start + 2;
    const plain = /[^\w\s]/.test(next);
    kind = plain ? 'literal' : (PLACES[next] ?? 'other');
    character = plain ? next : '';
    if (/[pPx]/.test(next)) end = bracedEnd(pattern, start + 2, next === 'x' ? 2 : 1);
  } else if (sign === '[' || sign === '(') {
    kind = sign === '[' ? 'class' : 'group';
    character = '';
    end = sign === '[' ? classEnd(pattern, start) : groupEnd(pattern, start);
  } else if ('*+?)'.includes(sign)) return undefined;
  if (end > limit) return undefined;
  const repeat = '*+?{'.includes(pattern[end] ?? '-') ? repeatAt(pattern, end) : '';
  return { kind, character, repeat, start, end: end + repeat.length };
}

function repeatAt(pattern: string, at: number): string {
  REPEAT.lastIndex = at;
  return REPEAT.exec(pattern)?.[0] ?? '';
}

/** The end of `{…}` of an escape, or of so many characters without braces. */
function bracedEnd(pattern: string, at: number, bare: number): number {
  if (pattern[at] !== '{') return at + bare;
  const close = pattern.indexOf('}', at);
  return close < 0 ? Infinity : close + 1;
}

/** A `]` that stands first belongs to the class. */
function classEnd(pattern: string, start: number): number {
  let at = start + (pattern[start + 1] === '^' ? 2 : 1);
  if (pattern[at] === ']') at += 1;
  for (; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at) + 1);
    else if (pattern[at] === ']') return at + 1;
  }
  return Infinity;
}

function groupEnd(pattern: string, start: number): number {
  let depth = 0;
  for (let at = start; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (sign === '\\') at += 1;
    else if (sign === '[') at = classEnd(pattern, at) - 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return Infinity;
}

/** The text that atoms stand for if they are literals, each exactly once. */
export function literalText(atoms: readonly Atom[]): string | undefined {
  const plain = atoms.every(({ kind, repeat }) => kind === 'literal' && repeat === '');
  return plain ? atoms.map(({ character }) => character).join('') : undefined;
}
