import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { countSeverities, fails, type CheckView } from './check-view.ts';
import { writeJson, type Json } from './json-writer.ts';

/** What a check found, for machines: version 1 of docs/check-json.md. */
export function checkJson(view: CheckView): string {
  const { chron, paths, diagnostics, strict, fixed, fixable } = view;
  const { error, warning, info } = countSeverities(diagnostics);
  return writeJson({
    version: 1,
    chron,
    strict,
    failed: fails(view),
    files: paths,
    counts: { errors: error, warnings: warning, infos: info, fixable },
    fixed: fixed.map(({ path, ids }) => ({ path, ids })),
    diagnostics: diagnostics.map(diagnosticJson),
  });
}

/** One problem; places count from 1, in characters, and the end is not in. */
export function diagnosticJson({
  id,
  severity,
  message,
  hint,
  path,
  line,
  column,
  endLine,
  endColumn,
}: Diagnostic): Json {
  return { id, severity, message, hint, path, line, column, endLine, endColumn };
}
