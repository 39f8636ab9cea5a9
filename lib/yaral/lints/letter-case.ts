import { shown } from '../../diagnostics/message.ts';
import type { Call, Comparison, Path } from '../ast.ts';
import { ungrouped } from '../symbols-names.ts';
import { aboutFields, fieldName, pathRead } from './field.ts';
import type { Finding, Lint, LintContext } from './lint.ts';
import { isCaseless } from './pattern-test.ts';

/** Why a field's values come in several cases. */
type Habit = 'names' | 'windows' | 'windows-command';

/**
 * Fields whose values vary in case though they mean the same. *names*: DNS and mail take no notice of case, and sources
 * write as they please. *windows*: file system, registry and command line of Windows keep the case that was typed and
 * take no notice of it; on other systems case matters.
 */
const habitOf = aboutFields<Habit>({
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
  'Process.command_line': 'windows-command',
  'Registry.registry_key': 'windows',
  'Registry.registry_value_name': 'windows',
});

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
    const { fields, patternTests, symbols } = context;
    let posix: ReadonlySet<string> | undefined;
    const findings: Finding[] = [];
    const add = (node: Comparison | Call, path: Path, habit: Habit): void => {
      if (isCaseless(node, symbols.index)) return;
      if (habit !== 'names') {
        posix ??= posixVariables(context);
        if (posix.has(path.root?.name ?? '')) return;
      }
      findings.push(findingAt(node, path));
    };
    for (const node of symbols.index.of('comparison')) {
      const sides = sidesOf(node);
      const habit = sides === undefined ? undefined : habitOf(sides.path, fields);
      if (sides === undefined || habit === undefined) continue;
      if (varies(sides.text, habit)) add(node, sides.path, habit);
    }
    for (const { node, subject, written } of patternTests) {
      const path = pathRead(subject);
      const habit = path === undefined ? undefined : habitOf(path, fields);
      if (path === undefined || habit === undefined || FOLDS.test(written)) continue;
      if (varies(lettersOf(written), habit)) add(node, path, habit);
    }
    return findings;
  },
};

/** A pattern that takes no notice of case from its start. */
const FOLDS = /^\(\?[a-zA-Z]*i/;

interface Sides {
  readonly path: Path;
  readonly text: string;
}

/** The field and the string of a comparison that has both. */
function sidesOf({ operator, left, right }: Comparison): Sides | undefined {
  if (operator !== '=' && operator !== '!=') return undefined;
  const from = ungrouped(left);
  const to = ungrouped(right);
  const literal = to.kind === 'string' ? to : from;
  if (literal.kind !== 'string') return undefined;
  const path = pathRead(literal === to ? from : to);
  return path === undefined ? undefined : { path, text: literal.value };
}

/** Whether a value could come in another case: it has letters, and is no path of a system where case matters. */
function varies(text: string, habit: Habit): boolean {
  if (!/\p{L}/u.test(text)) return false;
  if (habit === 'names') return true;
  // A command line has slashes on Windows too, but does not begin with one.
  return habit === 'windows-command'
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

function findingAt(node: Comparison | Call, path: Path): Finding {
  const { end } = node.span;
  return {
    span: node.span,
    message: `${shown(fieldName(path))} comes in any case, but is compared with case`,
    hint: 'write nocase after it',
    fix: { title: 'add nocase', edits: [{ span: { start: end, end }, text: ' nocase' }] },
  };
}

/** Event variables that are narrowed to systems other than Windows. */
function posixVariables({ symbols }: LintContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of symbols.index.of('comparison', 'events')) {
    const sides = node.operator === '=' ? sidesOf(node) : undefined;
    if (sides === undefined) continue;
    const { path, text } = sides;
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
