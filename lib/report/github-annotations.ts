import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { counted, visibleLine } from '../text.ts';
import { SEVERITIES, type CheckView, type Explanations, type Severity } from './check-view.ts';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** GitHub keeps ten of a level and a step, and drops the others in silence (github A4): nine, and one that counts them. */
const EACH = 9;
/** The runner cuts messages at 4,096 characters (github A4), and escapes count. */
const LONGEST_MESSAGE = 1_200;
const LONGEST_TITLE = 200;

/**
 * What a check found as workflow commands, worst level first; GitHub shows them at their lines in a pull request.
 * `fileOf` gives a path as the repository's top has it.
 */
export function checkAnnotations(
  { diagnostics }: Pick<CheckView, 'diagnostics'>,
  explanations: Explanations,
  fileOf: (path: string) => string,
): string {
  return SEVERITIES.flatMap((severity) => {
    const found = diagnostics.filter((one) => one.severity === severity);
    const shown = found.slice(0, EACH);
    const rest = found.slice(shown.length);
    return [
      ...shown.map((one) => annotation(one, explanations, fileOf)),
      ...(rest.length === 0 ? [] : [rollUp(severity, rest)]),
    ];
  })
    .map((one) => `${one}\n`)
    .join('');
}

/** The one function that makes an annotation of a problem. */
function annotation(
  { id, severity, message, hint, path, line, column, endLine, endColumn }: Diagnostic,
  explanations: Explanations,
  fileOf: (path: string) => string,
): string {
  const title = explanations.get(id)?.title;
  return command(
    COMMANDS[severity],
    {
      file: fileOf(path),
      line,
      endLine,
      // Columns are taken only where the range is within one line (github A4), and an empty one has no end to show.
      ...(line === endLine ? { col: column, endColumn: Math.max(endColumn, column + 1) } : {}),
      title: cut(title === undefined ? id : `${id} ${title}`, LONGEST_TITLE),
    },
    cut(hint === undefined ? message : `${message}; ${hint}`, LONGEST_MESSAGE),
  );
}

function rollUp(severity: Severity, rest: readonly Diagnostic[]): string {
  const files = new Set(rest.map(({ path }) => path)).size;
  const noun = severity === 'info' ? 'remark' : severity;
  return command(
    COMMANDS[severity],
    { title: 'chron' },
    `and ${counted(rest.length, `more ${noun}`)} in ${counted(files, 'file')}: chron check lists them all`,
  );
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name} ${given.join(',')}::${data(message)}`;
}

/** `%` and line ends would end a message; the older `##[` is read anywhere in a line (reliability B5). */
function data(text: string): string {
  return visibleLine(text).replaceAll('%', '%25').replaceAll('##[', '# #[');
}

function property(value: string | number): string {
  return data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function cut(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
