import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { frame } from '../diagnostics/render-diagnostic.ts';
import { compareText, counted, grouped } from '../text.ts';
import {
  countsSentence,
  fails,
  type CheckView,
  type FixedFile,
  type Severity,
} from './check-view.ts';
import { EMPTY_LINE, line, say, type Line, type Styled, type Tone } from './styled.ts';

const TONES: Readonly<Record<Severity, Tone>> = {
  error: 'error',
  warning: 'warning',
  info: 'faint',
};

/** A tab is as wide as the terminal likes, and the marks must stand below what they mark. */
const TAB = '    ';

/**
 * What a check found, for a terminal: what was fixed, each problem with its line, and at the end the counts and what
 * to do next. `shownPath` says how a path is written for the reader.
 */
export function checkText(view: CheckView, shownPath: (path: string) => string): Styled {
  const { diagnostics, texts, fixed } = view;
  return [
    ...fixedLines(fixed, shownPath),
    ...diagnostics.flatMap((one, index) => [
      ...diagnosticLines(one, texts.get(one.path), shownPath),
      // Remarks that follow each other are a list.
      ...(one.severity === 'info' && diagnostics[index + 1]?.severity === 'info'
        ? []
        : [EMPTY_LINE]),
    ]),
    ...closingLines(view),
  ];
}

/** One problem: place, wording, the line with the place marked, the hint. What is only said takes one line. */
function diagnosticLines(
  diagnostic: Diagnostic,
  text: string | undefined,
  shownPath: (path: string) => string,
): Styled {
  const { id, severity, message, hint, path, line: row, column } = diagnostic;
  const gutter = String(row);
  const blank = ' '.repeat(gutter.length);
  const tone = TONES[severity];
  const head = [say(`${shownPath(path)}:${row}:${column}: `), say(`${severity}[${id}]`, tone)];
  if (severity === 'info') {
    return [line(...head, `: ${message}`, ...(hint === undefined ? [] : [say(`; ${hint}`)]))];
  }
  return [
    line(...head, say(`: ${message}`, 'strong')),
    ...(text === undefined || text === '' ? [] : framed(diagnostic, text, { gutter, blank, tone })),
    ...(hint === undefined ? [] : [line(say(`${blank} = `, 'faint'), 'hint: ', say(hint))]),
  ];
}

function framed(
  diagnostic: Diagnostic,
  text: string,
  { gutter, blank, tone }: { readonly gutter: string; readonly blank: string; readonly tone: Tone },
): Styled {
  const { shown, indent, mark } = frame(diagnostic, text);
  return [
    line(say(`${gutter} | `, 'faint'), shown.replaceAll('\t', TAB).trimEnd()),
    line(say(`${blank} | `, 'faint'), indent.replaceAll('\t', TAB), say(mark, tone)),
  ];
}

/** What `--fix` did: `rules/a.yaral: fixed CHR012 twice, CHR014`. */
export function fixedLines(
  fixed: readonly FixedFile[],
  shownPath: (path: string) => string,
): Styled {
  if (fixed.length === 0) return [];
  return [
    ...fixed.map(({ path, ids }) =>
      line(say('fixed ', 'added'), shownPath(path), say(`: ${idCounts(ids).join(', ')}`)),
    ),
    EMPTY_LINE,
  ];
}

/** The counts, and what to do about them; said on the way where the product is for a machine. */
export function closingLines(view: CheckView): Styled {
  const { diagnostics, fixable, strict } = view;
  const failed = fails(view);
  const counting = diagnostics.filter(({ severity }) => severity !== 'info');
  return [
    line(say(countsSentence(view), failed ? 'error' : 'strong')),
    ...(counting.length < MANY ? [] : [byId(counting)]),
    ...(strict && failed && diagnostics.every(({ severity }) => severity !== 'error')
      ? [line('  warnings fail because of --strict')]
      : []),
    ...(fixable === 0
      ? []
      : [
          line(
            `  chron check --fix puts ${fixable === 1 ? 'one of them' : counted(fixable, 'of them', 'of them')} right`,
          ),
        ]),
    ...(diagnostics.length === 0
      ? []
      : [line(`  what a code means: chron explain ${worst(diagnostics)}`)]),
  ];
}

/** From so many on the ids are counted: nobody does that by hand. */
const MANY = 10;

/** The commonest, each with its count. */
function byId(diagnostics: readonly Diagnostic[]): Line {
  const counts = idCounts(diagnostics.map(({ id }) => id));
  const shown = counts.slice(0, 12);
  const rest = counts.length - shown.length;
  return line(`  ${shown.join(', ')}${rest === 0 ? '' : ` and ${counted(rest, 'other')}`}`);
}

/** `CHR012 ×2`, commonest first. */
function idCounts(ids: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || compareText(a, b))
    .map(([id, count]) => (count === 1 ? id : `${grouped(count)} × ${id}`));
}

/** The id to begin with: the first error's, else the first warning's. */
function worst(diagnostics: readonly Diagnostic[]): string {
  const found =
    diagnostics.find(({ severity }) => severity === 'error') ??
    diagnostics.find(({ severity }) => severity === 'warning') ??
    diagnostics[0];
  return found?.id ?? '';
}
