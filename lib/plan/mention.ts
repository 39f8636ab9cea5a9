import type { Change, Notice, PlanInput } from '../model/plan.ts';
import { compareText } from '../text.ts';

/** What becomes of a rule that another one may lean on. */
type Becomes = Extract<Notice, { kind: 'mentioned' }>['becomes'];

/**
 * Warns of rules whose text names one that the plan archives, disables for good or renames: what is composed of
 * another rule's detections stops firing without it. Looks at wanted rules that stay and at active rules that nobody
 * here manages. A name counts as a whole word, in strings too, where composites write it; not in comments.
 */
export function mentions(
  changes: readonly Change[],
  { wanted, live }: Pick<PlanInput, 'wanted' | 'live'>,
  unmanaged: ReadonlySet<string>,
): readonly Notice[] {
  const fates = fatesOf(changes);
  if (fates.size === 0) return [];
  const renamedTo = new Map(
    changes.flatMap((change): readonly [string, string][] =>
      change.kind === 'rename-rule' ? [[change.rule.name, change.live.name]] : [],
    ),
  );
  const texts = [
    ...wanted.rules.map(({ name, text }) => ({ name, text })),
    ...live.rules
      .filter(({ name, archived }) => !archived && unmanaged.has(name))
      .map(({ name, version }) => ({ name, text: version.text })),
  ];
  const found = new Map<string, Notice>();
  for (const { name: by, text } of texts) {
    for (const word of wordsOf(text)) {
      const becomes = fates.get(word);
      if (becomes === undefined || word === by || word === renamedTo.get(by)) continue;
      found.set(`${word} ${by}`, { kind: 'mentioned', name: word, becomes, by });
    }
  }
  return [...found]
    .toSorted(([before], [after]) => compareText(before, after))
    .map(([, notice]) => notice);
}

/** Rules that will not fire any more under the name they have now. */
function fatesOf(changes: readonly Change[]): ReadonlyMap<string, Becomes> {
  const fates = new Map<string, Becomes>();
  for (const change of changes) {
    if (change.kind === 'archive-rule') fates.set(change.name, 'archived');
    if (change.kind === 'rename-rule') fates.set(change.live.name, 'renamed');
    const disabled = change.kind === 'set-enabled' && change.removal;
    if (disabled && !fates.has(change.name)) fates.set(change.name, 'disabled');
  }
  return fates;
}

/**
 * Comments, strings (to the end of their line where they are not closed) and words, each alternative in one pass
 * over the text whatever it holds (yara-l §1).
 */
const PIECE = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|`[^`]*`?|\w+/g;
const WORD = /\w+/g;

function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece.startsWith('//') || piece.startsWith('/*')) continue;
    for (const [word] of piece.matchAll(WORD)) words.add(word);
  }
  return words;
}
