import type { Measured } from '../model/gating.ts';
import type { Plan } from '../model/plan.ts';
import { counted } from '../text.ts';
import type { Line, Styled } from './styled.ts';
import { say } from './styled.ts';
import type { Symbols } from './symbols.ts';
import { indented } from './terminal-words.ts';

/** More lines than this are in git. */
const LINES = 20;

/** For every list that made a rule loud: which lines would make it as it was. The list itself is live, and stays so. */
export function restoreLines(
  measured: readonly Measured[],
  { changes }: Pick<Plan, 'changes'>,
  { held, more }: Pick<Symbols, 'held' | 'more'>,
): Styled {
  return changes.flatMap((change): readonly Line[] => {
    if (change.kind !== 'update-list') return [];
    const { name, lines } = change.list;
    const rules = measured.filter(({ restore }) => restore.includes(name)).map(({ rule }) => rule);
    if (rules.length === 0) return [];
    const before = new Set(change.live.lines);
    const after = new Set(lines);
    const edits = [
      ...lines.filter((one) => !before.has(one)).map((one) => say(`- ${one}`, 'removed')),
      ...change.live.lines.filter((one) => !after.has(one)).map((one) => say(`+ ${one}`, 'added')),
    ];
    return [
      indented(
        2,
        say(`${held} `, 'error'),
        say(`%${name}`, 'strong'),
        say(` is live, and with it ${rules.join(', ')} did not pass. To have it as it was:`),
      ),
      ...edits.slice(0, LINES).map((edit) => indented(6, edit)),
      ...(edits.length > LINES
        ? [indented(6, say(`${more} ${counted(edits.length - LINES, 'more line')}`))]
        : []),
    ];
  });
}
