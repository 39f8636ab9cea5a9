import type { BrokenText, HeldReason, PlanInput } from '../model/plan.ts';
import { textHash } from './hash.ts';

/** What every decision of one plan leans on. */
export interface Facts {
  readonly removed: PlanInput['environment']['removed'];
  readonly drift: PlanInput['environment']['drift'];
  readonly remembered: boolean;
  /** Whether rules are measured before they go live. */
  readonly gated: boolean;
  /** Names, lists with their `%`, whose wanted state may go over what is live. */
  readonly overwrite: ReadonlySet<string>;
  /** Whether a text with this hash once stood in the history of the rule's file. */
  readonly knownText: (name: string, hash: string) => boolean;
  readonly knownList: (name: string, hash: string) => boolean;
  /** What is wrong with the text that git has of a rule; undefined where nothing is. */
  readonly brokenText: (name: string) => BrokenText | undefined;
  /** `textHash`, each text once. */
  readonly hashOf: (text: string) => string;
}

/** Makes the facts of one plan. Texts are hashed when they are first asked for. */
export function factsOf({
  environment,
  base,
  knownTexts,
  knownLists,
  broken,
  options,
}: PlanInput): Facts {
  const hashes = new Map<string, string>();
  return {
    removed: environment.removed,
    drift: environment.drift,
    remembered: base.remembered,
    gated: environment.gate !== 'off',
    overwrite: new Set(options.overwrite),
    knownText: (name, hash) => knownTexts.get(name)?.has(hash) ?? false,
    knownList: (name, hash) => knownLists.get(name)?.has(hash) ?? false,
    brokenText: (name) => broken?.get(name),
    hashOf: (text) => {
      const known = hashes.get(text);
      if (known !== undefined) return known;
      const hash = textHash(text);
      hashes.set(text, hash);
      return hash;
    },
  };
}

/** What may put back a held field: `--overwrite`, and `drift: revert`, which is only for what was in step before. */
const SETTLED_BY: Readonly<
  Record<HeldReason, { readonly overwrite: boolean; readonly revert: boolean }>
> = {
  'changed-outside': { overwrite: true, revert: true },
  'deleted-outside': { overwrite: true, revert: true },
  conflict: { overwrite: true, revert: false },
  'somebody-elses': { overwrite: true, revert: false },
  'first-contact': { overwrite: true, revert: false },
  'removed-but-edited': { overwrite: true, revert: false },
  'duplicate-name': { overwrite: false, revert: false },
  'text-held': { overwrite: false, revert: false },
  'compile-failed': { overwrite: false, revert: false },
  'invalid-text': { overwrite: false, revert: false },
  'name-unreadable': { overwrite: false, revert: false },
  'list-kind': { overwrite: false, revert: false },
};

/** Whether what would be held for this reason is planned instead, and marked as putting back. */
export function putsBack(reason: HeldReason, name: string, facts: Facts): boolean {
  const { overwrite, revert } = SETTLED_BY[reason];
  if (revert && facts.drift === 'revert') return true;
  return overwrite && facts.overwrite.has(name);
}
