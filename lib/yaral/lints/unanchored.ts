import { shown } from '../../diagnostics/message.ts';
import { lastField, pathRead } from './field.ts';
import type { Finding, Lint, LintContext } from './lint.ts';
import type { Atom } from './pattern.ts';
import type { PatternTest } from './pattern-test.ts';

/** Fields whose whole value is a name or an address, so that a name inside a longer one is another name. */
const NAMES: ReadonlySet<string> = new Set([
  'Noun.hostname',
  'Noun.ip',
  'Noun.nat_ip',
  'Asset.hostname',
  'Asset.ip',
  'Domain.name',
  'Dns.Question.name',
  'Dns.ResourceRecord.name',
  'Network.dns_domain',
  'Tls.Client.server_name',
]);

export const unanchored: Lint = {
  id: 'CHR112',
  title: 'a regular expression without an anchor where one is needed',
  severity: 'warning',
  text:
    'A regular expression is searched for anywhere in the text. In an exclusion that lets through whatever somebody manages to ' +
    'put the text into: not = /corp\\.example\\.com/ leaves out corp.example.com.attacker.net too. On a host name, domain or ' +
    'address it takes other names for the one that was meant: /10\\.0\\.0\\.1/ finds 110.0.0.12. Write ^ at the start, $ at the end, ' +
    'or both; \\b or a separator such as \\. or / at an edge counts as an anchor there.',
  bad: '$e.metadata.event_type = "NETWORK_HTTP"\n$e.target.hostname != /corp\\.example\\.com/ nocase',
  good: '$e.metadata.event_type = "NETWORK_HTTP"\n$e.target.hostname != /(^|\\.)corp\\.example\\.com$/ nocase',
  fixable: false,
  find: (context) => context.patternTests.flatMap((test) => findIn(test, context)),
};

/** Free text: an exclusion can only be by a part of it. */
const FREE: ReadonlySet<string> = new Set([
  'Process.command_line',
  'Process.command_line_history',
  'Http.user_agent',
  'Metadata.description',
  'SecurityResult.summary',
  'SecurityResult.description',
  'SecurityResult.action_details',
  'Registry.registry_value_data',
]);

function findIn(test: PatternTest, { fields }: LintContext): readonly Finding[] {
  const { excludes, literal, subject, written } = test;
  const path = pathRead(subject);
  const field = path === undefined ? undefined : lastField(path, fields);
  if (field === undefined || FREE.has(field)) return [];
  const name = NAMES.has(field);
  if (!name && !excludes) return [];
  const open = test.pattern()?.alternatives.find((atoms) => isOpen(atoms, { name, excludes }));
  if (open === undefined) return [];
  const part = shown(written.slice(open[0]?.start, open.at(-1)?.end));
  return [
    {
      span: literal.span,
      message: excludes
        ? `this leaves out everything that has ${part} anywhere in it`
        : `${part} is found inside longer names too`,
      hint: name
        ? 'anchor it: (^|\\.) before a domain, ^ before a whole name, $ after it'
        : 'anchor it: ^ before the start, $ after the end',
    },
  ];
}

/** Nothing at the edges holds an alternative in place. */
function isOpen(
  atoms: readonly Atom[],
  { name, excludes }: { readonly name: boolean; readonly excludes: boolean },
): boolean {
  const [first] = atoms;
  const last = atoms.at(-1);
  if (first === undefined || last === undefined) return false;
  if (!name) return !holds(first) && !holds(last) && !isSeparator(first) && !isSeparator(last);
  if (excludes) return !holds(last) || (!holds(first) && !isSeparator(first));
  const dotted = atoms.some(({ kind, character }) => kind === 'literal' && character === '.');
  const plain = atoms.every(({ kind, repeat }) => kind === 'literal' && repeat === '');
  return plain && dotted && !isSeparator(first) && !isSeparator(last);
}

function holds({ kind }: Atom): boolean {
  return kind === 'start' || kind === 'end' || kind === 'boundary' || kind === 'group';
}

function isSeparator({ kind, character }: Atom): boolean {
  return kind === 'literal' && /[^\p{L}\p{N}]/u.test(character);
}
