import { counted } from '../text.ts';
import { EMPTY_LINE, line, say, type Styled } from './styled.ts';
import { symbolsFor } from './symbols.ts';
import { diffBlock, type DiffFrame } from './terminal-diff.ts';

/** A file whose text is not in chron's style, and the same in it. */
export interface Unformatted {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What formatting came to. */
export interface FormatView {
  readonly files: number;
  readonly unformatted: readonly Unformatted[];
  /** How many files do not parse, and so were left alone. */
  readonly broken: number;
  /** Nothing was written: the differences are shown instead. */
  readonly checkOnly: boolean;
}

/** Lines of one file's difference; a file that was never formatted would otherwise bury the others. */
const DIFF_LINES = 60;
const LINE_LETTERS = 400;

/** What `chron fmt` did, or with `--check` would do, file by file, and how many files that is. */
export function formatText(
  view: FormatView,
  shownPath: (path: string) => string,
  width: number | undefined,
): Styled {
  const frame: DiffFrame = {
    symbols: symbolsFor(true),
    width,
    diffLines: DIFF_LINES,
    lineLetters: LINE_LETTERS,
  };
  return [
    ...view.unformatted.flatMap(({ path, before, after }) =>
      view.checkOnly
        ? [line(say(shownPath(path), 'strong')), ...diffBlock(before, after, frame), EMPTY_LINE]
        : [line(say('formatted ', 'changed'), shownPath(path))],
    ),
    ...closing(view),
  ];
}

function closing({ files, unformatted, broken, checkOnly }: FormatView): Styled {
  const count = unformatted.length;
  const all = counted(files, 'file');
  const summary =
    count === 0
      ? `${all}: nothing to format`
      : checkOnly
        ? `${count.toLocaleString('en-US')} of ${all} not formatted`
        : `${count.toLocaleString('en-US')} of ${all} formatted`;
  return [
    line(say(summary, count > 0 && checkOnly ? 'error' : 'strong')),
    ...(broken === 0
      ? []
      : [
          line(
            say(
              `  ${counted(broken, 'file does', 'files do')} not parse and ${broken === 1 ? 'was' : 'were'} left alone: see chron check`,
              'error',
            ),
          ),
        ]),
    ...(count > 0 && checkOnly ? [line('  chron fmt formats them')] : []),
  ];
}
