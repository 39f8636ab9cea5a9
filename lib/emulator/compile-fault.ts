import type { analyze } from '../yaral/analyze.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';

type Fault = ReturnType<typeof analyze>['diagnostics'][number];

/** Phases of the compiler before which a fault of the text stops it (backstory-v2 §6). Others have no name there. */
const PARSING = /^(?:LEX|PAR)/;

/** Faults whose words on the service are known (backstory-v2 §6), by the id they have here. */
const KNOWN: Readonly<
  Record<string, { readonly text: (found: string) => string; readonly placed: boolean }>
> = {
  FLD010: {
    text: () => 'validating repeated fields: applying any/all to a non-repeated field',
    placed: false,
  },
  SEM008: {
    text: (found) =>
      `: variable ${found.replace(/^[$#]/, '')} used in both condition section and match section, should only be used in one`,
    placed: true,
  },
};

/**
 * A fault of a rule text as CreateRule refuses it: `compiling rule: <phase>: <text>\nline: <n> \ncolumn: <a>-<b> `,
 * line ends and trailing spaces included (backstory-v2 §6). Where the service's words are not known they are chron's.
 */
export function compileFault(fault: Fault | undefined, text: string): Refusal {
  if (fault === undefined) return refusal('INVALID_ARGUMENT', 'compiling rule: parsing: no rule');
  const known = KNOWN[fault.id];
  const what = known?.text(text.slice(fault.span.start, fault.span.end)) ?? wordsOf(fault);
  const place = known?.placed === false ? '' : `\n${placeOf(fault)}`;
  return refusal('INVALID_ARGUMENT', `compiling rule: ${what}${place}`);
}

function wordsOf({ id, message, expected, found = '' }: Fault): string {
  if (!PARSING.test(id)) return `: ${message}`;
  return expected === undefined
    ? `parsing: ${message}`
    : `parsing: error with token: "${found}"\nexpected ${expected}`;
}

function placeOf({ line, endLine, column, endColumn }: Fault): string {
  const lines = line === endLine ? `${line}` : `${line}-${endLine}`;
  return `line: ${lines} \ncolumn: ${column}-${endColumn} `;
}
