import type { Explanation } from '../diagnostics/explanation.ts';
import { columnsOf, padTo, wrapLine } from './layout.ts';
import { EMPTY_LINE, line, say, type Line, type Styled, type Tone } from './styled.ts';

const TONES: Readonly<Record<Explanation['severity'], Tone>> = {
  error: 'error',
  warning: 'warning',
  info: 'faint',
};

/** One kind of problem explained: what it is, an example of it, and the same put right. */
export function explanationText(
  explanation: Explanation,
  { fixable, width }: { readonly fixable: boolean; readonly width: number | undefined },
): Styled {
  const { id, title, severity, text, bad, good } = explanation;
  return [
    line(say(id, 'strong'), ` ${title} `, say(`(${severity})`, TONES[severity])),
    EMPTY_LINE,
    ...wrapLine(line(text), width, 0),
    ...example('wrong', 'removed', bad),
    ...example('right', 'added', good),
    ...hints(explanation, fixable).flatMap((one, index) => [
      ...(index === 0 ? [EMPTY_LINE] : []),
      ...wrapLine(line(one), width, 2),
    ]),
  ];
}

function example(title: string, tone: Tone, text: string): Styled {
  if (text === '') return [];
  const rows = text.split('\n').map((row): Line => (row === '' ? EMPTY_LINE : line(`    ${row}`)));
  return [EMPTY_LINE, line(say(`${title}:`, tone)), ...rows];
}

/** What else can be done about it. Errors can only be corrected. */
function hints({ id, severity }: Explanation, fixable: boolean): readonly string[] {
  return [
    ...(fixable ? ['chron check --fix puts it right where that is safe'] : []),
    ...(severity === 'error'
      ? []
      : [
          `where it does not apply, say why in the rule: // chron-ignore ${id}: reason`,
          `how loud it is in this repository: lints: { ${id}: off | info | warning | error } in rules/check.yaml`,
        ]),
  ];
}

/** All kinds of problems, a line each, chapter by chapter. */
export function explanationList(
  chapters: readonly {
    readonly title: string;
    readonly explanations: readonly Explanation[];
  }[],
  width: number | undefined,
): Styled {
  const ids = chapters.flatMap(({ explanations }) => explanations.map(({ id }) => columnsOf(id)));
  const idColumns = Math.max(...ids);
  const hang = 2 + idColumns + 2 + LEVEL_COLUMNS + 2;
  return chapters.flatMap(({ title, explanations }) => [
    line(say(title, 'strong')),
    ...explanations.flatMap((one) =>
      wrapLine(
        line(
          `  ${padTo(one.id, idColumns)}  `,
          say(padTo(one.severity, LEVEL_COLUMNS), TONES[one.severity]),
          `  ${one.title}`,
        ),
        width,
        hang,
      ),
    ),
    EMPTY_LINE,
  ]);
}

const LEVEL_COLUMNS = 'warning'.length;
