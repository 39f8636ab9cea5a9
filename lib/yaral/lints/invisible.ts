import type { Advice, Finding } from './lint.ts';
import { Reporter } from '../../diagnostics/reporter.ts';
import type { Source, Span } from '../../diagnostics/diagnostic.ts';
import { lex } from '../lexer.ts';
import type { Token } from '../token.ts';

/** Characters that turn the reading direction, so that a text is shown in another order than it is read by a machine. */
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** Those and all others that take no room: controls but tab and line end, zero-width characters, invisible tags. */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\p{Surrogate}]/gu;

/** Most texts have none of these, and this is much quicker to find out. */
const UNUSUAL = /[^\t\n\r -~]/;

export const bidi: Advice = {
  id: 'CHR130',
  title: 'a character that turns the reading direction',
  severity: 'error',
  text:
    'Bidirectional controls make a reviewer see another text than the service reads: an exclusion can be hidden in a comment, ' +
    'or a comment in an exclusion. No rule needs them. In a string write the escape, \\u202E.',
  bad: '// hostname \u202Eis checked below\n$e.metadata.event_type = "USER_LOGIN"\n$e.principal.hostname = "bastion" nocase',
  good: '// hostname is checked below\n$e.metadata.event_type = "USER_LOGIN"\n$e.principal.hostname = "bastion" nocase',
  fixable: true,
};

export const invisible: Advice = {
  id: 'CHR131',
  title: 'an invisible character',
  severity: 'warning',
  text:
    'Zero-width characters, soft hyphens and controls take no room on the screen but are compared like any other: a name that ' +
    'was copied with one in it never matches. In a string write the escape, \\u200B, if it is meant.',
  bad: '$e.metadata.event_type = "USER_LOGIN"\n$e.principal.hostname = "bas\u200Btion" nocase',
  good: '$e.metadata.event_type = "USER_LOGIN"\n$e.principal.hostname = "bastion" nocase',
  fixable: true,
};

/** Where a text hides something, in strings and comments; elsewhere the lexer has reported it. */
export function hiddenIn(source: Source): readonly (Finding & { readonly advice: Advice })[] {
  if (!UNUSUAL.test(source.text) || source.text.search(HIDDEN) < 0) return [];
  const tokens = lex(source, new Reporter(source));
  return tokens.flatMap((token) => {
    if (!HOLDS.has(token.kind)) return [];
    return [...token.text.matchAll(HIDDEN)].map((match) => {
      const [character] = match;
      const start = token.start + match.index;
      const span = { start, end: start + character.length };
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      const advice = BIDI.test(character) ? bidi : invisible;
      return {
        advice,
        span,
        message:
          advice === bidi
            ? `U+${code} turns the reading direction: this is read in another order than it is shown`
            : `U+${code} is invisible`,
        ...remedy(token, span, code),
      };
    });
  });
}

const HOLDS: ReadonlySet<Token['kind']> = new Set<Token['kind']>([
  'line-comment',
  'block-comment',
  'string',
  'raw-string',
  'bytes',
  'regex',
]);

/** In a comment it goes; in a string it becomes what can be seen and means the same. */
function remedy(
  { kind, text, start }: Token,
  span: Span,
  code: string,
): Pick<Finding, 'hint' | 'fix'> {
  if (kind === 'line-comment' || kind === 'block-comment') {
    return {
      hint: 'take it out',
      fix: { title: `take out U+${code}`, edits: [{ span, text: '' }] },
    };
  }
  const escape =
    kind === 'regex' || kind === 'raw-string'
      ? `\\x{${code}}`
      : code.length > 4
        ? `\\U${code.padStart(8, '0')}`
        : `\\u${code}`;
  const hint = `take it out, or write ${escape} if it is meant`;
  const surrogate = /^D[89A-F]/.test(code) && code.length === 4;
  if (surrogate) return { hint: 'take it out' };
  // After a backslash the escape would be none.
  if (kind !== 'string' || text[span.start - start - 1] === '\\') return { hint };
  return { hint, fix: { title: `write ${escape}`, edits: [{ span, text: escape }] } };
}
