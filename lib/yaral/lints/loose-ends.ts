import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Finding, Lint } from './lint.ts';
import { offsetsIn } from './literal.ts';
import type { Atom } from './pattern.ts';
import type { PatternTest } from './pattern-test.ts';

export const looseEnds: Lint = {
  id: 'CHR111',
  title: 'a regular expression begins or ends with .*',
  severity: 'warning',
  text:
    'A regular expression is searched for anywhere in the text, so .* at its start or end adds nothing but work, and hides ' +
    'that the expression is not anchored. After ^ or before $ it is worse: the dot stops at a line end, so a line end in the ' +
    'text makes the rule miss.',
  bad: '$e.target.url = /.*\\.onion/',
  good: '$e.target.url = /\\.onion/',
  fixable: true,
  find: ({ patternTests }) => patternTests.flatMap(looseIn),
};

function looseIn({ literal, pattern }: PatternTest): readonly Finding[] {
  const found = pattern.alternatives.flatMap(endsOf);
  if (found.length === 0) return [];
  const offsets = offsetsIn(literal);
  const place = ({ start, end }: Span): Span => ({
    start: offsets[start] ?? literal.span.start,
    end: offsets[end] ?? literal.span.end,
  });
  return found.map(({ atom, sort }) => {
    const span = place(atom);
    if (sort === 'all') {
      return {
        span,
        message: 'this matches every text',
        hint: 'take the test out, or write = /./ for a text that is not empty',
      };
    }
    if (sort === 'anchored') {
      return {
        span,
        message: '.* next to an anchor stops at a line end',
        hint: 'take out both, the anchor too: the expression is searched for anywhere in the text',
      };
    }
    return {
      span,
      message: `.* at the ${sort} adds nothing: the expression is searched for anywhere in the text`,
      hint: 'take it out',
      fix: { title: 'take out .*', edits: [{ span, text: '' }] },
    };
  });
}

interface LooseEnd {
  readonly atom: Atom;
  readonly sort: 'start' | 'end' | 'anchored' | 'all';
}

function endsOf(atoms: readonly Atom[]): readonly LooseEnd[] {
  const [first, second] = atoms;
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
