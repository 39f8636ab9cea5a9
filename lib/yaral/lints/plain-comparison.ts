import type { Edit } from '../../diagnostics/diagnostic.ts';
import type { Expression } from '../ast.ts';
import type { NodeIndex } from '../symbols-index.ts';
import type { Finding, Lint, LintContext } from './lint.ts';
import { quoted } from './literal.ts';
import { literalText, readPattern } from './pattern.ts';
import type { PatternTest } from './pattern-test.ts';

export const plainComparison: Lint = {
  id: 'CHR113',
  title: 'a regular expression that could be a plain comparison',
  severity: 'warning',
  text:
    'An expression that is one text between ^ and $ says what = says, but slower and with escapes that are easily forgotten. ' +
    'With (?i) or nocase the comparison takes nocase.',
  bad: '$e.metadata.event_type = "USER_LOGIN"\n$e.target.user.userid = /^admin$/',
  good: '$e.metadata.event_type = "USER_LOGIN"\n$e.target.user.userid = "admin"',
  fixable: true,
  find: (context) =>
    context.patternTests
      .filter(({ written }) => STARTS.test(written) && ENDS.test(written))
      .flatMap((test) => plainIn(test, context)),
};

/** Anchors, wherever they stand: most patterns lack them and need not be taken apart. */
const STARTS = /\^|\\A/;
const ENDS = /\$|\\z/;

function plainIn(test: PatternTest, { symbols, source }: LintContext): readonly Finding[] {
  const { node, literal } = test;
  const plain = plainText(test);
  const text = plain === undefined ? undefined : quoted(plain.text);
  if (plain === undefined || text === undefined) return [];
  const nocase = symbols.index.parentOf(node)?.kind === 'nocase';
  const folded = nocase || plain.folded;
  const operator = node.kind === 'comparison' ? node.operator : '=';
  const hint = `write ${operator} ${text}${folded && /\p{L}/u.test(text) ? ' nocase' : ''}`;
  const edits = editsOf(test, text, folded && !nocase, symbols.index, source.text);
  // A regular expression folds by Unicode's simple rules, nocase by whole words: alike for ASCII only.
  // oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
  const same = !folded || /^[\u0000-\u007F]*$/.test(text);
  return [
    {
      span: literal.span,
      message: 'this regular expression is one fixed text: a plain comparison does the same',
      hint,
      ...(same && edits !== undefined ? { fix: { title: hint, edits } } : {}),
    },
  ];
}

/** The text, if the pattern is exactly it from start to end. */
function plainText({ written }: PatternTest): { text: string; folded: boolean } | undefined {
  const pattern = readPattern(written);
  if (pattern === undefined) return undefined;
  const { flags, alternatives } = pattern;
  const atoms = alternatives[0];
  if (atoms === undefined || alternatives.length > 1 || /[^isU]/.test(flags)) return undefined;
  const ends = atoms[0]?.kind === 'start' && atoms.at(-1)?.kind === 'end' && atoms.length >= 2;
  const text = ends ? literalText(atoms.slice(1, -1)) : undefined;
  return text === undefined ? undefined : { text, folded: flags.includes('i') };
}

function editsOf(
  { node, literal, subject }: PatternTest,
  text: string,
  addNocase: boolean,
  index: NodeIndex,
  source: string,
): readonly Edit[] | undefined {
  const nocase = addNocase ? ' nocase' : '';
  const { end } = node.span;
  if (node.kind === 'comparison') {
    if (literal.span.end === end) return [{ span: literal.span, text: text + nocase }];
    const tail = nocase === '' ? [] : [{ span: { start: end, end }, text: nocase }];
    return [{ span: literal.span, text }, ...tail];
  }
  if (!standsAlone(node, index) || !isOperand(subject)) return undefined;
  // What stands between the argument and the literal could be a comment.
  const between =
    source.slice(node.span.start, subject.span.start) + source.slice(subject.span.end, end);
  if (/\/\/|\/\*/.test(between.replace(literal.text, ''))) return undefined;
  const left = source.slice(subject.span.start, subject.span.end);
  return [{ span: node.span, text: `${left} = ${text}${nocase}` }];
}

/** Where a call can become a comparison: not as a side of another one, nor as an argument that is no condition. */
function standsAlone(node: Expression, index: NodeIndex): boolean {
  const parent = index.parentOf(node);
  if (parent?.kind === 'nocase') return standsAlone(parent, index);
  if (parent?.kind === 'call') return parent.name === 'if' && parent.arguments[0] === node;
  return ['events', 'logical', 'not', 'group'].includes(parent?.kind ?? '');
}

/** What can stand on the left of a comparison as it is. */
function isOperand({ kind }: Expression): boolean {
  return ['path', 'variable', 'call', 'quantified'].includes(kind);
}
