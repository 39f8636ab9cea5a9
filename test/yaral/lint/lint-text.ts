import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.ts';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { lint, type LintInput } from '../../../lib/yaral/lint.ts';

const SECTION = /^\s*(meta|events|match|outcome|condition|options):$/;

const SECTIONS: Readonly<Record<string, string>> = {
  meta: '  author = "Ada"\n  description = "x"\n  rule_id = "mr_1"\n  severity = "HIGH"',
  events: '  $e.metadata.event_type = "USER_LOGIN"',
  outcome: '  $risk_score = max(65)',
  condition: '  $e',
};

/**
 * A whole rule named x from the sections that a case is about; the others are filled in so that nothing else is said of
 * it. Comments before the first section stand before the rule; a text without a section is `events`, its event type added.
 */
export function ruleOf(sections: string): string {
  const given: Record<string, string> = {};
  const head: string[] = [];
  let section: string | undefined;
  for (const line of sections === '' ? [] : sections.split('\n')) {
    const [, named] = SECTION.exec(line) ?? [];
    if (named !== undefined) {
      section = named;
      given[section] = '';
    } else if (section === undefined && line.startsWith('//!')) head.push(`//${line.slice(3)}`);
    else {
      section ??= 'events';
      given[section] =
        given[section] === undefined || given[section] === '' ? line : `${given[section]}\n${line}`;
    }
  }
  const order = ['meta', 'events', 'match', 'outcome', 'condition', 'options'];
  const body = order.flatMap((word) => {
    const text = given[word] ?? SECTIONS[word];
    return text === undefined ? [] : [`${word}:\n${text}`];
  });
  return `${head.map((line) => `${line}\n`).join('')}rule x {\n${body.join('\n')}\n}\n`;
}

/** What is said of a text as rules/x.yaral, the checker's own findings left out but for those asked for. */
export function lintText(
  text: string,
  options: Partial<Pick<LintInput, 'severities' | 'known'>> & { readonly path?: string } = {},
): readonly Diagnostic[] {
  const { path = 'rules/x.yaral', ...rest } = options;
  const source = { path, text };
  return lint({ source, analysis: analyze(source), ...rest });
}

/** Those of advice, as `id severity "marked text"`. */
export function saidOf(text: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .filter(({ id }) => id.startsWith('CHR'))
    .map(({ id, severity, span }) => `${id} ${severity} ${text.slice(span.start, span.end)}`);
}
