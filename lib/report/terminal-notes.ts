import type { Notice, Objection } from '../model/plan.ts';
import { noticeText } from './notice-words.ts';
import { objectionText } from './objection-words.ts';
import type { Frame } from './frame.ts';
import { wrapLine } from './layout.ts';
import type { Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';
import { indented, sentenceSpans } from './terminal-words.ts';

/** Notes of one kind that are printed before the rest is only counted; warnings are all printed. */
const NOTES_OF_A_KIND = 5;

/** Warnings first, then what is only good to know; an empty line before each. */
export function noticeBlock(notices: readonly Notice[], frame: Frame): Styled {
  const texts = notices.map((notice) => ({ kind: notice.kind, ...noticeText(notice) }));
  const warnings = texts.filter(({ level }) => level === 'warning');
  const notes = texts.filter(({ level }) => level === 'note');
  const kinds = [...new Set(notes.map(({ kind }) => kind))];
  const rows = [
    ...warnings.flatMap(({ sentence }) =>
      wrapLine(line(say('Warning  ', 'warning'), ...sentenceSpans(sentence)), frame.width, 9),
    ),
    ...kinds.flatMap((kind) => {
      const all = notes.filter((note) => note.kind === kind);
      const shown = Number.isFinite(frame.entryCount) ? all.slice(0, NOTES_OF_A_KIND) : all;
      const left = all.length - shown.length;
      return [
        ...shown.flatMap(({ sentence }) =>
          wrapLine(line(say('Note     ', 'faint'), ...sentenceSpans(sentence)), frame.width, 9),
        ),
        ...(left === 0 ? [] : [indented(9, say(`${frame.symbols.more} and ${left} more like it`))]),
      ];
    }),
  ];
  return rows.length === 0 ? [] : [EMPTY_LINE, ...rows];
}

/** Why apply will refuse, and what lifts each refusal. Never shortened. */
export function objectionBlock(objections: readonly Objection[], frame: Frame): Styled {
  if (objections.length === 0) return [];
  const texts = objections.map((one) => objectionText(one, frame.environment.path));
  return [
    EMPTY_LINE,
    line(say('Apply will refuse this plan (exit 4)', 'error')),
    ...texts.flatMap(({ sentence, lift }) => [
      indented(2, say(`${frame.symbols.held} `, 'error'), ...sentenceSpans(sentence)),
      indented(4, ...sentenceSpans(lift)),
    ]),
  ];
}
