import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Finding, Lint } from './lint.ts';
import { offsetsIn } from './literal.ts';
import { readPattern, type Atom } from './pattern.ts';
import type { PatternTest } from './pattern-test.ts';

export const looseEnds: Lint = {
  id: 'CHR111',
  title: 'a regular expression begins or ends with .*',
  severity: 'warning',
  text:
    'A regular expression is searched for anywhere in the text, so .* at its start or end adds nothing but work, and hides ' +
    'that the expression is not anchored. After ^ or before $ it is worse: the dot stops at a line end, so a line end in the ' +
    'text makes the rule miss.',
  bad: '$e.metadata.event_type = "NETWORK_HTTP"\n$e.target.url = /.*\\.onion/',
  good: '$e.metadata.event_type = "NETWORK_HTTP"\n$e.target.url = /\\.onion/',
  fixable: true,
  find: ({ patternTests }) =>
    patternTests.filter(({ written }) => written.includes('.*')).flatMap(looseIn),
};

/** All loose ends of one expression are one finding, at the first of them. */
function looseIn({ literal, written }: PatternTest): readonly Finding[] {
  const found = readPattern(written)?.alternatives.flatMap(endsOf) ?? [];
  const [worst] = found.toSorted((before, after) => RANK[before.sort] - RANK[after.sort]);
  if (worst === undefined) return [];
  const offsets = offsetsIn(literal);
  const place = ({ start, end }: Span): Span => ({
    start: offsets[start] ?? literal.span.start,
    end: offsets[end] ?? literal.span.end,
  });
  const span = place(worst.atom);
  const { message, hint } = WORDS[worst.sort];
  const removable = found.filter(({ sort }) => sort === 'start' || sort === 'end');
  if (removable.length === 0 || worst.sort === 'all') return [{ span, message, hint }];
  const edits = removable
    .map(({ atom }) => ({ span: place(atom), text: '' }))
    .toSorted((before, after) => before.span.start - after.span.start);
  return [{ span, message, hint, fix: { title: 'take out .*', edits } }];
}

const RANK = { all: 0, anchored: 1, start: 2, end: 3 } as const;

const WORDS = {
  all: {
    message: 'this matches every text',
    hint: 'take the test out, or write = /./ for a text that is not empty',
  },
  anchored: {
    message: '.* next to an anchor stops at a line end',
    hint: 'take out both, the anchor too: the expression is searched for anywhere in the text',
  },
  start: {
    message: '.* at the start adds nothing: the expression is searched for anywhere in the text',
    hint: 'take it out',
  },
  end: {
    message: '.* at the end adds nothing: the expression is searched for anywhere in the text',
    hint: 'take it out',
  },
} as const;

interface LooseEnd {
  readonly atom: Atom;
  readonly sort: 'start' | 'end' | 'anchored' | 'all';
}

function endsOf(atoms: readonly Atom[]): readonly LooseEnd[] {
  const first = atoms[0];
  const second = atoms[1];
  const last = atoms.at(-1);
  if (first === undefined || last === undefined) return [];
  if (atoms.every((atom) => isLoose(atom))) return [{ atom: first, sort: 'all' }];
  const ends: LooseEnd[] = [];
  if (isLoose(first)) ends.push({ atom: first, sort: 'start' });
  else if (first.kind === 'start' && second !== undefined && isLoose(second)) {
    ends.push({ atom: second, sort: 'anchored' });
  }
  const before = atoms.at(-2);
  if (isLoose(last)) {
    if (ends.every(({ atom }) => atom !== last)) ends.push({ atom: last, sort: 'end' });
  } else if (last.kind === 'end' && before !== undefined && isLoose(before)) {
    if (ends.every(({ atom }) => atom !== before)) ends.push({ atom: before, sort: 'anchored' });
  }
  return ends;
}

function isLoose({ kind, repeat }: Atom): boolean {
  return kind === 'any' && (repeat === '*' || repeat === '*?');
}
