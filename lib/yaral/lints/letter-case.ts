import { shown } from '../../diagnostics/message.ts';
import type { Call, Comparison, Path } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import { fieldName, lastField, pathRead } from './field.ts';
import type { Finding, Lint, LintContext } from './lint.ts';

/** Why a field's values come in several cases. */
type Habit = 'names' | 'windows';

/**
 * Fields whose values vary in case though they mean the same. *names*: DNS and mail take no notice of case, and sources
 * write as they please. *windows*: file system, registry and command line of Windows keep the case that was typed and
 * take no notice of it; on other systems case matters.
 */
const HABITS: Readonly<Record<string, Habit>> = {
  'Noun.hostname': 'names',
  'Asset.hostname': 'names',
  'Domain.name': 'names',
  'Dns.Question.name': 'names',
  'Dns.ResourceRecord.name': 'names',
  'Network.dns_domain': 'names',
  'Noun.administrative_domain': 'names',
  'User.email_addresses': 'names',
  'Group.email_addresses': 'names',
  'Email.from': 'names',
  'Email.to': 'names',
  'Email.cc': 'names',
  'Email.bcc': 'names',
  'Email.reply_to': 'names',
  'File.full_path': 'windows',
  'File.names': 'windows',
  'Process.command_line': 'windows',
  'Registry.registry_key': 'windows',
  'Registry.registry_value_name': 'windows',
};

export const letterCase: Lint = {
  id: 'CHR114',
  title: 'a field whose values vary in case is compared with case',
  severity: 'warning',
  text:
    'Host names, domains and mail addresses have no case, and Windows keeps paths, registry keys and command lines in whatever ' +
    'case they were typed, so PowerShell.exe slips past powershell.exe. Write nocase after the comparison. Paths with / and ' +
    'variables that are narrowed to another system than Windows are left alone.',
  bad: '$e.metadata.event_type = "PROCESS_LAUNCH"\n$e.target.process.file.full_path = /\\\\powershell\\.exe$/',
  good: '$e.metadata.event_type = "PROCESS_LAUNCH"\n$e.target.process.file.full_path = /\\\\powershell\\.exe$/ nocase',
  fixable: true,
  find: (context) => {
    const posix = posixVariables(context);
    const asked = (path: Path | undefined): path is Path => isAsked(path, context, posix);
    const comparisons = context.symbols.index.of('comparison').flatMap((node) => {
      const { path, text } = sides(node);
      if (!asked(path) || text === undefined || !varies(text, path, context)) return [];
      return finding(node, path, context);
    });
    const patterns = context.patternTests.flatMap(({ node, subject, nocase, written }) => {
      const path = pathRead(subject);
      if (nocase || /^\(\?[a-zA-Z]*i/.test(written) || !asked(path)) return [];
      return varies(lettersOf(written), path, context) ? finding(node, path, context) : [];
    });
    return [...comparisons, ...patterns];
  },
};

function isAsked(
  path: Path | undefined,
  { fields }: LintContext,
  posix: ReadonlySet<string>,
): path is Path {
  if (path === undefined) return false;
  const habit = HABITS[lastField(path, fields) ?? ''];
  return habit === 'names' || (habit === 'windows' && !posix.has(path.root?.name ?? ''));
}

function sides({ operator, left, right }: Comparison): {
  readonly path: Path | undefined;
  readonly text: string | undefined;
} {
  const [from, to] = [ungrouped(left), ungrouped(right)];
  if (operator !== '=' && operator !== '!=') return { path: undefined, text: undefined };
  if (to.kind === 'string') return { path: pathRead(from), text: to.value };
  if (from.kind === 'string') return { path: pathRead(to), text: from.value };
  return { path: undefined, text: undefined };
}

/** Whether a value could come in another case: it has letters, and is no path of a system where case matters. */
function varies(text: string, path: Path, { fields }: LintContext): boolean {
  if (!/\p{L}/u.test(text)) return false;
  const field = lastField(path, fields) ?? '';
  if (HABITS[field] !== 'windows') return true;
  // A command line has slashes on Windows too, but does not begin with one.
  return field === 'Process.command_line'
    ? !/^[~^]?\/\w/.test(text)
    : !text.includes('/') || text.includes('\\');
}

/** A pattern without classes and escapes that stand for no letter: what is left has case, if anything has. */
function lettersOf(pattern: string): string {
  const classless = pattern.replaceAll(
    /\[(?:[^\]\\]|\\.)*\]|\\[pPx]\{[^}]*\}|\(\?P?<\w+>|\(\?[a-z]*:/g,
    ' ',
  );
  return classless.replaceAll(/\\(.)/gs, (_pair, second: string) =>
    /[a-zA-Z]/.test(second) ? ' ' : second,
  );
}

function finding(
  node: Comparison | Call,
  path: Path,
  { symbols }: LintContext,
): readonly Finding[] {
  let above = symbols.index.parentOf(node);
  while (above?.kind === 'group') above = symbols.index.parentOf(above);
  if (above?.kind === 'nocase') return [];
  const { end } = node.span;
  return [
    {
      span: node.span,
      message: `${shown(fieldName(path))} comes in any case, but is compared with case`,
      hint: 'write nocase after it',
      fix: { title: 'add nocase', edits: [{ span: { start: end, end }, text: ' nocase' }] },
    },
  ];
}

/** Event variables that are narrowed to systems other than Windows. */
function posixVariables({ symbols }: LintContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of symbols.index.of('comparison', 'events')) {
    const { path, text } = sides(node);
    if (path === undefined || text === undefined || node.operator !== '=') continue;
    const name = fieldName(path);
    const other =
      (name.endsWith('.platform') &&
        /^(?:LINUX|MAC|GCP|AWS|AZURE|CHROME_OS|ANDROID|IOS)$/.test(text)) ||
      (name === 'metadata.log_type' &&
        /LINUX|AUDITD|NIX|MACOS|OSQUERY|K8S|KUBERNETES|_GKE/.test(text));
    if (other) found.add(path.root?.name ?? '');
  }
  return found;
}
