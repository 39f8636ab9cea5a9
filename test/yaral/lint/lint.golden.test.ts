import { renderDiagnostic } from '../../../lib/diagnostics/render-diagnostic.ts';
import type { Diagnostic, Source } from '../../../lib/diagnostics/diagnostic.ts';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { fixAll } from '../../../lib/yaral/fix.ts';
import { lint } from '../../../lib/yaral/lint.ts';
import { goldenFiles } from '../../helpers/golden.ts';

const KNOWN = {
  lists: new Map([
    ['internal_ranges', 'cidr'],
    ['backup_users', 'string'],
  ] as const),
};

function lintOf(source: Source): readonly Diagnostic[] {
  return lint({ source, analysis: analyze(source), known: KNOWN });
}

goldenFiles('lint', 'rule.yaral', ['said.txt', 'fixed.yaral'], (text, path) => ({
  'said.txt': `${lintOf({ path, text })
    .map((diagnostic) => renderDiagnostic(diagnostic, text))
    .join('\n\n')}\n`,
  'fixed.yaral': fixAll({ path, text }, lintOf).text,
}));
