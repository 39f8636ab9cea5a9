import { createRequire } from 'node:module';
import type * as Re2 from 're2js';

declare const CHRON_RE2: string | undefined;

/** Where the package stands; set when the command is built, which gives it a file of its own. */
const PLACE = typeof CHRON_RE2 === 'string' ? CHRON_RE2 : 're2js';

let opened: typeof Re2 | undefined;

/**
 * The reader of RE2's syntax. It is loaded at the first call, and at once: it is a third of all code that a check of
 * one rule would load, and few rules have a pattern that is not valid at a glance.
 */
export function openRe2(): typeof Re2.RE2JS {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is this package
  opened ??= createRequire(import.meta.url)(PLACE) as typeof Re2;
  return opened.RE2JS;
}
