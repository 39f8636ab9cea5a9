import type { MeasureKind } from '../model/gating.ts';
import { counted } from '../text.ts';
import type { Entry } from './entry.ts';
import type { Frame } from './frame.ts';
import type { RuleNoise } from './rule-noise.ts';
import { EMPTY_LINE, line, say, type Styled } from './styled.ts';
import { indented, sentenceSpans } from './terminal-words.ts';
import { noiseText, VERDICT_TONES, whySentence } from './verdict-words.ts';
import { thousands } from './words.ts';

/** How apply measures what no plan has measured. */
export const AT_APPLY: Readonly<Record<MeasureKind, string>> = {
  retrohunt: 'apply hunts the stored version before it goes live',
  'test-run-of-both': 'apply runs this text and the live one before it replaces it',
  'test-run-after-list': 'apply runs it once the lists are live',
};

const DETAIL = 6;
const COLUMN = 8;
/** More rules than this are counted. */
const RULES = 20;

/** The noise of one rule below its entry (ux 5.5): figures and verdict, why it is no pass, and who it was. */
export function noiseBlock(noise: RuleNoise, { symbols }: Pick<Frame, 'symbols'>): Styled {
  const { verdict, counts, measure } = noise;
  const title = say('noise'.padEnd(COLUMN), 'faint');
  if (verdict === undefined) return [indented(DETAIL, title, say(AT_APPLY[measure], 'faint'))];
  const why = whySentence(verdict);
  return [
    indented(
      DETAIL,
      title,
      say(noiseText(verdict, symbols) ?? 'nothing came back'),
      say('   gate ', 'faint'),
      say(verdict.status, VERDICT_TONES[verdict.status]),
      ...(counts ? [] : [say(`   ${AT_APPLY[measure]}`, 'faint')]),
    ),
    ...(why.length === 0 ? [] : [indented(DETAIL + COLUMN, ...sentenceSpans(why))]),
    ...(verdict.accepted === undefined
      ? []
      : [indented(DETAIL + COLUMN, say(`accepted: ${verdict.accepted.reason}`, 'warning'))]),
    ...entityLines(noise),
  ];
}

function entityLines({ entities, verdict }: RuleNoise): Styled {
  if (entities.length === 0) return [];
  const total = verdict?.figures.find(({ name }) => name === 'lost')?.value ?? 0;
  const losing = total > 0;
  const parts = entities.map(
    ({ name, after, lost }) =>
      `${thousands(losing ? lost : after)} ${losing ? 'from' : 'of'} ${name}`,
  );
  const named = entities.reduce((sum, { lost }) => sum + lost, 0);
  const rest = losing && total > named ? [`${thousands(total - named)} from others`] : [];
  const title = losing ? `lost ${thousands(total)}: ` : 'loudest: ';
  return [indented(DETAIL + COLUMN, say(`${title}${[...parts, ...rest].join(', ')}`))];
}

/** Rules that nothing else of the plan is about: lists that they name are edited. */
export function relistedBlock(
  noise: readonly RuleNoise[],
  entries: readonly Entry[],
  { symbols }: Pick<Frame, 'symbols'>,
): Styled {
  const listed = new Set(entries.flatMap(({ object, name }) => (object === 'rule' ? [name] : [])));
  const rules = noise.filter(({ rule }) => !listed.has(rule)).map(({ rule }) => rule);
  if (rules.length === 0) return [];
  const more = rules.length > RULES ? ` ${symbols.more} and ${rules.length - RULES} more` : '';
  return [
    EMPTY_LINE,
    line(
      say(
        `Once the lists are live, apply runs ${counted(rules.length, 'rule')} that name${rules.length === 1 ? 's' : ''} them: `,
      ),
      say(`${rules.slice(0, RULES).join(', ')}${more}`),
    ),
  ];
}
