import { UserError } from '../lib/errors.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import { compareText, counted, nearest, straightenText, visibleLine } from '../lib/text.ts';
import { EXIT } from './exit.ts';

/** Which rules are to be hunted: those that somebody named, or those of git, text by name. */
export type Wanted =
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'of-git'; readonly texts: ReadonlyMap<string, string> };

/** Active rules of one name: which of them is meant nobody knows. */
export interface Twins {
  readonly name: string;
  readonly ruleIds: readonly string[];
}

/** The rules to hunt, and what of git is not among them or is not what git has; all by name. */
export interface HuntChoice {
  readonly rules: readonly LiveRule[];
  readonly missing: readonly string[];
  readonly differs: readonly string[];
  readonly twins: readonly Twins[];
}

/**
 * Finds the active rules that are wanted, each once. Throws UserError for a name that somebody typed and no active rule
 * has, and where nothing is left to hunt.
 */
export function chooseRules(
  live: readonly LiveRule[],
  wanted: Wanted,
  environment: string,
): HuntChoice {
  const active = live.filter(({ archived }) => !archived);
  const rules: LiveRule[] = [];
  const missing: string[] = [];
  const twins: Twins[] = [];
  for (const name of namesOf(wanted).toSorted(compareText)) {
    const [rule, ...others] = active.filter((one) => one.name === name);
    if (rule === undefined && wanted.kind === 'named') throw notStored(name, live, environment);
    if (rule === undefined) missing.push(name);
    else if (others.length === 0) rules.push(rule);
    else twins.push({ name, ruleIds: [rule, ...others].map(({ ruleId }) => ruleId) });
  }
  if (rules.length === 0) throw nothingLeft({ missing, twins }, environment);
  const differs = rules.filter((rule) => differsFromGit(rule, wanted)).map(({ name }) => name);
  return { rules, missing, differs, twins };
}

function namesOf(wanted: Wanted): readonly string[] {
  switch (wanted.kind) {
    case 'named':
      return [...new Set(wanted.names)];
    case 'of-git':
      return [...wanted.texts.keys()];
  }
}

function differsFromGit({ name, version }: LiveRule, wanted: Wanted): boolean {
  const text = wanted.kind === 'of-git' ? wanted.texts.get(name) : undefined;
  return text !== undefined && straightenText(text) !== straightenText(version.text);
}

function nothingLeft(
  { missing, twins }: Pick<HuntChoice, 'missing' | 'twins'>,
  environment: string,
): UserError {
  const [first] = twins;
  if (first === undefined) {
    return new UserError(
      `${environment} has none of the ${counted(missing.length, 'rule')} that git gives it`,
      { hint: `a retrohunt runs stored rules: chron apply --env ${environment} first` },
    );
  }
  return new UserError(`several rules of ${environment} are named "${visibleLine(first.name)}"`, {
    hint: `their ids are ${first.ruleIds.join(', ')}; archive all but one`,
    exit: EXIT.refused,
  });
}

function notStored(name: string, live: readonly LiveRule[], environment: string): UserError {
  const archived = live.some((one) => one.name === name);
  const meant = nearest(
    name,
    live.map((one) => one.name),
  );
  return new UserError(
    `${environment} has no ${archived ? 'active ' : ''}rule "${visibleLine(name)}"`,
    {
      hint: archived
        ? 'it is archived there'
        : meant === undefined
          ? `a retrohunt runs stored rules: chron apply --env ${environment} first`
          : `did you mean ${meant}?`,
    },
  );
}
