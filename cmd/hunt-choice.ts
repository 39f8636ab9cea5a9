import { UserError } from '../lib/errors.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import { compareText, counted, nearest, straightenText, visibleLine } from '../lib/text.ts';
import { EXIT } from './exit.ts';

/**
 * Which rules are to be hunted: those that somebody named, or those of git, text by name. Of `changed` ones a text that
 * is not stored is run without storing it.
 */
export type Wanted =
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'of-git' | 'changed'; readonly texts: ReadonlyMap<string, string> };

/** A text of git that the tenant does not have. */
export interface TextToRun {
  readonly name: string;
  readonly text: string;
  /** The active rule of its name; absent where there is none. */
  readonly live?: LiveRule;
}

/** Active rules of one name: which of them is meant nobody knows. */
export interface Twins {
  readonly name: string;
  readonly ruleIds: readonly string[];
}

/** The rules to hunt, the texts to run, and what of git is not among them or is not what git has; all by name. */
export interface HuntChoice {
  readonly rules: readonly LiveRule[];
  readonly runs: readonly TextToRun[];
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
  const runs: TextToRun[] = [];
  const missing: string[] = [];
  const differs: string[] = [];
  const twins: Twins[] = [];
  for (const name of namesOf(wanted).toSorted(compareText)) {
    const [rule, ...others] = active.filter((one) => one.name === name);
    if (rule === undefined && wanted.kind === 'named') throw notStored(name, live, environment);
    const text = wanted.kind === 'changed' ? wanted.texts.get(name) : undefined;
    if (others.length > 0) {
      twins.push({ name, ruleIds: [rule, ...others].flatMap((one) => one?.ruleId ?? []) });
    } else if (text !== undefined && (rule === undefined || differsFromGit(rule, wanted))) {
      runs.push({ name, text, ...(rule === undefined ? {} : { live: rule }) });
    } else if (rule === undefined) missing.push(name);
    else {
      rules.push(rule);
      if (differsFromGit(rule, wanted)) differs.push(name);
    }
  }
  if (rules.length + runs.length === 0) throw nothingLeft({ missing, twins }, environment);
  return { rules, runs, missing, differs, twins };
}

function namesOf(wanted: Wanted): readonly string[] {
  switch (wanted.kind) {
    case 'named':
      return [...new Set(wanted.names)];
    case 'of-git':
    case 'changed':
      return [...wanted.texts.keys()];
  }
}

function differsFromGit({ name, version }: LiveRule, wanted: Wanted): boolean {
  const text = wanted.kind === 'named' ? undefined : wanted.texts.get(name);
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
