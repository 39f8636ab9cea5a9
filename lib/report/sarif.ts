import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Explanation } from '../diagnostics/explanation.ts';
import { GITHUB_LIMITS } from '../model/github-limits.ts';
import { compareText, counted, visible, visibleLine } from '../text.ts';
import { cutEnd } from './layout.ts';
import { SEVERITIES, type CheckView, type Explanations, type Severity } from './check-view.ts';
import { writeJson, type Json } from './json-writer.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** Code scanning keeps so many of a run (github A4). */
const MOST_RESULTS = GITHUB_LIMITS.sarifResultsKept;
/** So that the file stays within what is taken, whatever the messages quote. */
const LONGEST_MESSAGE = 1000;

/**
 * What a check found as a SARIF 2.1.0 log: each kind of problem with its help, each problem at its place.
 * `fileOf` gives a path as the repository's top has it, or as an absolute `file:` URI where it is outside.
 */
export function checkSarif(
  { chron, diagnostics }: Pick<CheckView, 'chron' | 'diagnostics'>,
  explanations: Explanations,
  fileOf: (path: string) => string,
): string {
  const worstFirst = SEVERITIES.flatMap((severity) =>
    diagnostics.filter((one) => one.severity === severity),
  );
  const kept = worstFirst.slice(0, MOST_RESULTS);
  const left = worstFirst.length - kept.length;
  const ids = [...new Set(kept.map(({ id }) => id))].toSorted(compareText);
  const indexes = new Map(ids.map((id, index) => [id, index]));
  return writeJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'chron',
            semanticVersion: chron,
            rules: ids.map((id) => ruleOf(id, explanations.get(id))),
          },
        },
        // Columns are counted in characters, not in UTF-16 units.
        columnKind: 'unicodeCodePoints',
        invocations: [
          {
            executionSuccessful: true,
            ...(left === 0 ? {} : { toolExecutionNotifications: [leftOut(left)] }),
          },
        ],
        results: kept.map((one) => resultOf(one, indexes.get(one.id) ?? 0, fileOf)),
      },
    ],
  });
}

function ruleOf(id: string, explanation: Explanation | undefined): Json {
  if (explanation === undefined) return { id, shortDescription: { text: id } };
  const { title, text, severity } = explanation;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text },
    help: { text: helpText(explanation), markdown: helpMarkdown(explanation) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['yara-l'] },
  };
}

function helpText({ text, bad, good }: Explanation): string {
  const parts = [
    text,
    ...(bad === '' ? [] : ['Wrong:', bad]),
    ...(good === '' ? [] : ['Right:', good]),
  ];
  return visible(parts.map((part) => part.trimEnd()).join('\n\n'));
}

function helpMarkdown({ text, bad, good }: Explanation): string {
  return `${text}${codeBlock('Wrong', bad)}${codeBlock('Right', good)}`;
}

function codeBlock(title: string, example: string): string {
  return example === '' ? '' : `\n\n${title}:\n\n\`\`\`\n${visible(example).trimEnd()}\n\`\`\``;
}

function resultOf(
  { id, severity, message, hint, path, line, column, endLine, endColumn }: Diagnostic,
  ruleIndex: number,
  fileOf: (path: string) => string,
): Json {
  return {
    ruleId: id,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: messageOf(hint === undefined ? message : `${message}; ${hint}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(fileOf(path)),
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
  };
}

function messageOf(text: string): string {
  return cutEnd(visible(text), LONGEST_MESSAGE, '…');
}

/** A path relative to the top, or an absolute URI as it is. */
function locationOf(file: string): Json {
  if (file.startsWith('file:')) return { uri: file };
  return { uri: uriPath(file), uriBaseId: '%SRCROOT%' };
}

function uriPath(path: string): string {
  const whole = path.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  return whole.split('/').map(encodeURIComponent).join('/');
}

function leftOut(count: number): Json {
  return {
    level: 'warning',
    message: {
      text: visibleLine(`${counted(count, 'further result was', 'further results were')} left out`),
    },
  };
}
