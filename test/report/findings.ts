import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import type { Explanation } from '../../lib/diagnostics/explanation.ts';
import { indexLines, placeAt } from '../../lib/diagnostics/lines.ts';
import type { CheckView } from '../../lib/report/check-view.ts';

export const TEXT = [
  'rule root_login {',
  '  meta:',
  '    author = "An Author"',
  '  events:',
  '    $e.principal.hostnam = "db-1"',
  '  condition:',
  '    $e',
  '}',
  '',
].join('\n');

/** A finding at the first place where `at` stands in the text; without one at its top. */
export function aFinding({
  at = '',
  text = TEXT,
  ...given
}: Partial<Diagnostic> & { readonly at?: string; readonly text?: string } = {}): Diagnostic {
  const start = text.indexOf(at);
  const index = indexLines(text);
  const end = start + at.length;
  const last = placeAt(index, end);
  return {
    id: 'FLD001',
    severity: 'error',
    message: 'Noun has no field "hostnam"',
    path: 'rules/aws/root_login.yaral',
    span: { start, end },
    ...placeAt(index, start),
    endLine: last.line,
    endColumn: last.column,
    ...given,
  };
}

export const WRONG_FIELD = aFinding({ at: 'hostnam', hint: 'did you mean hostname?' });
export const NO_SCORE = aFinding({
  id: 'CHR105',
  severity: 'warning',
  message: 'rule root_login gives no $risk_score',
  at: 'root_login',
});
export const REMARK = aFinding({
  id: 'OUT013',
  severity: 'info',
  message: 'count sees a value once for every element',
  at: '$e',
});

/** So many findings of one kind, each on its own line of its own file. */
export function many(count: number, given: Partial<Diagnostic> = {}): readonly Diagnostic[] {
  return Array.from({ length: count }, (_, index) =>
    aFinding({ ...given, path: `rules/r${String(index).padStart(5, '0')}.yaral` }),
  );
}

export function aCheck(
  diagnostics: readonly Diagnostic[],
  given: Partial<CheckView> = {},
): CheckView {
  const paths = new Set(['rules/aws/root_login.yaral', ...diagnostics.map(({ path }) => path)]);
  return {
    chron: '1.2.3',
    paths: [...paths].toSorted(),
    diagnostics,
    texts: new Map([...paths].map((path) => [path, TEXT])),
    strict: false,
    fixed: [],
    fixable: 0,
    ...given,
  };
}

export const EXPLAINED: ReadonlyMap<string, Explanation> = new Map([
  [
    'FLD001',
    {
      id: 'FLD001',
      title: 'an unknown field',
      severity: 'error',
      text: 'There is no such field.',
      bad: 'events:\n  $e.principal.hostnam = "a"',
      good: 'events:\n  $e.principal.hostname = "a"',
    },
  ],
]);

/** What strangers may write into names, texts and file names. */
export const HOSTILE =
  '\u001B[31m\u202E\u0000\uD800\uFFFF ::error::x\n##[add-mask]y\r%0A,a:b="<c>&\'d]]>\u2028';
