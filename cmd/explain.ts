import type { Explanation } from '../lib/diagnostics/explanation.ts';
import { UserError } from '../lib/errors.ts';
import { explanationList, explanationText } from '../lib/report/explanation-text.ts';
import { EMPTY_LINE } from '../lib/report/styled.ts';
import { nearest } from '../lib/text.ts';
import { ADVICE_BY_ID } from '../lib/yaral/lints/lints.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit.ts';
import { CHAPTERS, EXPLANATIONS } from './explanations.ts';
import { paint } from './paint.ts';

export const explainCommand = defineCommand({
  name: 'explain',
  words: '[id..]',
  summary: 'say what a finding of chron check means, with examples',
  options: {},
  examples: [
    ['chron explain TYP001', 'what is wrong, an example, and the same put right'],
    ['chron explain', 'all of them, a line each'],
  ],
  async run(args, context) {
    const width = context.out.terminal ? context.out.columns : undefined;
    const explanations = args.positionals.map(explanationOf);
    const lines =
      explanations.length === 0
        ? explanationList(CHAPTERS, width)
        : explanations.flatMap((one, index) => [
            ...(index === 0 ? [] : [EMPTY_LINE]),
            ...explanationText(one, { fixable: ADVICE_BY_ID.get(one.id)?.fixable === true, width }),
          ]);
    context.out.write(paint(lines, context, context.out));
    return EXIT.ok;
  },
});

/** By its id, in whatever case it was typed. */
function explanationOf(typed: string): Explanation {
  const found = [typed, typed.toUpperCase(), typed.toLowerCase()]
    .map((id) => EXPLANATIONS.get(id))
    .find((one) => one !== undefined);
  if (found !== undefined) return found;
  const meant = nearest(typed, EXPLANATIONS.keys());
  throw new UserError(`there is no finding "${typed}"`, {
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}chron explain lists all`,
  });
}
