import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import type { Fault } from '../lib/model/plan.ts';

/** Diagnostics as a plan has them: without what only an editor needs. */
export function faultsOf(diagnostics: readonly Diagnostic[]): readonly Fault[] {
  return diagnostics.map(({ id, message, hint, path, line, column }) => ({
    id,
    message,
    ...(hint === undefined ? {} : { hint }),
    path,
    line,
    column,
  }));
}
