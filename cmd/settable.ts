import { MESSAGES } from '../lib/diagnostics/messages.ts';
import type { SettableIds } from '../lib/repo/check-settings.ts';
import { ADVICE } from '../lib/yaral/lints/lints.ts';

const WORDINGS = Object.entries<{ readonly severity: string }>(MESSAGES);

/** The ids that rules/check.yaml may name. */
export const SETTABLE: SettableIds = {
  lints: new Set([
    ...ADVICE.map(({ id }) => id),
    ...WORDINGS.flatMap(([id, { severity }]) => (severity === 'error' ? [] : [id])),
  ]),
  // Some warnings are errors now and then.
  lenient: new Set(Object.keys(MESSAGES).filter((id) => !ofTheGrammar(id))),
  fixed: new Set(
    WORDINGS.flatMap(([id, { severity }]) =>
      ofTheGrammar(id) && severity === 'error' ? [id] : [],
    ),
  ),
};

function ofTheGrammar(id: string): boolean {
  return /^(?:LEX|PAR)/.test(id);
}
