import type { FigureName, Verdict } from '../model/verdict.ts';
import { figureText, reasonSentence } from './noise-words.ts';
import { ruleView } from './noise-view.ts';
import type { Sentence } from './words.ts';

/** How a figure reads beside its limit, in the words of the policy: `136.6 a day, limit 20`. */
const SHORT: Readonly<Partial<Record<FigureName, string>>> = {
  'per-day': 'a day',
  'worst-day': 'on the worst day',
  'share-of-loudest': 'from one entity',
  'share-lost': 'of the detections lost',
};

/** Why a verdict is no pass, as short as a cell of a table needs it; the reasons one after the other. */
export function shortWhy(verdict: Verdict): Sentence {
  const view = ruleView({ name: verdict.rule, techniques: [], what: '', verdict });
  return verdict.reasons.flatMap((reason, index) => {
    const short = reason.kind === 'over-limit' ? overText(reason.figure, verdict) : undefined;
    const sentence: Sentence = short === undefined ? reasonSentence(reason, view) : [short];
    return index === 0 ? sentence : ['; ', ...sentence];
  });
}

function overText(name: FigureName, { figures }: Pick<Verdict, 'figures'>): string | undefined {
  const words = SHORT[name];
  const { value, limit } = figures.find((figure) => figure.name === name) ?? {};
  if (words === undefined || value === undefined || limit === undefined) return undefined;
  const [short, bound] = [figureText(name, value), figureText(name, limit)];
  // 20.04 is over 20, but reads the same
  return `${short === bound ? String(value) : short} ${words}, limit ${bound}`;
}
