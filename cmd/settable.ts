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
  lenient: new Set(Object.keys(MESSAGES)),
};
