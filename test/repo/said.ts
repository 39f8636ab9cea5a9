import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';

/** Diagnostics as one line each: `path:line:column id: message (hint)`. */
export function said(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ path, line, column, id, severity, message, hint }) =>
      `${path}:${line}:${column} ${severity === 'error' ? '' : `${severity} `}${id}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}
