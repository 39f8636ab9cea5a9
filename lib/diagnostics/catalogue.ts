import { CONDITION_ENTRIES } from './catalogue-condition.ts';
import type { Entry } from './catalogue-entry.ts';
import { EVALUATE_ENTRIES } from './catalogue-evaluate.ts';
import { FIELD_ENTRIES } from './catalogue-fields.ts';
import { FILE_ENTRIES } from './catalogue-files.ts';
import { LIMIT_ENTRIES } from './catalogue-limits.ts';
import { NAME_ENTRIES } from './catalogue-names.ts';
import { OUTCOME_ENTRIES } from './catalogue-outcome.ts';
import { SYNTAX_ENTRIES } from './catalogue-syntax.ts';
import { TYPE_ENTRIES } from './catalogue-types.ts';
import type { Explanation } from './explanation.ts';
import { MESSAGES } from './messages.ts';

/** A part of the catalogue, as it stands in documentation. */
export interface Chapter {
  readonly title: string;
  readonly explanations: readonly Explanation[];
}

/** Every problem of rules and of files but advice, chapter by chapter. Only for who explains: checking does not need it. */
export const CATALOGUE: readonly Chapter[] = [
  chapter('Syntax', SYNTAX_ENTRIES),
  chapter('Names and joins', NAME_ENTRIES),
  chapter('Fields, enums and maps', FIELD_ENTRIES),
  chapter('Types and functions', TYPE_ENTRIES),
  chapter('Outcomes', OUTCOME_ENTRIES),
  chapter('Conditions', CONDITION_ENTRIES),
  chapter('Windows, limits and options', LIMIT_ENTRIES),
  chapter('Files', FILE_ENTRIES),
  chapter('Evaluation on this machine', EVALUATE_ENTRIES),
];

function chapter(title: string, entries: Readonly<Record<string, Entry>>): Chapter {
  return {
    title,
    explanations: Object.entries(entries).map(([id, entry]) => ({
      id,
      severity: severityOf(id),
      ...entry,
    })),
  };
}

/** As its wording says; what is wrong with a file as such is an error. */
function severityOf(id: string): Explanation['severity'] {
  const wording: Readonly<Record<string, Pick<Explanation, 'severity'> | undefined>> = MESSAGES;
  return wording[id]?.severity ?? 'error';
}
