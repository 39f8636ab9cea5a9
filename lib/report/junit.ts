import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../diagnostics/render-diagnostic.ts';
import { counted, visible } from '../text.ts';
import type { CheckView } from './check-view.ts';

/**
 * What a check found as JUnit XML: a test case a file, which fails where the check would; what does not fail it stands
 * in its output. One failure a case, as the readers of all houses expect.
 */
export function checkJunit({
  paths,
  diagnostics,
  texts,
  strict,
}: Pick<CheckView, 'paths' | 'diagnostics' | 'texts' | 'strict'>): string {
  const byPath = new Map<string, Diagnostic[]>(paths.map((path) => [path, []]));
  for (const one of diagnostics) byPath.set(one.path, [...(byPath.get(one.path) ?? []), one]);
  const cases = [...byPath].map(([path, found]) => {
    const failing = found.filter(({ severity }) => counts(severity, strict));
    const others = found.filter(({ severity }) => !counts(severity, strict));
    const body = [...failure(failing, texts), ...output(others, texts)];
    const attributes = `classname="chron.check" name="${attribute(path)}" file="${attribute(path)}"`;
    return {
      failed: failing.length > 0,
      lines:
        body.length === 0
          ? [`    <testcase ${attributes}/>`]
          : [`    <testcase ${attributes}>`, ...body, '    </testcase>'],
    };
  });
  const failures = cases.filter(({ failed }) => failed).length;
  const totals = `tests="${cases.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="chron" ${totals}>`,
    `  <testsuite name="chron check" ${totals} skipped="0">`,
    ...cases.flatMap(({ lines }) => lines),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(severity: Diagnostic['severity'], strict: boolean): boolean {
  return severity === 'error' || (strict && severity === 'warning');
}

function failure(
  found: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): readonly string[] {
  const [first] = found;
  if (first === undefined) return [];
  const more = found.length - 1;
  const message = `${first.id}: ${first.message}${more === 0 ? '' : ` (and ${counted(more, 'more problem')})`}`;
  return [
    `      <failure type="${attribute(first.id)}" message="${attribute(message)}">${rendered(found, texts)}</failure>`,
  ];
}

function output(
  found: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): readonly string[] {
  return found.length === 0 ? [] : [`      <system-out>${rendered(found, texts)}</system-out>`];
}

function rendered(found: readonly Diagnostic[], texts: ReadonlyMap<string, string>): string {
  return content(found.map((one) => renderDiagnostic(one, texts.get(one.path) ?? '')).join('\n\n'));
}

/** Text between tags. Control characters have no place in XML, not even escaped: they are made visible. */
export function content(text: string): string {
  return visible(text)
    .replaceAll(
      /[\uFFFE\uFFFF]/g,
      (letter) => `<U+${letter.charCodeAt(0).toString(16).toUpperCase()}>`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Text between double quotes; a reader would make blanks of its tabs and line ends. */
export function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}
